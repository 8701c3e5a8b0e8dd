import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { failure, type ProjectInfo } from '../sync/protocol/rest.ts';
import type { ConnectionOptions } from './options.ts';
import { Stop } from './stop.ts';

/** A gateway that a command talks to. */
export interface Connection {
  readonly url: string;
  request<T>(method: string, route: string, body?: unknown): Promise<T>;
  /** Posts a file. */
  upload<T>(route: string, content: string | Readable): Promise<T>;
  download(route: string): Promise<Response>;
  close(): Promise<void>;
}

/** The gateway that is named, or the one that has the data folder open, or one of our own for as long as we need it. */
export async function connect({ url, data }: ConnectionOptions): Promise<Connection> {
  if (url !== undefined) return connection(url.replace(/\/$/, ''));
  const running = await runningGateway(data);
  if (running !== undefined) return connection(running);
  const { startGateway } = await import('../server/gateway.ts');
  const { CannotStart } = await import('../server/dataFolder.ts');
  try {
    const gateway = await startGateway({ data, spares: 0, log: (line) => process.stderr.write(`${line}\n`) });
    return connection(gateway.url, async () => gateway.close());
  } catch (error) {
    if (error instanceof CannotStart) throw new Stop(error.message);
    throw error;
  }
}

/** Uses a connection and closes it, whatever happens. */
export async function withConnection<T>(
  options: ConnectionOptions,
  use: (connection: Connection) => Promise<T>,
) {
  const open = await connect(options);
  try {
    return await use(open);
  } finally {
    await open.close();
  }
}

/** A project by id or name. */
export async function findProject(gateway: Connection, wanted: string): Promise<ProjectInfo> {
  const projects = await gateway.request<ProjectInfo[]>('GET', '/projects');
  const found = projects.find(({ id }) => id === wanted) ?? projects.find(({ name }) => name === wanted);
  if (found) return found;
  const names = projects.map(({ name }) => `"${name}"`).join(', ');
  throw new Stop(`There is no project "${wanted}". ${names ? `There are ${names}.` : 'There are none yet.'}`);
}

function connection(url: string, close = async () => Promise.resolve()): Connection {
  const ask = async (route: string, request: RequestInit) => {
    const response = await fetch(`${url}/api/v1${route}`, request).catch(() => {
      throw new Stop(`No gateway answers at ${url}. Start one with "npm start", or name another with --url.`);
    });
    if (!response.ok) throw new Stop(await reasonOf(response));
    return response;
  };
  const send = async (method: string, route: string, body?: unknown) =>
    ask(route, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
  return {
    url,
    upload: async <T>(route: string, content: string | Readable) => {
      const headers = { 'Content-Type': 'application/octet-stream' };
      // What is still being read is sent as it comes, which fetch wants to be told.
      const body = typeof content === 'string' ? content : (Readable.toWeb(content) as ReadableStream);
      const response = await ask(route, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
      return (await response.json()) as T;
    },
    // The gateway is of the same version and answers as the protocol says.
    request: async <T>(method: string, route: string, body?: unknown) => {
      const response = await send(method, route, body);
      return (response.status === 204 ? undefined : await response.json()) as T;
    },
    download: async (route) => send('GET', route),
    close,
  };
}

async function reasonOf(response: Response): Promise<string> {
  const answer = failure.safeParse(await response.json().catch(() => undefined));
  if (!answer.success) return `The gateway answered ${String(response.status)} ${response.statusText}.`;
  const { message, problems = [] } = answer.data.error;
  const details = problems.map((problem) => `  ${problem.message}`).filter((line) => line.trim() !== message);
  return [message, ...details].join('\n');
}

async function runningGateway(data: string): Promise<string | undefined> {
  try {
    const { url } = JSON.parse(await readFile(path.join(data, 'gateway.json'), 'utf8')) as { url?: unknown };
    if (typeof url !== 'string') return undefined;
    await fetch(`${url}/api/v1/health`);
    return url;
  } catch {
    return undefined;
  }
}
