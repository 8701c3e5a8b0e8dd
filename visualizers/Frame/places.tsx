import { Blocks, Boxes, CirclePlay, FileCode2, FunctionSquare, History, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';

export interface PlaceInfo {
  readonly path: string;
  readonly label: string;
  readonly icon: ReactNode;
  /** Does not exist in the past. */
  readonly presentOnly?: boolean;
}

export const PLACES: readonly PlaceInfo[] = [
  { path: 'architectures', label: 'Architectures', icon: <Blocks /> },
  { path: 'pipelines', label: 'Pipelines', icon: <Workflow /> },
  { path: 'operations', label: 'Operations', icon: <FunctionSquare /> },
  { path: 'code', label: 'Code', icon: <FileCode2 /> },
  { path: 'executions', label: 'Executions', icon: <CirclePlay /> },
  { path: 'artifacts', label: 'Artifacts', icon: <Boxes /> },
  { path: 'history', label: 'History', icon: <History />, presentOnly: true },
];
