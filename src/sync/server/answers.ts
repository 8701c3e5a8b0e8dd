import type { CommandResult } from '../protocol/socket.ts';

const REMEMBERED = 5_000;

/** What became of the commands of late, so that one sent again is answered and not done again. */
export class Answers {
  readonly #results = new Map<string, CommandResult>();
  readonly #most: number;

  constructor(most = REMEMBERED) {
    this.#most = most;
  }

  get(id: string): CommandResult | undefined {
    return this.#results.get(id);
  }

  remember(result: CommandResult) {
    this.#results.set(result.id, result);
    if (this.#results.size <= this.#most) return;
    const [oldest] = this.#results.keys();
    if (oldest !== undefined) this.#results.delete(oldest);
  }
}
