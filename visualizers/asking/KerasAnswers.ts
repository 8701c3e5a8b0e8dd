import type { Answers, ModuleSource, ShapeAnswer, ShapeQuestion } from '../../src/domain/shapes/index.ts';
import type { ShapeQuestions } from '../../src/sync/protocol/rest.ts';

/** Asks the server; null for what it cannot be asked of this code. */
export type Ask = (questions: ShapeQuestions) => Promise<readonly (ShapeAnswer | null)[]>;

type Sources = readonly ModuleSource[];

const PAUSE_MS = 200;
const MOST_AT_ONCE = 20;
const MOST_TRIES = 5;
const AGAIN_MS = 1500;
/** So long after an answer that failed for a passing reason it is asked anew. */
const PASSING_MS = 20_000;

/** What Keras answered about custom layers, and what it is being asked. Answers hold as long as the code does. */
export class KerasAnswers {
  readonly #ask: Ask;
  readonly #known = new WeakMap<Sources, Map<string, ShapeAnswer>>();
  readonly #tries = new WeakMap<Sources, Map<string, number>>();
  readonly #waiting = new Map<Sources, Map<string, ShapeQuestion>>();
  readonly #listeners = new Set<() => void>();
  /** What will be asked anew after a while. */
  readonly #later = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isHeldBack = false;
  #answers: Answers = this.#reading();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Another function each time that answers have arrived. */
  snapshot = (): Answers => this.#answers;

  /** Whether nothing is answered because nobody has allowed the Python of the project to run. */
  isHeldBack = (): boolean => this.#isHeldBack;

  /** Asks at once what would be asked anew later: what was in the way may be gone. */
  askNow(): void {
    for (const again of [...this.#later]) again();
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Sends what is new, after a pause and together. */
  ask(questions: readonly ShapeQuestion[]): void {
    for (const question of questions) {
      const key = keyOf(question);
      const tries = entriesOf(this.#tries, question.sources);
      if (tries.has(key)) continue;
      tries.set(key, 1);
      entriesOf(this.#waiting, question.sources).set(key, question);
    }
    if (this.#waiting.size === 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#send(), PAUSE_MS);
  }

  #reading(): Answers {
    return (question) => this.#known.get(question.sources)?.get(keyOf(question));
  }

  #send(): void {
    this.#timer = undefined;
    for (const [sources, questions] of this.#waiting) {
      const all = [...questions];
      for (let from = 0; from < all.length; from += MOST_AT_ONCE) {
        void this.#sendSome(sources, all.slice(from, from + MOST_AT_ONCE));
      }
    }
    this.#waiting.clear();
  }

  async #sendSome(sources: Sources, asked: readonly (readonly [string, ShapeQuestion])[]): Promise<void> {
    const questions = asked.map(([, { type, args, inputs }]) => ({ type, args, inputs }));
    // Arguments are JSON; zod's lists are mutable, ours are not, and they are only read.
    const request = { modules: sources, questions } as unknown as ShapeQuestions;
    let isHeldBack = false;
    const answers = await this.#ask(request).catch((error: unknown) => {
      isHeldBack = isUntrusted(error);
      return asked.map(() => failedWith(error));
    });
    this.#isHeldBack = isHeldBack;
    for (const [index, [key, question]] of asked.entries()) {
      const answer = answers[index];
      if (answer) entriesOf(this.#known, sources).set(key, answer);
      else this.#again(key, question);
      if (answer?.status === 'failed' && answer.passing) this.#askLater(key, question);
    }
    this.#tell();
  }

  /** What was typed a moment ago may not have reached the server yet. */
  #again(key: string, question: ShapeQuestion): void {
    const tries = entriesOf(this.#tries, question.sources);
    const count = tries.get(key) ?? 0;
    if (count >= MOST_TRIES) {
      entriesOf(this.#known, question.sources).set(key, OTHER_CODE);
      return;
    }
    tries.set(key, count + 1);
    setTimeout(() => {
      entriesOf(this.#waiting, question.sources).set(key, question);
      this.#send();
    }, AGAIN_MS);
  }

  /** Whoever still looks at the network then asks again; what failed is shown until the answer is there. */
  #askLater(key: string, { sources }: ShapeQuestion): void {
    const again = () => {
      clearTimeout(timer);
      this.#later.delete(again);
      this.#tries.get(sources)?.delete(key);
      this.#tell();
    };
    const timer = setTimeout(again, PASSING_MS);
    this.#later.add(again);
  }

  #tell(): void {
    this.#answers = this.#reading();
    for (const listener of this.#listeners) listener();
  }
}

const OTHER_CODE: ShapeAnswer = {
  status: 'failed',
  message: 'Keras is asked only about the code that the project has now',
};

const isUntrusted = (error: unknown) => (error as { code?: unknown } | null)?.code === 'untrusted';

const failedWith = (error: unknown): ShapeAnswer => ({
  status: 'failed',
  message: error instanceof Error ? error.message : String(error),
  passing: true,
});

const keyOf = ({ type, args, inputs }: ShapeQuestion) => JSON.stringify([type, args, inputs]);

interface ByKey<T> {
  get(key: Sources): Map<string, T> | undefined;
  set(key: Sources, value: Map<string, T>): unknown;
}

function entriesOf<T>(all: ByKey<T>, sources: Sources): Map<string, T> {
  let entries = all.get(sources);
  if (!entries) all.set(sources, (entries = new Map<string, T>()));
  return entries;
}
