import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { readConfigurationText } from '../../../src/domain/import/configurationText.ts';
import { importKeras } from '../../../src/domain/import/keras.ts';
import { forKeras, projectFrom, type Drawing } from './drawing.ts';
import { disagreements, type ModelFigures } from './figures.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';

interface Answer {
  readonly config?: unknown;
  readonly figures?: ModelFigures;
  readonly differences?: readonly string[];
  readonly outputs?: string;
  readonly supporting?: readonly string[];
  readonly error?: string;
}

/** Keras in a process of its own, which holds the original while the generated code is compared with it. */
export interface Keras {
  ask(question: Readonly<Record<string, unknown>>): Promise<Answer>;
  stop(): void;
}

export function startKeras(): Keras {
  const installed = path.join(process.cwd(), '.venv', 'bin', 'python');
  const python = process.env['DEEPFORGE_PYTHON'] ?? (existsSync(installed) ? installed : 'python3');
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
  createInterface(child.stdout).on('line', (line) => {
    // What Python calls JSON may have NaN in it.
    const answer = readConfigurationText(line);
    waiting.shift()?.(answer.ok ? (answer.configuration as Answer) : { error: answer.fault });
  });
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

/** What comes of a model on the way to an architecture, to code and to a model again. */
export interface RoundTrip {
  /** Where the checker says anything else than Keras, and what is lost; empty when nothing is. */
  readonly lost: readonly string[];
  /** What both models made of the same input: `identical`, or why that was not to be seen. */
  readonly outputs?: string;
}

export async function roundTrip(
  keras: Pick<Keras, 'ask'>,
  original: Readonly<Record<string, unknown>>,
): Promise<RoundTrip> {
  const { config, figures, error = '' } = await keras.ask(original);
  if (config === undefined || figures === undefined) {
    return { lost: [`the original cannot be made: ${error}`] };
  }
  const { view, architecture } = imported(config);
  const { code } = generateKeras(view, architecture);
  const answer = await keras.ask({ code, run: original['run'] ?? true });
  if (answer.error !== undefined) return { lost: [`${answer.error}\n${code}`] };
  const { differences = [], outputs } = answer;
  const lost = [
    ...disagreements(view, architecture, figures),
    ...differences,
    ...(outputs === 'different' ? ['the outputs differ'] : []),
  ];
  return { lost, ...(outputs === undefined ? {} : { outputs }) };
}

/** The same of a network that was drawn, whose code must also be that of what Keras makes of the drawing itself. */
export async function roundTripOfDrawing(
  keras: Pick<Keras, 'ask'>,
  drawing: Drawing,
  run = true,
): Promise<RoundTrip> {
  const question = { drawing: forKeras(drawing), run };
  const trip = await roundTrip(keras, question);
  if (trip.lost.length > 0) return trip;
  const { view, architecture } = projectFrom(drawing);
  const { code } = generateKeras(view, architecture);
  const { differences = [], error } = await keras.ask({ code, run: false });
  return error === undefined ? { ...trip, lost: differences } : { ...trip, lost: [`${error}\n${code}`] };
}
