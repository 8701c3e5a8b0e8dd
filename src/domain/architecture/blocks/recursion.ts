import type { ProjectView } from '../../state.ts';
import { withBlocks } from '../withBlocks.ts';

/** Whether an architecture is another one, or has it in itself, however deep. */
export const standsFor = (view: ProjectView, architecture: string, other: string): boolean =>
  architecture === other || withBlocks(view, [architecture]).includes(other);
