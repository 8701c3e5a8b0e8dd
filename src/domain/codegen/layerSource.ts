import type { Arguments } from '../shapes/index.ts';
import type { ProjectView } from '../state.ts';
import { layerCall } from './arguments.ts';
import { Imports } from './imports.ts';
import { render } from './python.ts';

/** A layer by itself as Python source, exactly as the code of a network makes it. */
export interface LayerSource {
  readonly imports: string;
  readonly layer: string;
}

export function layerSource(view: ProjectView, type: string, args: Arguments): LayerSource {
  const imports = new Imports(view);
  const layer = render(layerCall(type, args, imports), 0, 0, 0);
  return { imports: imports.lines().join('\n'), layer };
}
