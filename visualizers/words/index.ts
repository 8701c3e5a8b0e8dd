export { Ago } from './Ago.tsx';
export { bytes, count, counted, measure } from './quantities.ts';
export { duration } from './times.ts';
export { useNow } from './useNow.ts';
