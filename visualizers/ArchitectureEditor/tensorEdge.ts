import type { ConnectionRecord } from '../../meta/index.ts';
import type { LayerResult } from '../../src/domain/architecture/check.ts';
import type { GraphEdge } from '../graph/index.ts';

/** A connection as it is drawn. */
export const tensorEdge = (
  { id, source, sourcePort, target, targetPort }: ConnectionRecord,
  place: string,
  problem: string | undefined,
): GraphEdge => ({
  id: `${place}${id}`,
  source: { node: `${place}${source}`, port: sourcePort },
  target: { node: `${place}${target}`, port: targetPort },
  ...(problem === undefined ? {} : { problem: { severity: 'error', message: problem } }),
});

/** What the layer at its end says of a connection. */
export function problemAt(connection: string, to: LayerResult | undefined): string | undefined {
  if (!to || to.problems.length === 0) return undefined;
  const index = to.connections.indexOf(connection);
  return to.problems.find(({ edges }) => edges?.includes(index))?.message;
}
