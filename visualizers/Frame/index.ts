export type { DrawerTab } from './Drawer.tsx';
export { Place } from './Place.tsx';
export { useQuery } from './useQuery.ts';
