import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Arguments, NetworkLayer, PortInputs, TensorSpec } from '../../../src/domain/shapes/index.ts';

export interface LayerQuestion {
  readonly layer: string;
  readonly args: Arguments;
  readonly inputs: PortInputs;
  /** Also trace it with concrete sizes, which finds what a symbolic build does not look at. */
  readonly trace?: boolean;
}

export interface OperationQuestion {
  /** The name of a function of `keras.ops`. */
  readonly operation: string;
  readonly args: Arguments;
  readonly inputs: PortInputs;
  /** The inputs that take a list. */
  readonly many: readonly string[];
}

export interface LayerAnswer {
  readonly outputs?: readonly TensorSpec[];
  readonly params?: number;
  readonly trainable?: number;
  readonly error?: string;
  /** Keras cannot answer here: it would need TensorFlow. */
  readonly unavailable?: string;
  /** Why tracing failed, or null. */
  readonly trace?: string | null;
  /** It comes after a layer that was refused. */
  readonly waits?: boolean;
}

export interface NetworkAnswer {
  readonly layers: Readonly<Record<string, LayerAnswer>>;
  readonly params?: number;
  readonly trainable?: number;
  readonly error?: string;
}

/** Keras in a process of its own, asked one question after the other. */
export interface Keras {
  readonly backend: string;
  readonly layer: (question: LayerQuestion) => Promise<LayerAnswer>;
  readonly operation: (question: OperationQuestion) => Promise<LayerAnswer>;
  readonly network: (layers: readonly NetworkLayer[]) => Promise<NetworkAnswer>;
  readonly stop: () => void;
}

const ROOT = process.cwd();

export function startKeras(): Keras {
  const python = process.env['KERAS_PYTHON'] ?? path.join(ROOT, '.venv', 'bin', 'python');
  if (!existsSync(python)) throw new Error(`There is no ${python}: run npm run setup, or set KERAS_PYTHON.`);
  const backend = process.env['KERAS_BACKEND'] ?? 'jax';
  const child = spawn(python, ['-m', 'deepforge.check', '--serve'], {
    cwd: path.join(ROOT, 'python'),
    env: { ...process.env, KERAS_BACKEND: backend, JAX_PLATFORMS: 'cpu' },
  });
  const ask = asker(child, createInterface(child.stdout));
  return {
    backend,
    layer: (question) => ask(question) as Promise<LayerAnswer>,
    operation: (question) => ask(question) as Promise<LayerAnswer>,
    network: (layers) => ask({ network: layers }) as Promise<NetworkAnswer>,
    stop: () => child.kill(),
  };
}

function asker(
  child: ChildProcessWithoutNullStreams,
  lines: Interface,
): (question: unknown) => Promise<unknown> {
  const waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = [];
  let said = '';
  child.stderr.on('data', (chunk) => (said = (said + String(chunk)).slice(-4000)));
  lines.on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.on('exit', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`Keras ended: ${said}`));
  });
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(question)}\n`);
    });
}
