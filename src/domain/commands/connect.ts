import { generateKeyBetween } from 'fractional-indexing';
import type { ConnectionRecord, LayerRecord, ModelRecord, StepRecord } from '../../../meta/index.ts';
import type { Change } from '../change.ts';
import type { Connect } from '../command.ts';
import { accept, refuse, type Decision } from '../decision.ts';
import { reaches } from '../graph/reach.ts';
import { inOrder } from '../inOrder.ts';
import { inputsOf, takesInput } from '../architecture/ports.ts';
import { nameOf } from '../names.ts';
import { typeFits } from '../pipeline/types.ts';
import { problem, type Problem } from '../problem.ts';
import { blank, find, type ProjectView } from '../state.ts';

/** Draws a connection. An input that takes only one gives up the one it had. */
export function decideConnect(view: ProjectView, command: Connect): Decision {
  const fault = faultOfConnection(view, command);
  if (fault) return refuse(fault);
  const present = connectionsTo(view, command.target, command.targetPort);
  const replaced = takesMany(view, command) ? [] : present;
  const { id, parent, source, sourcePort, target, targetPort } = command;
  const order = command.order ?? generateKeyBetween(lastOrder(present), null);
  const record = blank('Connection', { id, parent, source, sourcePort, target, targetPort, order });
  const removals = replaced.map((connection): Change => ({ op: 'remove', id: connection.id }));
  return accept(
    [...removals, { op: 'put', record }],
    `Connected ${label(view, source)} to ${label(view, target)}`,
  );
}

/** Why two ports cannot be connected; undefined when they can. The editors ask this while a connection is drawn. */
export function faultOfConnection(
  view: ProjectView,
  command: Omit<Connect, 'type' | 'order'>,
): Problem | undefined {
  const at = command.id;
  const source = view.get(command.source);
  const target = view.get(command.target);
  if (!source || !target) return problem('gone', { at }, 'One end of the connection');
  if (view.get(command.id)) return problem('exists', { at }, 'The connection');
  if (source.parent !== command.parent || target.parent !== command.parent)
    return problem('different-graphs', { at });
  const ends = faultOfEnds(view, command, source, target);
  if (ends) return ends;
  if (isConnected(view, command)) return problem('connected', { at }, nameOf(source), nameOf(target));
  return reaches(view, target.id, source.id)
    ? problem('cycle', { at }, nameOf(source), nameOf(target))
    : undefined;
}

function faultOfEnds(
  view: ProjectView,
  command: Omit<Connect, 'type' | 'order'>,
  source: ModelRecord,
  target: ModelRecord,
): Problem | undefined {
  const at = command.id;
  if (source.concept === 'Step' && target.concept === 'Step')
    return faultOfSteps(view, command, source, target);
  if (source.concept === 'Layer' && target.concept === 'Layer') return faultOfLayers(view, command, target);
  return problem('different-graphs', { at });
}

function faultOfSteps(
  view: ProjectView,
  command: Omit<Connect, 'type' | 'order'>,
  source: StepRecord,
  target: StepRecord,
): Problem | undefined {
  const at = command.id;
  const output = find(view, 'Port', command.sourcePort);
  const input = find(view, 'Port', command.targetPort);
  if (output?.parent !== source.operation || output.direction !== 'output') {
    return problem('no-port', { at }, source.name, output?.name ?? command.sourcePort);
  }
  if (input?.parent !== target.operation || input.direction !== 'input') {
    return problem('no-port', { at }, target.name, input?.name ?? command.targetPort);
  }
  return typeFits(output.type, input.type)
    ? undefined
    : problem(
        'type-mismatch',
        { at },
        `${source.name}.${output.name}`,
        output.type,
        `${target.name}.${input.name}`,
        input.type,
      );
}

function faultOfLayers(
  view: ProjectView,
  command: Omit<Connect, 'type' | 'order'>,
  target: LayerRecord,
): Problem | undefined {
  return takesInput(view, target, command.targetPort)
    ? undefined
    : problem('no-port', { at: command.id }, target.name, command.targetPort);
}

const takesMany = (view: ProjectView, { target, targetPort }: Pick<Connect, 'target' | 'targetPort'>) => {
  const layer = find(view, 'Layer', target);
  return layer !== undefined && inputsOf(view, layer).some(({ name, many }) => name === targetPort && many);
};

/** The same thing twice makes sense where several are taken, such as in a sum. */
const isConnected = (
  view: ProjectView,
  { target, targetPort, source, sourcePort }: Omit<Connect, 'type' | 'order'>,
) =>
  connectionsTo(view, target, targetPort).some(
    (connection) => connection.source === source && connection.sourcePort === sourcePort,
  ) && !takesMany(view, { target, targetPort });

/** The connections that end at one input, in their order. */
export function connectionsTo(view: ProjectView, target: string, targetPort?: string): ConnectionRecord[] {
  return view
    .referrersOf(target)
    .filter(
      (record): record is ConnectionRecord => record.concept === 'Connection' && record.target === target,
    )
    .filter((connection) => targetPort === undefined || connection.targetPort === targetPort)
    .sort(inOrder);
}

const lastOrder = (connections: readonly ConnectionRecord[]) => connections.at(-1)?.order ?? null;

function label(view: ProjectView, id: string): string {
  const record = view.get(id);
  return record ? nameOf(record) : 'something that is gone';
}
