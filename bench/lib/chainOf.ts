import type { ModelRecord } from '../../meta/index.ts';
import { blank } from '../../src/domain/state.ts';

export interface Chain {
  readonly pipeline: string;
  readonly records: ModelRecord[];
}

/** A pipeline of operations, each given by its code and fed by the one before it. */
export function chainOf(project: string, codes: readonly string[]): Chain {
  const pipeline = blank('Pipeline', { id: crypto.randomUUID(), parent: project, name: 'Chain' });
  const links = codes.map((code, index) => linkOf(project, pipeline.id, code, index));
  const connections = links.slice(1).map((target, index) =>
    blank('Connection', {
      id: crypto.randomUUID(),
      parent: pipeline.id,
      source: links[index]?.step ?? '',
      sourcePort: links[index]?.output ?? '',
      target: target.step,
      targetPort: target.input,
    }),
  );
  return {
    pipeline: pipeline.id,
    records: [pipeline, ...links.flatMap(({ records }) => records), ...connections],
  };
}

function linkOf(project: string, pipeline: string, code: string, index: number) {
  const name = `Link${String(index)}`;
  const operation = blank('Operation', { id: crypto.randomUUID(), parent: project, name, code });
  const [input, output] = (['input', 'output'] as const).map((direction) =>
    blank('Port', {
      id: crypto.randomUUID(),
      parent: operation.id,
      name: 'value',
      direction,
      optional: true,
    }),
  );
  const step = blank('Step', { id: crypto.randomUUID(), parent: pipeline, name, operation: operation.id });
  return {
    step: step.id,
    input: input?.id ?? '',
    output: output?.id ?? '',
    records: [operation, input, output, step].filter((record) => record !== undefined),
  };
}
