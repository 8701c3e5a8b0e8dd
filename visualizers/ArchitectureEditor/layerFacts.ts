import type { ArchitectureCheck, LayerResult } from '../../src/domain/architecture/check.ts';
import { formatShape, type TensorSpec } from '../../src/domain/shapes/index.ts';
import { bytesPerSample } from '../../src/domain/shapes/tensor.ts';
import type { EdgeFacts, GraphFacts } from '../graph/index.ts';
import { bytes, count, counted } from '../words/index.ts';

/** What is known of layers and of what flows between them, in words. */
export const layerFacts = ({ results }: ArchitectureCheck): GraphFacts => ({
  node: ({ id }) => workOf(results.get(id)),
  edge: ({ source }) => flowOf(results.get(source.node), source.port),
});

/** What a layer costs. */
function workOf(result: LayerResult | undefined): string | undefined {
  if (result?.inference.status !== 'known') return undefined;
  const { params, macs } = result.inference;
  const work = macs === null ? 'unknown work' : counted(macs, 'multiply-add');
  return `${params === null ? 'unknown' : count(params.total)} parameters\n${work}`;
}

function flowOf(from: LayerResult | undefined, port: string): EdgeFacts | undefined {
  const given = from?.inference;
  const spec = given?.status === 'known' ? given.outputs[Number(port)] : undefined;
  return spec && { label: formatShape(spec.shape), detail: inWords(spec) };
}

function inWords(spec: TensorSpec): string {
  const memory = bytesPerSample([spec]);
  const size = memory === null ? 'memory unknown' : `${bytes(memory)} per sample`;
  return `${formatShape(spec.shape)} ${spec.dtype}\n${size}`;
}
