import { useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { NOTHING, prune, type Selection } from '../selection.ts';
import type { GraphHandlers } from './GraphContext.ts';
import type { GraphTools } from './GraphTools.ts';
import type { Scene } from './Scene.ts';
import { useStore } from './Store.ts';
import type { GraphLayout } from './useGraphLayout.ts';

export interface Picked {
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  /** The current node. */
  readonly active: string | undefined;
}

/** What is selected and current, of what is still there. */
export function usePicked(
  given: Selection | undefined,
  onSelect: ((selection: Selection) => void) | undefined,
  { index }: GraphLayout,
  tools: GraphTools,
): Picked {
  const [own, setOwn] = useState({ selection: given ?? NOTHING, over: given });
  // What a person picked counts at once, whenever the host follows: the next key may come before that.
  const picked = given === undefined || given === own.over ? own.selection : given;
  const selection = useMemo(() => prune(picked, index.nodes, index.edges), [picked, index]);
  const chosen = useStore(tools.active, (node) => node);
  const setSelection = (next: Selection) => {
    if (next === selection) return;
    setOwn({ selection: next, over: given });
    onSelect?.(next);
  };
  return {
    selection,
    setSelection,
    active: chosen !== undefined && index.nodes.has(chosen) ? chosen : undefined,
  };
}

/** Gives the gestures and the keys what is on screen now. */
export function useGraphContext(
  tools: GraphTools,
  root: RefObject<HTMLElement | null>,
  scene: Scene | undefined,
  picked: Picked,
  handlers: GraphHandlers & { readonly readOnly?: boolean; readonly expanded?: ReadonlySet<string> },
): void {
  useLayoutEffect(() => {
    if (!scene || !root.current) return;
    const { viewport, interaction, hover, fold, active, announcement, context } = tools;
    const { readOnly = false, expanded = NONE } = handlers;
    context.set({
      ...{ root: root.current, scene, viewport, interaction, hover, fold, handlers, readOnly, expanded },
      ...picked,
      setActive: active.set,
      announce: announcement.set,
    });
  });
}

const NONE: ReadonlySet<string> = new Set();
