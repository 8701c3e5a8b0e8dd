import { readFile, rename, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { CannotStart } from './dataFolder.ts';
import { RequestError } from './errors.ts';

const CONTENT = z.array(z.string());

/**
 * Whose Python may run when somebody merely looks at a network. What came in a file may not until somebody here
 * allows it: who opens a project has not read its code. To execute a pipeline is to ask for it to be run.
 */
export class Trust {
  readonly #file: string;
  readonly #doubted: Set<string>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, doubted: readonly string[]) {
    this.#file = file;
    this.#doubted = new Set(doubted);
  }

  /** `file` names the projects that are not trusted; where it is missing, all are. */
  static async open(file: string): Promise<Trust> {
    return new Trust(file, await doubtedIn(file));
  }

  /** Throws where the Python of a project has not been allowed to run. */
  demand(project: string): void {
    if (!this.#doubted.has(project)) return;
    throw new RequestError(
      'untrusted',
      'The project came in a file, and its Python has not been allowed to run here. Allow it if you know where it comes from: in its architectures, or by "deepforge projects trust".',
    );
  }

  async doubt(project: string): Promise<void> {
    this.#doubted.add(project);
    return this.#write();
  }

  async allow(project: string): Promise<void> {
    if (this.#doubted.delete(project)) await this.#write();
  }

  /** A copy is trusted as far as what it is made of. */
  async copied(project: string, copy: string): Promise<void> {
    return this.#doubted.has(project) ? this.doubt(copy) : this.allow(copy);
  }

  async #write(): Promise<void> {
    const write = async () => {
      await writeFile(`${this.#file}.new`, JSON.stringify([...this.#doubted]), { mode: 0o600 });
      await rename(`${this.#file}.new`, this.#file);
    };
    const writing = this.#writing.then(write);
    this.#writing = writing.catch(() => undefined);
    return writing;
  }
}

async function doubtedIn(file: string): Promise<readonly string[]> {
  try {
    return CONTENT.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new CannotStart(
      `${file} names the projects whose Python may not run by itself, and cannot be read. Mend it, or delete it to trust all of them.`,
      { cause: error },
    );
  }
}
