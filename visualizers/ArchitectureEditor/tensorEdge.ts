import type { ConnectionRecord } from '../../meta/index.ts';
import type { LayerResult } from '../../src/domain/architecture/check.ts';
import { formatShape, type TensorSpec } from '../../src/domain/shapes/index.ts';
import { bytesPerSample } from '../../src/domain/shapes/tensor.ts';
import type { GraphEdge } from '../graph/index.ts';
import { bytes } from '../words/index.ts';

/** A connection as it is drawn, with what flows along it. */
export function tensorEdge(
  { id, source, sourcePort, target, targetPort }: ConnectionRecord,
  place: string,
  from: LayerResult | undefined,
  to: LayerResult | undefined,
): GraphEdge {
  const given = from?.inference;
  const spec = given?.status === 'known' ? given.outputs[Number(sourcePort)] : undefined;
  const problem = problemAt(id, to);
  return {
    id: `${place}${id}`,
    source: { node: `${place}${source}`, port: sourcePort },
    target: { node: `${place}${target}`, port: targetPort },
    ...(spec ? { label: formatShape(spec.shape), detail: inWords(spec) } : {}),
    ...(problem === undefined ? {} : { problem: { severity: 'error', message: problem } }),
  };
}

function inWords(spec: TensorSpec): string {
  const memory = bytesPerSample([spec]);
  const size = memory === null ? 'memory unknown' : `${bytes(memory)} per sample`;
  return `${formatShape(spec.shape)} ${spec.dtype}\n${size}`;
}

/** What the layer at its end says of this connection. */
function problemAt(connection: string, to: LayerResult | undefined): string | undefined {
  if (!to) return undefined;
  const index = to.connections.indexOf(connection);
  return to.problems.find(({ edges }) => edges?.includes(index))?.message;
}
