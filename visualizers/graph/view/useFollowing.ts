import { useLayoutEffect, useRef } from 'react';
import { reveal } from '../viewport.ts';
import type { GraphTools } from './GraphTools.ts';
import type { Scene } from './Scene.ts';
import { useStore } from './Store.ts';

/** Keeps in sight what was just added or unfolded: where it ends up is known only after layout and measuring. */
export function useFollowing(
  scene: Scene | undefined,
  { viewport, followed }: GraphTools,
  expanded: ReadonlySet<string>,
): void {
  const id = useStore(followed, (node) => node);
  const known = useRef(expanded);
  useLayoutEffect(() => {
    const [unfolded] = [...expanded].filter((node) => !known.current.has(node));
    known.current = expanded;
    if (unfolded !== undefined) followed.set(unfolded);
  }, [expanded, followed]);
  useLayoutEffect(() => {
    const box = id === undefined ? undefined : scene?.layout.boxes.get(id);
    if (!box) return;
    const { transform, size } = viewport.get();
    const next = reveal(transform, size, box);
    if (next !== transform) viewport.go(next, true);
  }, [id, scene, viewport]);
}
