import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { faultOfConnection } from '../../src/domain/commands/connect.ts';
import { blank, find } from '../../src/domain/state.ts';
import type { EdgeEnd, Placement, Selection } from '../graph/index.ts';
import { rootOf, useOpenProject, useProject, type Editing } from '../project/index.ts';
import { newOperation } from './newOperation.ts';
import { linksOf, type StepAnchor } from './stepLinks.ts';

/** The palette item that makes an operation first. */
export const NEW_OPERATION = 'new';

const newId = () => crypto.randomUUID();

export type PipelineEdits = ReturnType<typeof usePipelineEdits>;

/** What a person does to a pipeline, as commands. */
export function usePipelineEdits(pipeline: string, { run }: Editing, onAdded: (step: string) => void) {
  const { view } = useProject();
  const { base } = useOpenProject();
  const navigate = useNavigate();
  return useMemo(() => {
    const connect = (source: EdgeEnd, target: EdgeEnd) =>
      run({ type: 'connect', id: newId(), parent: pipeline, ...ends(source, target) });
    const addStep = (operation: string, anchor: StepAnchor | undefined) => {
      const record = find(view, 'Operation', operation);
      if (!record) return;
      const position = anchor?.kind === 'place' ? anchor.at : null;
      const step = blank('Step', { id: newId(), parent: pipeline, name: record.name, operation, position });
      const { connections, replaces } = anchor
        ? linksOf(view, operation, step.id, anchor)
        : { connections: [], replaces: [] };
      const links = connections.map(({ source, target }) =>
        blank('Connection', { id: newId(), parent: pipeline, ...ends(source, target) }),
      );
      const refused = run({ type: 'insert', records: [step, ...links], replaces });
      if (refused.length === 0) onAdded(step.id);
    };
    const addNewOperation = () => {
      const root = rootOf(view);
      if (!root) return;
      const [operation, ...parts] = newOperation(root.id, newId);
      const step = blank('Step', {
        id: newId(),
        parent: pipeline,
        name: operation.name,
        operation: operation.id,
      });
      if (run({ type: 'insert', records: [operation, ...parts, step] }).length > 0) return;
      void navigate(`${base}/operations/${operation.id}`);
    };
    const add = (item: string, anchor?: StepAnchor) => {
      if (item === NEW_OPERATION) addNewOperation();
      else addStep(item, anchor);
    };
    return {
      add,
      connect,
      canConnect: (source: EdgeEnd, target: EdgeEnd) =>
        faultOfConnection(view, { id: newId(), parent: pipeline, ...ends(source, target) })?.message ?? true,
      place: (placements: readonly Placement[]) =>
        run({
          type: 'assign',
          values: placements.map(({ id, x, y }) => ({ id, path: ['position'], value: { x, y } })),
        }),
      /** Back to where the layout puts them. */
      release: (ids: readonly string[]) =>
        run({ type: 'assign', values: ids.map((id) => ({ id, path: ['position'], value: null })) }),
      remove: ({ nodes, edges }: Selection) => {
        const ids = [...nodes, ...edges];
        if (ids.length > 0) run({ type: 'remove', ids });
      },
    };
  }, [pipeline, run, view, base, navigate, onAdded]);
}

const ends = (source: EdgeEnd, target: EdgeEnd) => ({
  source: source.node,
  sourcePort: source.port,
  target: target.node,
  targetPort: target.port,
});
