import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs the Python of the jobs to its end and returns what it printed. */
export async function python(args: readonly string[]): Promise<string> {
  const child = spawn(process.env.DEEPFORGE_PYTHON ?? 'python3', args, {
    env: { ...process.env, KERAS_BACKEND: 'jax', JAX_PLATFORMS: 'cpu' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`Expected Python to succeed. Received: exit code ${String(code)}`);
  return output;
}
