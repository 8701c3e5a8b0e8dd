import type { ArgumentValue } from '../../meta/catalogue/index.ts';
import { connectionsTo } from '../../src/domain/commands/connect.ts';
import type { NetworkLayer } from '../../src/domain/shapes/index.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';

/** The layers of an architecture as the inference of shapes takes them. */
export function networkOf(view: ProjectView, architecture: string): NetworkLayer[] {
  return childrenOf(view, architecture, 'Layer').map(({ id, name, type, args }) => ({
    id,
    name,
    type,
    // Arguments are JSON; what of it Keras does not take is for the inference to say.
    args: args as Readonly<Record<string, ArgumentValue>>,
    inputs: connectionsTo(view, id).map(({ source, sourcePort, targetPort }) => ({
      layer: source,
      output: Number(sourcePort),
      port: targetPort,
    })),
  }));
}
