import { useMemo, type ReactNode } from 'react';
import { fitNode, rulesFor, type NodeFit } from '../connecting.ts';
import type { GraphNode, PortRef, Rect } from '../types.ts';
import { FrameCard } from './FrameCard.tsx';
import type { GraphSceneProps } from './sceneProps.ts';
import type { Hit, Interaction } from './interaction.ts';
import { NodeCard, type NodeCardProps } from './NodeCard.tsx';
import { describeNode } from './showing.ts';
import type { BoxOf } from './useMotion.ts';

export interface NodeState extends GraphSceneProps {
  readonly nodes: readonly GraphNode[];
  readonly boxOf: BoxOf;
  readonly hovered: Hit;
  readonly doing: Interaction;
}

export function NodeLayer(props: NodeState & { readonly frames: boolean }) {
  const { nodes, boxOf, scene, frames } = props;
  const fits = useFits(props);
  const Card = frames ? FrameCard : NodeCard;
  return nodes.map((node) => {
    const box = boxOf(node.id);
    if (!box || scene.isFrame(node.id) !== frames) return null;
    return <Card key={node.id} {...cardProps(props, node, box, fits)} />;
  });
}

type Fits = ReadonlyMap<string, NodeFit> | undefined;

function cardProps(props: NodeState, node: GraphNode, box: Rect, fits: Fits): NodeCardProps {
  const { scene, selection, active, expanded, hovered, doing } = props;
  const { x, y, width, height } = box;
  return {
    ...{ node, x, y, width, height },
    domId: props.domId(node.id),
    direction: scene.layout.direction,
    description: describeNode(scene, node),
    selected: selection.nodes.has(node.id),
    active: active === node.id,
    hovered: (hovered.kind === 'node' || hovered.kind === 'port') && hovered.id === node.id,
    dragged: doing.kind === 'drag' && !doing.dropped && isCarried(doing, node.id),
    fit: fitClass(doing, node, fits),
    litPort: litPort(doing, hovered, node),
    shared: scene.sharedInputs(node.id),
    ...(expanded.has(node.id) && { body: bodyOf(props, node) }),
    onMeasure: props.onMeasure,
    onFold: props.onFold,
  };
}

export function isCarried(doing: Interaction & { kind: 'drag' }, node: string): boolean {
  return doing.ids.has(node) || doing.carried.has(node);
}

function bodyOf({ handlers, selection }: NodeState, node: GraphNode): ReactNode {
  return handlers.renderNode?.(node, { expanded: true, selected: selection.nodes.has(node.id) }) ?? null;
}

function useFits({ doing, nodes, handlers, scene }: NodeState): Fits {
  const from = doing.kind === 'connect' ? doing.from : undefined;
  const { canConnect } = handlers;
  const { index } = scene;
  return useMemo(() => {
    if (!from) return undefined;
    const rules = rulesFor(index, canConnect);
    return new Map(nodes.map((node) => [node.id, fitNode(node, from, rules)]));
  }, [from, nodes, canConnect, index]);
}

function fitClass(doing: Interaction, node: GraphNode, fits: Fits) {
  if (doing.kind === 'choosePort') return doing.ports[0]?.node === node.id ? 'origin' : undefined;
  if (doing.kind !== 'connect') return undefined;
  if (doing.from.node === node.id) return 'origin';
  if (doing.target?.node === node.id) return 'target';
  return fits?.get(node.id)?.fits ? 'fits' : 'dimmed';
}

function litPort(doing: Interaction, hovered: Hit, node: GraphNode): PortRef | undefined {
  if (doing.kind === 'choosePort') return own(doing.ports[doing.at], node);
  if (doing.kind === 'connect') return own(doing.target, node) ?? own(doing.from, node);
  return hovered.kind === 'port' ? own(hovered.port, node) : undefined;
}

const own = (port: PortRef | undefined, node: GraphNode) => (port?.node === node.id ? port : undefined);
