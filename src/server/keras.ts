import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { ArgumentValue } from '../../meta/catalogue/index.ts';
import { layerSource } from '../domain/codegen/layerSource.ts';
import { layerWithCustom, sourcesOf } from '../domain/customLayers/index.ts';
import type { ShapeAnswer } from '../domain/shapes/index.ts';
import { blank, childrenOf, ProjectState, type ProjectView } from '../domain/state.ts';
import { KerasProcess, NoAnswer, NotStarted } from '../jobs/kerasProcess.ts';
import type { ShapeQuestions } from '../sync/protocol/rest.ts';

type Question = ShapeQuestions['questions'][number];

export interface KerasOptions {
  /** How long one question may take, in milliseconds. */
  readonly limit?: number;
  /** How long Python is kept when nobody asks, in milliseconds. */
  readonly patience?: number;
}

const LARGEST_MEMORY = 4_000_000;

/**
 * Asks Keras what layers of a project's modules make of their inputs. Python is started when somebody asks, kept for
 * questions about the same code, and replaced for other code, after a crash, and when it takes too long.
 */
export class Keras {
  readonly #limit: number;
  readonly #patience: number;
  readonly #answers = new Answers(LARGEST_MEMORY);
  #folder: Promise<string> | undefined;
  #present: { readonly code: string; readonly process: KerasProcess } | undefined;
  #spare: KerasProcess | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #idle: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor({ limit = 10_000, patience = 300_000 }: KerasOptions = {}) {
    this.#limit = limit;
    this.#patience = patience;
  }

  /** In the order of the questions; null where the project does not have this code, or no such class. */
  async answer(
    project: ProjectView,
    { modules, questions }: ShapeQuestions,
  ): Promise<(ShapeAnswer | null)[]> {
    if (!holds(project, modules)) return questions.map(() => null);
    const view = viewOf(modules);
    const answers: (ShapeAnswer | null)[] = [];
    for (const question of questions) {
      const asked = inPython(view, question);
      answers.push(asked && (await this.#answer(asked)));
    }
    return answers;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#rest();
    const folder = await this.#folder;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #answer(question: PythonQuestion): Promise<ShapeAnswer> {
    const key = createHash('sha256').update(JSON.stringify(question)).digest('hex');
    const known = this.#answers.get(key);
    if (known) return known;
    // One after the other: there is one process, and layers are built in a moment.
    const turn = this.#turn.then(async () => this.#answers.get(key) ?? this.#ask(question));
    this.#turn = turn.catch(() => undefined);
    const answer = await turn;
    const isPassing = answer.status === 'failed' && answer.passing === true;
    if (!this.#closed && !isPassing) this.#answers.set(key, answer);
    return answer;
  }

  async #ask(question: PythonQuestion): Promise<ShapeAnswer> {
    clearTimeout(this.#idle);
    try {
      const process = await this.#processFor(JSON.stringify(question.modules));
      return toAnswer(await process.ask(question, this.#limit));
    } catch (error) {
      await this.#end();
      if (!(error instanceof NoAnswer)) throw error;
      return failure(error);
    } finally {
      this.#idle = setTimeout(() => void this.#rest(), this.#patience);
      this.#idle.unref();
    }
  }

  /** What other code did to Keras must not reach this one: it gets a process of its own, which waits already. */
  async #processFor(code: string): Promise<KerasProcess> {
    if (this.#present?.code === code) return this.#present.process;
    await this.#end();
    this.#folder ??= mkdtemp(path.join(tmpdir(), 'deepforge-keras-'));
    const folder = await this.#folder;
    if (this.#closed) throw new NotStarted('The server is closing');
    const process = this.#spare ?? new KerasProcess(folder);
    this.#spare = new KerasProcess(folder);
    this.#present = { code, process };
    return process;
  }

  async #end(): Promise<void> {
    const ending = this.#present;
    this.#present = undefined;
    await ending?.process.close();
  }

  async #rest(): Promise<void> {
    const spare = this.#spare;
    this.#spare = undefined;
    await Promise.all([this.#end(), spare?.close()]);
  }
}

/** Only code of the project is run, and only as it is now. */
function holds(project: ProjectView, modules: ShapeQuestions['modules']): boolean {
  const [root] = project.childrenOf(null);
  const own = new Map(root ? childrenOf(project, root.id, 'Code').map(({ name, code }) => [name, code]) : []);
  return modules.every(({ name, code }) => own.get(name) === code);
}

/** A project with nothing but these modules. */
function viewOf(modules: ShapeQuestions['modules']): ProjectView {
  const project = blank('Project', { id: 'project', parent: null });
  return new ProjectState([
    project,
    ...modules.map(({ name, code }) => blank('Code', { id: name, parent: project.id, name, code })),
  ]);
}

interface PythonQuestion {
  readonly modules: Readonly<Record<string, string>>;
  readonly imports: string;
  readonly layer: string;
  readonly flags: Readonly<Record<string, unknown>>;
  readonly inputs: readonly {
    readonly name: string;
    readonly many: boolean;
    readonly tensors: Question['inputs'][string];
  }[];
}

/** The question as Python takes it, or nothing where the modules have no such class. */
function inPython(view: ProjectView, { type, args: given, inputs }: Question): PythonQuestion | null {
  const args = given as Readonly<Record<string, ArgumentValue>>;
  const custom = layerWithCustom(view, type, args);
  if (!custom) return null;
  const { callArguments, inputs: ports } = custom.type;
  const sources = sourcesOf([...(custom.own ? [custom.own] : []), ...custom.held.values()]);
  const flags = new Set(callArguments.map(({ name }) => name));
  const entries = Object.entries(args);
  const own = Object.fromEntries(entries.filter(([name]) => !flags.has(name)));
  return {
    modules: Object.fromEntries(sources.map(({ name, code }) => [name, code])),
    ...layerSource(view, type, own),
    flags: Object.fromEntries(entries.filter(([name]) => flags.has(name))),
    inputs: ports.map(({ name, many = false }) => ({ name, many, tensors: inputs[name] ?? [] })),
  };
}

const failure = (error: NoAnswer): ShapeAnswer => ({
  status: 'failed',
  message: error.message,
  ...(error instanceof NotStarted ? { passing: true } : {}),
});

const spec = z.object({ shape: z.array(z.number().int().nullable()), dtype: z.string() });
const fromPython = z.union([
  z.object({
    outputs: z.array(spec),
    weights: z.array(
      z.object({ name: z.string(), shape: z.array(z.number().int()), trainable: z.boolean() }),
    ),
  }),
  z.object({ error: z.string(), module: z.string().optional(), line: z.number().optional() }),
]);

function toAnswer(value: unknown): ShapeAnswer {
  const parsed = fromPython.safeParse(value);
  if (!parsed.success) return { status: 'failed', message: 'Keras gave an answer that cannot be read' };
  const { data } = parsed;
  if ('outputs' in data) return { status: 'known', ...data };
  const { error, module, line } = data;
  const place = module === undefined ? '' : ` (${module}.py, line ${String(line)})`;
  return { status: 'refused', message: `${error}${place}` };
}

/** The last answers, as many as the memory for them holds. */
class Answers {
  readonly #largest: number;
  readonly #known = new Map<string, { readonly answer: ShapeAnswer; readonly size: number }>();
  #size = 0;

  constructor(largest: number) {
    this.#largest = largest;
  }

  get(key: string): ShapeAnswer | undefined {
    const found = this.#known.get(key);
    if (!found) return undefined;
    this.#known.delete(key);
    this.#known.set(key, found);
    return found.answer;
  }

  set(key: string, answer: ShapeAnswer): void {
    if (this.#known.has(key)) return;
    const size = key.length + JSON.stringify(answer).length;
    this.#known.set(key, { answer, size });
    this.#size += size;
    for (const [oldest, { size: freed }] of this.#known) {
      if (this.#size <= this.#largest) return;
      this.#known.delete(oldest);
      this.#size -= freed;
    }
  }
}
