import { portsOf, samePort } from '../connecting.ts';
import { pointOfPort } from '../edgeGeometry.ts';
import { middleOf } from '../edgePath.ts';
import { firstNode } from '../firstNode.ts';
import { edgesAt, edgesBeside, nodesIn, outermost } from '../GraphIndex.ts';
import { MESSAGES } from '../messages.ts';
import { HEADINGS, walk, type Heading } from '../navigation.ts';
import { isEmpty, NOTHING, select } from '../selection.ts';
import { areJoined, targetsFrom } from '../targets.ts';
import type { GraphEdge, GraphNode, Point, PortRef } from '../types.ts';
import { connect, rulesOf } from './connectGesture.ts';
import type { GraphContext } from './GraphContext.ts';
import { foldActive, goInto, goOut } from './frameKeys.ts';
import { IDLE, type Connecting, type Interaction } from './interaction.ts';
import { placements } from './PointerGestures.ts';
import { clientPoint } from './pointing.ts';
import { stepInOrder } from './reorderGesture.ts';
import { goTo, show, showNodes } from './showing.ts';

/** Whether the key was for the graph; every gesture of the pointer has its way by the keyboard here. */
export function pressKey(context: GraphContext, event: KeyboardEvent): boolean {
  const interaction = context.interaction.get();
  if (interaction.kind !== 'idle' && interaction.kind !== 'drag') {
    return pressKeyWhile(context, interaction, event);
  }
  const heading = HEADINGS[event.key];
  if (heading) return pressArrow(context, heading, event);
  const command = event.ctrlKey || event.metaKey;
  if (command) return event.key.toLowerCase() === 'a' && run(() => selectAll(context));
  const action = COMMANDS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  return action !== undefined && !event.altKey && action(context, event);
}

type Command = (context: GraphContext, event: KeyboardEvent) => boolean;

const COMMANDS: Readonly<Record<string, Command>> = {
  Enter: openOrInsert,
  Tab: quickAdd,
  Delete: remove,
  Backspace: remove,
  Escape: letGo,
  Home: goToFirst,
  c: startConnecting,
  e: walkEdges,
  f: (context, event) => run(() => showNodes(context, event.shiftKey ? context.selection.nodes : [])),
  i: goInto,
  o: goOut,
  u: foldActive,
  '+': (context) => run(() => context.viewport.zoomBy(1.3)),
  '=': (context) => run(() => context.viewport.zoomBy(1.3)),
  '-': (context) => run(() => context.viewport.zoomBy(1 / 1.3)),
  '0': (context) => run(() => context.viewport.zoomBy(1 / context.viewport.get().transform.k)),
};

function run(action: () => void): true {
  action();
  return true;
}

const PAN: Readonly<Record<Heading, Point>> = {
  up: { x: 0, y: 80 },
  down: { x: 0, y: -80 },
  left: { x: 80, y: 0 },
  right: { x: -80, y: 0 },
};

function pressArrow(context: GraphContext, heading: Heading, event: KeyboardEvent): boolean {
  if (event.altKey) {
    return moveConnection(context, heading) || nudge(context, heading, event.shiftKey ? 40 : 8);
  }
  if (event.ctrlKey || event.metaKey) return run(() => context.viewport.panBy(PAN[heading]));
  const { active, scene } = context;
  const { index, layout } = scene;
  const next =
    active === undefined ? firstNode(layout) : walk(active, heading, index, layout.boxes, layout.direction);
  if (next === undefined) return run(() => context.announce(MESSAGES.edgeNode));
  return run(() => goTo(context, next, event.shiftKey));
}

/** Moves by steps what the pointer would drag. */
function nudge(context: GraphContext, heading: Heading, step: number): boolean {
  const { handlers, readOnly, selection, active } = context;
  if (readOnly || !handlers.onPlace || active === undefined) return false;
  const ids = selection.nodes.has(active) ? outermost(context.scene.index, selection.nodes) : [active];
  const offset = { x: -Math.sign(PAN[heading].x) * step, y: -Math.sign(PAN[heading].y) * step };
  handlers.onPlace(placements(context, ids, offset));
  return true;
}

/** With an edge in hand, along the input that it shares with others. */
function moveConnection(context: GraphContext, heading: Heading): boolean {
  const [edge] = context.selection.edges;
  if (edge === undefined || context.selection.nodes.size > 0) return false;
  return stepInOrder(context, edge, heading === 'left' || heading === 'up' ? -1 : 1);
}

/** All that is beside the current node: what they hold comes with them. */
function selectAll(context: GraphContext): void {
  const { index } = context.scene;
  const inside = context.active === undefined ? undefined : index.parents.get(context.active);
  const nodes = [...nodesIn(index, inside)];
  context.setSelection(select(context.selection, { type: 'all', nodes }));
  context.announce(MESSAGES.selected(nodes.length));
}

function openOrInsert(context: GraphContext): boolean {
  const { active, handlers, selection, scene, readOnly } = context;
  const [edge] = selection.edges;
  if (edge !== undefined && selection.nodes.size === 0) {
    const points = scene.line(edge);
    if (readOnly || !points || !handlers.onInsertOnEdge) return false;
    const at = middleOf(points, scene.layout.direction);
    return run(() => insertOnEdge(context, edge, at));
  }
  if (active === undefined || !handlers.onOpen) return false;
  return run(() => handlers.onOpen?.(active));
}

export function insertOnEdge(context: GraphContext, edge: string, at: Point): void {
  const { scene, handlers } = context;
  const inside = scene.index.parents.get(scene.index.edges.get(edge)?.target.node ?? '');
  handlers.onInsertOnEdge?.(edge, scene.local(at, inside), clientPoint(context, at));
}

/** Without a current node, and backwards, Tab leaves the graph as it leaves any control. */
function quickAdd(context: GraphContext, event: KeyboardEvent): boolean {
  const { active, handlers, readOnly, scene } = context;
  if (event.shiftKey || readOnly || active === undefined || !handlers.onQuickAdd) return false;
  const box = scene.layout.boxes.get(active);
  if (!box) return false;
  const below =
    scene.layout.direction === 'vertical'
      ? { x: box.x + box.width / 2, y: box.y + box.height }
      : { x: box.x + box.width, y: box.y + box.height / 2 };
  return run(() => handlers.onQuickAdd?.(active, clientPoint(context, below)));
}

function remove(context: GraphContext): boolean {
  const { selection, active, handlers, readOnly } = context;
  if (readOnly || !handlers.onDelete) return false;
  const doomed =
    isEmpty(selection) && active !== undefined ? { ...NOTHING, nodes: new Set([active]) } : selection;
  if (isEmpty(doomed)) return false;
  handlers.onDelete(doomed);
  return run(() => stayBeside(context, doomed.nodes));
}

/** The keyboard goes on from a neighbour of what it was at. */
function stayBeside({ active, scene, setActive }: GraphContext, gone: ReadonlySet<string>): void {
  if (active === undefined || !gone.has(active)) return;
  const { incoming, outgoing } = scene.index;
  const neighbours = [
    ...(incoming.get(active) ?? []).map(({ source }) => source.node),
    ...(outgoing.get(active) ?? []).map(({ target }) => target.node),
  ];
  setActive(neighbours.find((node) => !gone.has(node)));
}

function letGo(context: GraphContext): boolean {
  if (isEmpty(context.selection) && context.active === undefined) return false;
  context.setSelection(select(context.selection, { type: 'clear' }));
  context.setActive(undefined);
  return run(() => context.announce(MESSAGES.selected(0)));
}

function goToFirst(context: GraphContext): boolean {
  const first = firstNode(context.scene.layout);
  return first !== undefined && run(() => goTo(context, first));
}

/** Selects the edges of the current node one after the other. */
function walkEdges(context: GraphContext): boolean {
  const { active, scene, selection } = context;
  if (active === undefined) return false;
  const edges = edgesAt(scene.index, active);
  if (edges.length === 0) return false;
  const [current] = selection.edges;
  const next = edges[(edges.findIndex(({ id }) => id === current) + 1) % edges.length]!;
  context.setSelection(select(NOTHING, { type: 'pick', kind: 'edge', id: next.id, extend: false }));
  return run(() => context.announce(describeEdge(context, next)));
}

function describeEdge(context: GraphContext, edge: GraphEdge): string {
  const beside = edgesBeside(context.scene.index, edge);
  const place = beside.length > 1 ? { at: beside.indexOf(edge) + 1, of: beside.length } : undefined;
  const [source, target] = [labelOf(context, edge.source.node), labelOf(context, edge.target.node)];
  return MESSAGES.edge(edge, context.scene.factsOf(edge), source, target, place);
}

const labelOf = ({ scene }: GraphContext, id: string) => scene.index.nodes.get(id)?.label ?? '';

function startConnecting(context: GraphContext): boolean {
  const { active, handlers, readOnly, scene } = context;
  const node = active === undefined ? undefined : scene.index.nodes.get(active);
  if (!node || readOnly || !handlers.onConnect) return false;
  const ports = [...portsOf(node, 'output'), ...portsOf(node, 'input')];
  if (ports.length === 0) return run(() => context.announce(MESSAGES.noPorts(node.label)));
  return run(() => choosePort(context, ports, 0));
}

function pressKeyWhile(
  context: GraphContext,
  interaction: Exclude<Interaction, { kind: 'idle' } | { kind: 'drag' }>,
  event: KeyboardEvent,
): boolean {
  if (event.key === 'Escape') {
    context.interaction.set(IDLE);
    return run(() => context.announce(MESSAGES.cancelled));
  }
  if (interaction.kind === 'marquee' || interaction.kind === 'reorder') return false;
  const step = stepOf(event);
  if (interaction.kind === 'choosePort') {
    if (step !== 0) return run(() => choosePort(context, interaction.ports, interaction.at + step));
    if (event.key === 'Enter')
      return run(() => startChoosingTarget(context, interaction.ports[interaction.at]!));
    return true;
  }
  if (interaction.by !== 'keyboard' || !interaction.targets) return false;
  const at = interaction.targets.findIndex((port) => samePort(port, interaction.target));
  if (step !== 0) return run(() => chooseTarget(context, interaction, at + step));
  if (event.key === 'Enter' && interaction.target) {
    context.interaction.set(IDLE);
    return run(() => connect(context, interaction.from, interaction.target!));
  }
  return true;
}

function stepOf({ key }: KeyboardEvent): number {
  if (key === 'ArrowRight' || key === 'ArrowDown') return 1;
  return key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 0;
}

function choosePort(context: GraphContext, ports: readonly PortRef[], wanted: number): void {
  const at = (wanted + ports.length) % ports.length;
  const port = ports[at]!;
  context.interaction.set({ kind: 'choosePort', ports, at });
  const node = labelOf(context, port.node);
  context.announce(MESSAGES.choosePort(node, portLabel(context, port), at + 1, ports.length));
}

function portLabel({ scene }: GraphContext, ref: PortRef): string {
  const node = scene.index.nodes.get(ref.node);
  const ports: GraphNode['inputs'] = (ref.side === 'input' ? node?.inputs : node?.outputs) ?? [];
  return ports.find(({ id }) => id === ref.port)?.label ?? ref.port;
}

/** From a port, with the keyboard: what it could end at is gone through by the arrow keys. */
export function startChoosingTarget(context: GraphContext, from: PortRef): void {
  const { index, layout } = context.scene;
  const targets = targetsFrom(from, index, layout.boxes, rulesOf(context));
  if (targets.length === 0) {
    context.interaction.set(IDLE);
    context.announce(MESSAGES.noTargets);
    return;
  }
  chooseTarget(context, { kind: 'connect', by: 'keyboard', from, to: { x: 0, y: 0 }, targets }, 0);
}

function chooseTarget(context: GraphContext, connecting: Connecting, wanted: number): void {
  const targets = connecting.targets!;
  const at = (wanted + targets.length) % targets.length;
  const target = targets[at]!;
  const { index, layout } = context.scene;
  const node = index.nodes.get(target.node)!;
  const to = pointOfPort(node, target.side, target.port, layout.boxes.get(target.node)!, layout.direction);
  context.interaction.set({ ...connecting, target, to });
  show(context, target.node);
  const joined = areJoined(index, connecting.from, target);
  const place = { at: at + 1, of: targets.length };
  context.announce(MESSAGES.chooseTarget(node.label, portLabel(context, target), place, joined));
}
