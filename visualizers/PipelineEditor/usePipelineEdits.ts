import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { faultOfConnection } from '../../src/domain/commands/connect.ts';
import { portsOf } from '../../src/domain/pipeline/check.ts';
import { typeFits } from '../../src/domain/pipeline/types.ts';
import { blank, find, type ProjectView } from '../../src/domain/state.ts';
import type { EdgeEnd, Placement, PortRef, Selection } from '../graph/index.ts';
import { rootOf, useOpenProject, useProject, type Editing } from '../project/index.ts';
import { newOperation } from './newOperation.ts';

/** The palette item that makes an operation first. */
export const NEW_OPERATION = 'new';

const newId = () => crypto.randomUUID();

/** What a person does to a pipeline, as commands. */
export function usePipelineEdits(pipeline: string, { run }: Editing, onAdded: (step: string) => void) {
  const { view } = useProject();
  const { base } = useOpenProject();
  const navigate = useNavigate();
  return useMemo(() => {
    const connect = (source: EdgeEnd, target: EdgeEnd) =>
      run({ type: 'connect', id: newId(), parent: pipeline, ...ends(source, target) });
    const addStep = (operation: string) => {
      const record = find(view, 'Operation', operation);
      if (!record) return undefined;
      const step = blank('Step', { id: newId(), parent: pipeline, name: record.name, operation });
      if (run({ type: 'insert', records: [step] }).length > 0) return undefined;
      onAdded(step.id);
      return step.id;
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
    const add = (item: string, from?: PortRef) => {
      if (item === NEW_OPERATION) {
        addNewOperation();
        return;
      }
      const step = addStep(item);
      const ends = step && from && facingEnds(view, step, item, from);
      if (ends) connect(ends.source, ends.target);
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

/** The ends of the connection between a port and the first port of a new step that fits it. */
function facingEnds(view: ProjectView, step: string, operation: string, from: PortRef) {
  const type = find(view, 'Port', from.port)?.type ?? 'Any';
  if (from.side === 'output') {
    const input = portsOf(view, operation, 'input').find((port) => typeFits(type, port.type));
    return input && { source: from, target: { node: step, port: input.id } };
  }
  const output = portsOf(view, operation, 'output').find((port) => typeFits(port.type, type));
  return output && { source: { node: step, port: output.id }, target: from };
}

/** Whether an operation has a port that could face this one. */
export function offersPortFor(view: ProjectView, operation: string, from: PortRef): boolean {
  const type = find(view, 'Port', from.port)?.type ?? 'Any';
  return from.side === 'output'
    ? portsOf(view, operation, 'input').some((port) => typeFits(type, port.type))
    : portsOf(view, operation, 'output').some((port) => typeFits(port.type, type));
}
