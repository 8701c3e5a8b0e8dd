import type { Command } from '../../domain/command.ts';
import { problem } from '../../domain/problem.ts';
import type { Answer, BranchName, CommandResult } from '../protocol/socket.ts';
import type { ClientSocket } from './socket.ts';

export interface Outgoing {
  readonly id: string;
  readonly command: Command;
}

export interface OutboxListener {
  readonly answered: (sent: Outgoing, result: CommandResult) => void;
  /** The server is there but cannot take commands now; they stay. */
  readonly unavailable: (reason: string) => void;
}

const MOST_AT_ONCE = 200;

type SubmitAnswer = Answer<{ readonly results: readonly CommandResult[] }>;

/**
 * Commands on their way: sent in order, one message at a time, and kept until each is answered.
 * After a lost connection what was not answered is sent again under the same ids.
 */
export class Outbox {
  readonly #socket: ClientSocket;
  readonly #name: BranchName;
  readonly #listener: OutboxListener;
  #waiting: Outgoing[] = [];
  /** The message under way; another object after a lost connection, so that a late answer is known as such. */
  #underway: object | undefined;

  constructor(socket: ClientSocket, name: BranchName, listener: OutboxListener) {
    this.#socket = socket;
    this.#name = name;
    this.#listener = listener;
  }

  get size() {
    return this.#waiting.length;
  }

  add(outgoing: Outgoing) {
    this.#waiting.push(outgoing);
  }

  /** The connection went, and with it the answer to what was under way. */
  lost() {
    this.#underway = undefined;
  }

  flush() {
    if (this.#underway || this.#waiting.length === 0 || !this.#socket.connected) return;
    const sent = this.#waiting.slice(0, MOST_AT_ONCE);
    const message = {};
    this.#underway = message;
    this.#socket.emit('submit', { ...this.#name, commands: sent }, (answer) => {
      if (this.#underway !== message) return;
      this.#underway = undefined;
      this.#take(sent, answer);
    });
  }

  #take(sent: readonly Outgoing[], answer: SubmitAnswer) {
    if (!answer.ok && answer.refusal === 'unavailable') {
      this.#listener.unavailable(answer.error);
      return;
    }
    const results = new Map(resultsOf(sent, answer).map((result) => [result.id, result]));
    this.#waiting = this.#waiting.filter(({ id }) => !results.has(id));
    for (const outgoing of sent) {
      const result = results.get(outgoing.id);
      if (result) this.#listener.answered(outgoing, result);
    }
    this.flush();
  }
}

/** A refusal that will not change stands for each of the commands. */
function resultsOf(sent: readonly Outgoing[], answer: SubmitAnswer): readonly CommandResult[] {
  if (answer.ok) return answer.results;
  return sent.map(({ id }) => ({
    id,
    ok: false,
    problems: [problem('malformed', { at: id }, answer.error)],
  }));
}
