import { select } from '../selection.ts';
import type { GraphContext } from './GraphContext.ts';
import type { Hit } from './interaction.ts';
import { clientPoint, graphPoint, hitForEvent, isControl } from './pointing.ts';

/** Selects what the menu will be about and tells the host; the menu itself is the host's. */
export function openContextMenu(context: GraphContext, event: MouseEvent): void {
  if (isControl(event.target)) return;
  const { active, scene, handlers } = context;
  const current = active === undefined ? undefined : scene.layout.boxes.get(active);
  // From the keyboard there is no place; the menu is then about the current node.
  const byKey = event.button !== 2 && current !== undefined && active !== undefined;
  const hit: Hit = byKey ? { kind: 'node', id: active } : hitForEvent(context, event);
  const screen = byKey ? clientPoint(context, current) : { x: event.clientX, y: event.clientY };
  selectFor(context, hit);
  const inside = hit.kind === 'empty' ? hit.inside : scene.frameAt(graphPoint(context, screen));
  handlers.onContextMenu?.(hit, scene.local(graphPoint(context, screen), inside), screen);
}

function selectFor({ selection, setSelection, setActive }: GraphContext, hit: Hit): void {
  if (hit.kind === 'empty') return;
  const kind = hit.kind === 'edge' ? 'edge' : 'node';
  if (kind === 'node') setActive(hit.id);
  const known = kind === 'edge' ? selection.edges : selection.nodes;
  if (!known.has(hit.id)) setSelection(select(selection, { type: 'pick', kind, id: hit.id, extend: false }));
}
