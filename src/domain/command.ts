import * as z from 'zod';
import type { Change } from './change.ts';
import { modelRecord } from './record.ts';

/**
 * What a person asks for. A command says the intention; `decide` turns it into changes on the state it meets.
 * Commands come from the network, so each is parsed by `command` before anything looks at it.
 */
export type Command = Insert | Assign | Connect | RemoveThings | Revert;

/** Adds whole things: a layer, a step, an operation with its ports, what was copied elsewhere. Parents come first. */
export type Insert = z.infer<typeof insert>;
/** Gives fields, arguments, references or positions new values, all or none. */
export type Assign = z.infer<typeof assign>;
/** Draws a connection between two nodes of one graph. */
export type Connect = z.infer<typeof connect>;
/** Takes things away with all they contain and all that is connected to them. */
export type RemoveThings = z.infer<typeof remove>;
/** Takes back (or does again) what one's own earlier command did, where nobody else has changed it since. */
export type Revert = z.infer<typeof revert>;

const id = z.guid();
const fieldName = z.string().min(1).max(100);
const path = z.union([z.tuple([fieldName]), z.tuple([fieldName, fieldName])]);
const value = z.json();

const insert = z.object({
  type: z.literal('insert'),
  records: z.array(modelRecord).min(1).max(50_000),
  /** What gives way: the connection that a layer is put on, the layers that another stands for from now on. */
  replaces: z.array(id).max(50_000).optional(),
});

const assign = z.object({
  type: z.literal('assign'),
  values: z
    .array(z.object({ id, path, value: value.optional() }))
    .min(1)
    .max(50_000),
});

const connect = z.object({
  type: z.literal('connect'),
  id,
  parent: id,
  source: id,
  sourcePort: z.string().max(200),
  target: id,
  targetPort: z.string().max(200),
  order: z.string().max(200).optional(),
});

const remove = z.object({
  type: z.literal('remove'),
  ids: z.array(id).min(1).max(50_000),
  /** Connect what came before a removed node with what came after it. The ids name the new connections. */
  bridge: z.array(id).optional(),
});

const change: z.ZodType<Change> = z.discriminatedUnion('op', [
  z.object({ op: z.literal('put'), record: modelRecord }),
  z.object({
    op: z.literal('set'),
    id,
    path,
    value: value.optional(),
    expected: value.optional(),
    absent: z.literal(true).optional(),
  }),
  z.object({ op: z.literal('remove'), id }),
]) as unknown as z.ZodType<Change>;

const revert = z.object({
  type: z.literal('revert'),
  changes: z.array(change).min(1).max(100_000),
  /** What is taken back, in the words of its own message. */
  label: z.string().max(300),
  redo: z.boolean().optional(),
});

export const command = z.discriminatedUnion('type', [insert, assign, connect, remove, revert]);
