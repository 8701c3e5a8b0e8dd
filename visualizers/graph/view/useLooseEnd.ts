import { useLayoutEffect } from 'react';
import type { GraphTools } from './GraphTools.ts';
import { startChoosingTarget } from './keyboard.ts';
import type { Scene } from './Scene.ts';
import { useStore } from './Store.ts';

/** Starts the connection that is wanted from a port when its node has been laid out. */
export function useLooseEnd(scene: Scene | undefined, { loose, context }: GraphTools): void {
  const port = useStore(loose, (value) => value);
  useLayoutEffect(() => {
    const now = context.get();
    if (!port || !now || !scene?.layout.boxes.has(port.node) || !scene.index.nodes.has(port.node)) return;
    loose.set(undefined);
    startChoosingTarget(now, port);
  }, [port, scene, loose, context]);
}
