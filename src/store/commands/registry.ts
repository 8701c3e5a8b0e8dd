import type { Command } from '../command.ts';
import type { Engine } from '../engine.ts';

/** A command's answer; `ok: 1` is added to it. */
export type Reply = Readonly<Record<string, unknown>>;

export type Handler = (command: Command, engine: Engine) => Reply;

export type Handlers = Readonly<Record<string, Handler>>;
