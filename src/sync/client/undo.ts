import type { Change } from '../../domain/change.ts';
import type { Revert } from '../../domain/command.ts';
import type { CommandResult } from '../protocol/socket.ts';

const REMEMBERED = 500;
const LONGEST_LABEL = 300;

/** Something one did and can take back: the changes are first those that the browser foresaw, then the server's own. */
interface Deed {
  readonly command: string;
  readonly label: string;
  inverse: readonly Change[];
}

export type Way = 'undo' | 'redo';

/** What one person did, and took back, in this project since they opened it. */
export class UndoHistory {
  #done: Deed[] = [];
  #undone: Deed[] = [];

  label(way: Way): string | undefined {
    return this.#stack(way).at(-1)?.label;
  }

  /** A new deed; what was taken back before it can no longer be done again. */
  add(command: string, label: string, inverse: readonly Change[]) {
    this.#done.push({ command, label: label.slice(0, LONGEST_LABEL), inverse });
    if (this.#done.length > REMEMBERED) this.#done.shift();
    this.#undone = [];
  }

  /** The latest deed as a command that takes it back; `inverseOf` knows better while the server has not answered. */
  take(way: Way, inverseOf: (command: string) => readonly Change[] | undefined): Revert | undefined {
    const deed = this.#stack(way).pop();
    if (!deed) return undefined;
    const changes = [...(inverseOf(deed.command) ?? deed.inverse)];
    // One that came to nothing is not what a person means by undo.
    if (changes.length === 0) return this.take(way, inverseOf);
    return { type: 'revert', changes, label: deed.label, ...(way === 'redo' ? { redo: true } : {}) };
  }

  /** A deed was taken back (or done again) by a command, which can itself be done again (or taken back). */
  turned(way: Way, command: string, label: string, inverse: readonly Change[]) {
    this.#stack(way === 'undo' ? 'redo' : 'undo').push({ command, label, inverse });
  }

  settle(result: CommandResult) {
    for (const stack of [this.#done, this.#undone]) {
      const deed = stack.find(({ command }) => command === result.id);
      if (deed && result.ok) deed.inverse = result.inverse.length > 0 ? result.inverse : deed.inverse;
      else if (deed) stack.splice(stack.indexOf(deed), 1);
    }
  }

  #stack(way: Way) {
    return way === 'undo' ? this.#done : this.#undone;
  }
}
