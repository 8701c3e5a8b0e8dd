export { Ago } from './Ago.tsx';
export { bytes, count, counted, measure } from './quantities.ts';
export { rank, type Findable } from './rank.ts';
export { duration } from './times.ts';
export { useNow } from './useNow.ts';
