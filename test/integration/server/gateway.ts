import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
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

/** Asks the REST side and parses the answer. */
export async function ask<T>(url: string, target: string, body?: unknown): Promise<T> {
  const posted = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(`${url}/api/v1${target}`, body === undefined ? {} : posted);
  if (!answer.ok) throw new Error(`${target} answered ${String(answer.status)}: ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** The records of a scope of a project as they are now. */
export async function recordsOf(url: string, project: string, scope: string): Promise<ModelRecord[]> {
  const { commits } = await ask<{ commits: { hash: string }[] }>(url, `/projects/${project}/history?limit=1`);
  const commit = encodeURIComponent(commits[0]?.hash ?? '');
  return (
    await ask<{ records: ModelRecord[] }>(url, `/projects/${project}/commits/${commit}/scopes/${scope}`)
  ).records;
}

export interface EndedExecution {
  readonly project: string;
  readonly execution: string;
  /** A job that was cancelled before it ran: its folder is still to be made. */
  readonly job: string;
}

/** Starts the digits pipeline in a project of its own. */
export async function startDigits(url: string): Promise<{ project: string; execution: string }> {
  const { id: project } = await ask<{ id: string }>(url, '/projects', { name: 'Digits', template: 'digits' });
  const pipeline = (await recordsOf(url, project, 'project')).find(({ concept }) => concept === 'Pipeline');
  const request = { pipeline: pipeline?.id };
  const { execution } = await ask<{ execution: string }>(url, `/projects/${project}/executions`, request);
  return { project, execution };
}

/** An execution that was cancelled as soon as it began. */
export async function cancelledExecution(url: string): Promise<EndedExecution> {
  const { project, execution } = await startDigits(url);
  await ask(url, `/projects/${project}/executions/${execution}/cancel`, {});
  const jobs = (await recordsOf(url, project, execution)).filter((record) => record.concept === 'Job');
  const job = jobs.find(({ startedAt }) => startedAt === null);
  if (!job) throw new Error('Every job had started.');
  return { project, execution, job: job.id };
}
