export type { DrawerTab } from './Drawer.tsx';
export { Place, type Crumb } from './Place.tsx';
export { useQuery } from './useQuery.ts';
