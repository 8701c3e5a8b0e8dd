import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { importKeras } from '../../../src/domain/import/keras.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';

interface Answer {
  readonly config?: unknown;
  readonly params?: number;
  readonly differences?: readonly string[];
  readonly outputs?: string;
  readonly error?: string;
}

/** Keras in a process of its own, which holds the original while the generated code is compared with it. */
export interface Keras {
  ask(question: Readonly<Record<string, unknown>>): Promise<Answer>;
  stop(): void;
}

export function startKeras(): Keras {
  const python = process.env['DEEPFORGE_PYTHON'] ?? 'python3';
  const child = spawn(python, [path.join(process.cwd(), 'test/integration/roundtrip/compare.py')], {
    cwd: path.join(process.cwd(), 'python'),
    env: {
      ...process.env,
      KERAS_BACKEND: 'jax',
      JAX_PLATFORMS: 'cpu',
      PYTHONPATH: path.join(process.cwd(), 'python'),
    },
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said = (said + String(chunk)).slice(-3000)));
  const waiting: ((answer: Answer) => void)[] = [];
  createInterface(child.stdout).on('line', (line) => waiting.shift()?.(JSON.parse(line) as Answer));
  child.on('exit', () => {
    for (const resolve of waiting.splice(0)) resolve({ error: `Keras ended: ${said}` });
  });
  return {
    ask: async (question) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    stop: () => child.kill(),
  };
}

/** An imported network in a project of its own. */
export function imported(config: unknown) {
  const project = blank('Project', { id: randomUUID(), parent: null });
  const result = importKeras(config, { project: project.id, newId: randomUUID });
  if (!result) throw new Error('Expected a model.');
  return { ...result, view: new ProjectState([project, ...result.records]) };
}

/** What is lost on the way from a model to an architecture to code to a model; empty when nothing is. */
export async function lostBetween(
  keras: Keras,
  original: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const made = await keras.ask(original);
  if (made.config === undefined) return [`the original cannot be made: ${made.error ?? ''}`];
  const { view, architecture } = imported(made.config);
  const { code } = generateKeras(view, architecture);
  const answer = await keras.ask({ code, run: original['run'] ?? true });
  if (answer.error !== undefined) return [`${answer.error}\n${code}`];
  const differences = answer.differences ?? [];
  return answer.outputs === 'different' ? [...differences, 'the outputs differ'] : differences;
}
