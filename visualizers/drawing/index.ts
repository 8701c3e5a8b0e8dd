export { bandOf, layerCategory } from './bandOf.ts';
export { graphOf } from './graphOf.ts';
export { Thumbnail, type ThumbnailGraph } from './Thumbnail.tsx';
