import type { ImportReport } from './imported.ts';
import { tidyName } from './tidyName.ts';

/** Gathers what an import made of each layer. */
export class Report {
  readonly #recognised = new Map<string, number>();
  readonly #custom: ImportReport['custom'][number][] = [];
  readonly #notices: ImportReport['notices'][number][] = [];

  recognise(type: string): void {
    this.#recognised.set(type, (this.#recognised.get(type) ?? 0) + 1);
  }

  custom(layer: string, type: string, reason: string): void {
    this.#custom.push({ layer: tidyName(layer), type, reason: inOneLine(reason) });
  }

  note(layer: string, message: string): void {
    this.#notices.push({ layer: tidyName(layer), message: inOneLine(message) });
  }

  get finished(): ImportReport {
    const sorted = [...this.#recognised].sort(([a], [b]) => (a < b ? -1 : 1));
    return { recognised: Object.fromEntries(sorted), custom: this.#custom, notices: this.#notices };
  }
}

const LONGEST = 500;

/** Reports quote files, and are printed in terminals. */
const inOneLine = (text: string) => text.replace(/\p{C}/gu, '_').slice(0, LONGEST);
