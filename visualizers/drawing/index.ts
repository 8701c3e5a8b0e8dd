export { bandOf } from './bandOf.ts';
export { graphOf, layerCategory } from './graphOf.ts';
export { Thumbnail, type ThumbnailGraph } from './Thumbnail.tsx';
