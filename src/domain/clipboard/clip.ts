import * as z from 'zod';
import { isTooDeep } from '../depth.ts';

/**
 * What the clipboard holds of a network: JSON that people can read and edit. Layers are known by their names, blocks
 * by the names of the architectures that they stand for, which come along. Python stays behind, but is named.
 */
const FORMAT = 'deepforge-layers';
const VERSION = 1;
const LONGEST = 10_000_000;
const MOST_LAYERS = 20_000;

const name = z.string().min(1).max(1_000);
const text = z.string().max(100_000);
const point = z.strictObject({ x: z.number(), y: z.number() });

const layer = z.strictObject({
  name,
  type: name,
  args: z.record(z.string().min(1).max(100), z.json()).default({}),
  note: text.optional(),
  at: point.optional(),
  /** The layer that this one calls again. */
  shares: name.optional(),
  /** The architecture that it stands for. */
  block: name.optional(),
  repeat: z.number().optional(),
  inputOrder: z.string().max(200).optional(),
  outputOrder: z.record(z.string().regex(/^\d+$/), z.string().max(200)).optional(),
});

/** In the order of the connections of each input. The input of a block is known by the name it has inside. */
const connection = z.strictObject({
  from: name,
  output: z.number().int().min(0).default(0),
  to: name,
  input: name,
  /** The id of the input of a block, where it stands for the very architecture that it stood for. */
  port: z.guid().optional(),
});

const graph = { layers: z.array(layer), connections: z.array(connection).default([]) };

const architecture = z.strictObject({
  /** In a project that has it, it is this very one. */
  id: z.guid(),
  name,
  description: text.default(''),
  form: z.enum(['functional', 'sequential']).default('functional'),
  ...graph,
});

const clip = z.strictObject({
  format: z.literal(FORMAT),
  version: z.number(),
  ...graph,
  architectures: z.array(architecture).default([]),
  /** The Python modules whose classes some of the layers are. */
  modules: z.array(name).default([]),
});

export type Clip = z.infer<typeof clip>;
export type ClipLayer = z.infer<typeof layer>;
export type ClipConnection = z.infer<typeof connection>;
export type ClipArchitecture = z.infer<typeof architecture>;
export type ClipGraph = Pick<Clip, 'layers' | 'connections'>;

/** One layer or connection a line. */
export function printClip(contents: Omit<Clip, 'format' | 'version'>): string {
  const { layers, connections, architectures, modules } = contents;
  const inner = architectures.map(({ layers: within, connections: between, ...facts }) =>
    [
      `    {${JSON.stringify(facts).slice(1, -1)},`,
      `     "layers": ${lines(within, 8)},`,
      `     "connections": ${lines(between, 8)}}`,
    ].join('\n'),
  );
  return [
    `{ "format": ${JSON.stringify(FORMAT)}, "version": ${String(VERSION)},`,
    `  "layers": ${lines(layers, 4)},`,
    `  "connections": ${lines(connections, 4)},`,
    `  "architectures": [${inner.length > 0 ? `\n${inner.join(',\n')}` : ''}],`,
    `  "modules": ${JSON.stringify(modules)} }`,
  ].join('\n');
}

function lines(items: readonly object[], indent: number): string {
  if (items.length === 0) return '[]';
  const space = ' '.repeat(indent);
  return `[\n${items.map((item) => space + JSON.stringify(item)).join(',\n')}]`;
}

/** What a text from a clipboard is: ours, some other JSON, or nothing for a network. */
export type ReadClip =
  | { readonly kind: 'clip'; readonly clip: Clip }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'damaged'; readonly fault: string }
  | { readonly kind: 'foreign' };

export function readClip(given: string): ReadClip {
  const start = /\S/.exec(given)?.[0];
  if (start !== '{' && start !== '[') return { kind: 'foreign' };
  if (given.length > LONGEST) return { kind: 'damaged', fault: 'it is longer than any network' };
  const value = asJson(given);
  if (value === undefined) {
    return given.includes(FORMAT) ? { kind: 'damaged', fault: 'it is not JSON' } : { kind: 'foreign' };
  }
  if (isTooDeep(value)) return { kind: 'damaged', fault: 'it nests too deep' };
  return isOurs(value) ? parse(value) : { kind: 'json', value };
}

const isOurs = (value: unknown): value is { readonly version?: unknown } =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT;

function parse(value: { readonly version?: unknown }): ReadClip {
  if (typeof value.version === 'number' && value.version > VERSION) {
    return { kind: 'damaged', fault: 'it comes from a newer DeepForge' };
  }
  const parsed = clip.safeParse(value);
  if (!parsed.success) return { kind: 'damaged', fault: faultIn(parsed.error) };
  const graphs = [parsed.data, ...parsed.data.architectures];
  if (graphs.reduce((sum, one) => sum + one.layers.length, 0) > MOST_LAYERS) {
    return { kind: 'damaged', fault: `it has more than ${String(MOST_LAYERS)} layers` };
  }
  const fault = graphs.map(faultOfNames).find((found) => found !== undefined);
  return fault === undefined ? { kind: 'clip', clip: parsed.data } : { kind: 'damaged', fault };
}

function faultIn(error: z.ZodError): string {
  const [issue] = error.issues;
  const place = issue?.path.map(String).join('.') ?? '';
  return `${place === '' ? 'something in it' : place} is not right (${issue?.message ?? 'unknown'})`;
}

/** Names stand for ids here, so each must mean one layer. */
function faultOfNames({ layers, connections }: ClipGraph): string | undefined {
  const names = new Set(layers.map((one) => one.name));
  if (names.size < layers.length) return 'two of its layers have the same name';
  const stray = connections.flatMap(({ from, to }) => [from, to]).find((end) => !names.has(end));
  return stray === undefined ? undefined : `a connection speaks of ${stray}, which is not in it`;
}

function asJson(given: string): unknown {
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return undefined;
  }
}
