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
  line: z.number().int(),
  function: z.string(),
  code: z.string().nullable(),
});

export const jobEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    time,
    pid: z.number().int(),
    python: z.string(),
    platform: z.string().optional(),
    keras: z.string().nullish(),
    backend: z.string().nullish(),
  }),
  z.object({ type: z.literal('running'), time }),
  z.object({
    type: z.literal('metric'),
    time,
    values: z.record(z.string(), z.number().nullable()),
    step: z.number().int(),
    epoch: z.number().int().nullish(),
    scope: z.enum(['epoch', 'batch', 'log']),
  }),
  z.object({
    type: z.literal('progress'),
    time,
    value: z.number(),
    total: z.number().nullish(),
    label: z.string().nullish(),
  }),
  z.object({
    type: z.literal('figure'),
    time,
    figure: z.string(),
    version: z.number().int(),
    title: z.string().nullish(),
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
    size: z.number().int(),
    sha256: z.string(),
    summary: z.json().optional(),
  }),
  z.object({
    type: z.literal('failed'),
    time,
    error: z.object({
      kind: z.string(),
      type: z.string(),
      message: z.string(),
      traceback: z.array(frame),
      text: z.string(),
    }),
    line: z.number().int().nullable(),
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
