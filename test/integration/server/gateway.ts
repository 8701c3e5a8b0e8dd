import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startGateway, type Gateway } from '../../../src/server/gateway.ts';

export interface TestGateway {
  readonly url: string;
  readonly data: string;
  /** The id of a project without anything in it. */
  readonly project: string;
}

/** A gateway in this process for the tests of one file, with a data folder of its own. */
export function useGateway(): () => TestGateway {
  let started: (TestGateway & { gateway: Gateway }) | undefined;

  beforeAll(async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'deepforge-gateway-'));
    const gateway = await startGateway({ data, port: 0, spares: 0 });
    const made = await fetch(`${gateway.url}/api/v1/projects`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Empty', template: 'empty' }),
    });
    const { id } = (await made.json()) as { id: string };
    started = { gateway, data, url: gateway.url, project: id };
  });

  afterAll(async () => {
    if (!started) return;
    await started.gateway.close();
    await rm(started.data, { recursive: true, force: true, maxRetries: 3 });
  });

  return () => {
    if (!started) throw new Error('The gateway did not start.');
    return started;
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends a request exactly as written: `fetch` would tidy its address and refuse some headers. */
export async function send(
  url: string,
  target: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: target, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
