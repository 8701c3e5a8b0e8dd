import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The product as a person starts it: a process of its own with a data folder of its own. */
export interface Product {
  readonly url: string;
  readonly data: string;
  readonly process: ChildProcess;
  /** Calls REST and returns the parsed answer; throws with the answer's own message when it failed. */
  api<T>(method: string, route: string, body?: unknown): Promise<T>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

export async function newDataFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'deepforge-'));
  return { folder, remove: async () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

export async function startProduct(
  data: string,
  args: readonly string[] = ['--spares', '0'],
): Promise<Product> {
  const child = spawn(
    process.execPath,
    [path.join(root, 'dist/server/cli.js'), 'start', '--port', '0', '--no-open', '--data', data, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const url = await readyAddress(child);
  return {
    url,
    data,
    process: child,
    api: async <T>(method: string, route: string, body?: unknown) => callApi<T>(url, method, route, body),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}

/** Runs the command line to its end. */
export async function runCommand(
  args: readonly string[],
  options: readonly string[] = [],
  env = process.env,
) {
  const child = spawn(process.execPath, [...options, path.join(root, 'dist/server/cli.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece: Buffer) => (output.stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (output.stderr += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

async function readyAddress(child: ChildProcess): Promise<string> {
  let complaints = '';
  child.stderr?.on('data', (piece: Buffer) => (complaints += piece.toString()));
  if (!child.stdout) throw new Error('Expected to read what the product prints.');
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /ready at (\S+)/.exec(line)?.[1];
    if (found) return found;
  }
  throw new Error(`The product ended before it was ready: ${complaints}`);
}

async function callApi<T>(url: string, method: string, route: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}/api/v1${route}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer =
    response.status === 204 ? undefined : ((await response.json()) as T | { error: { message: string } });
  if (response.ok) return answer as T;
  throw new Error(`${String(response.status)}: ${(answer as { error: { message: string } }).error.message}`);
}
