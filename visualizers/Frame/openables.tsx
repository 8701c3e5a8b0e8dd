import { Blocks, CirclePlay, FileCode2, FunctionSquare, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProjectView } from '../../src/domain/state.ts';
import { rootOf } from '../project/index.ts';

export interface Openable {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly path: string;
  readonly icon: ReactNode;
}

const KINDS = {
  Pipeline: { kind: 'Pipelines', path: 'pipelines', icon: <Workflow /> },
  Architecture: { kind: 'Architectures', path: 'architectures', icon: <Blocks /> },
  Operation: { kind: 'Operations', path: 'operations', icon: <FunctionSquare /> },
  Code: { kind: 'Code', path: 'code', icon: <FileCode2 /> },
  Execution: { kind: 'Executions', path: 'executions', icon: <CirclePlay /> },
} as const;

/** What has a page of its own. */
export function openables(view: ProjectView): readonly Openable[] {
  const root = rootOf(view);
  const things = root ? view.childrenOf(root.id) : [];
  return things.flatMap((thing) => {
    if (!isKind(thing.concept) || !('name' in thing)) return [];
    const { kind, path, icon } = KINDS[thing.concept];
    return [{ id: thing.id, label: thing.name, kind, path: `${path}/${thing.id}`, icon }];
  });
}

const isKind = (concept: string): concept is keyof typeof KINDS => Object.hasOwn(KINDS, concept);
