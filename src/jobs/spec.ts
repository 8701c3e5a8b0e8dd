import * as z from 'zod';

/*
 * What a job is told (job.json) and what it says (events.jsonl). python/deepforge/protocol.py says the same for
 * Python; a contract test holds what real jobs write to these schemas.
 */

const relativePath = z
  .string()
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0]+$/, 'a path inside the job folder');
const portName = z.string().min(1).max(200);

export const jobSpec = z.object({
  protocol: z.literal(1),
  jobId: z.guid(),
  name: z.string(),
  /** Seeds Python, NumPy and Keras; null leaves them alone. */
  seed: z.int().nullable(),
  operation: z.object({ module: relativePath, class: z.string().nullable() }),
  /** Attributes, given to the constructor by name. */
  arguments: z.record(z.string(), z.json()),
  references: z.record(
    z.string(),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('architecture'), module: relativePath, function: z.string() }),
      z.object({ kind: z.literal('artifact'), path: z.string(), format: z.string(), trusted: z.boolean() }),
    ]),
  ),
  /** Given to `execute` by name; what is absent was not connected. */
  inputs: z.array(
    z.object({
      port: portName,
      path: z.string(),
      format: z.string(),
      pythonType: z.string(),
      sha256: z.string(),
      /** Made by a job of this gateway, so that even a pickle may be read. */
      trusted: z.boolean(),
    }),
  ),
  /** What `execute` returns, in order. */
  outputs: z.array(z.object({ port: portName, type: z.string() })),
  codeFolder: relativePath,
  env: z.record(z.string(), z.string()),
});
export type JobSpec = z.infer<typeof jobSpec>;

const time = z.number().describe('Seconds since 1970');

const frame = z.object({
  file: z.string(),
  line: z.int(),
  function: z.string(),
  code: z.string(),
});

export const jobEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    time,
    protocol: z.literal(1),
    pid: z.int(),
    python: z.string(),
    platform: z.string(),
    /** Whether the process had imported Keras before it got the job. */
    warm: z.boolean(),
    keras: z.string().optional(),
    backend: z.string().optional(),
  }),
  z.object({ type: z.literal('running'), time }),
  z.object({
    type: z.literal('metric'),
    time,
    values: z.record(z.string(), z.number().nullable()),
    step: z.int(),
    epoch: z.int().optional(),
    /** Which call of `fit` in the job, from 1. */
    fit: z.int().optional(),
    model: z.string().optional(),
    scope: z.enum(['epoch', 'batch', 'log']),
  }),
  z.object({
    type: z.literal('progress'),
    time,
    value: z.number(),
    total: z.number().optional(),
    label: z.string().optional(),
  }),
  z.object({
    type: z.literal('figure'),
    time,
    figure: z.string(),
    version: z.int(),
    /** Empty when it has none. */
    title: z.string(),
    file: relativePath,
    format: z.enum(['svg', 'png']),
  }),
  z.object({
    type: z.literal('output'),
    time,
    port: portName,
    file: relativePath,
    format: z.string(),
    pythonType: z.string(),
    size: z.int(),
    sha256: z.string(),
    summary: z.json(),
  }),
  z.object({
    type: z.literal('failed'),
    time,
    error: z.object({
      kind: z.enum(['operation', 'input', 'output', 'architecture', 'system', 'cancelled']),
      type: z.string(),
      message: z.string(),
      traceback: z.array(frame),
      text: z.string(),
    }),
    line: z.int().nullable(),
  }),
  z.object({ type: z.literal('succeeded'), time }),
]);
export type JobEvent = z.infer<typeof jobEvent>;

/** Reads a line that a job wrote; undefined for what is no event, since a job is other people's program. */
export function parseEvent(line: string): JobEvent | undefined {
  try {
    return jobEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
