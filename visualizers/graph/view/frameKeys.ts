import { firstNode } from '../firstNode.ts';
import { MESSAGES } from '../messages.ts';
import type { GraphContext } from './GraphContext.ts';
import { goTo } from './showing.ts';

/** Into the frame that is current, to where reading it begins. */
export function goInto(context: GraphContext): boolean {
  const { active, scene } = context;
  const node = active === undefined ? undefined : scene.index.nodes.get(active);
  if (!node) return false;
  const first = firstNode(scene.layout, scene.index.children.get(node.id) ?? []);
  if (first === undefined) context.announce(MESSAGES.noFrame(node.label));
  else goTo(context, first);
  return true;
}

/** To the frame around the current node. */
export function goOut(context: GraphContext): boolean {
  const { active, scene } = context;
  if (active === undefined) return false;
  const parent = scene.index.parents.get(active);
  if (parent === undefined) context.announce(MESSAGES.notInside);
  else goTo(context, parent);
  return true;
}

export function foldActive(context: GraphContext): boolean {
  const { active, scene } = context;
  const node = active === undefined ? undefined : scene.index.nodes.get(active);
  if (!node?.foldable || !context.handlers.onFold) return false;
  context.fold(node.id);
  return true;
}
