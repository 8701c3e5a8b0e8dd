import { readdir, writeFile, rm } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server as SocketServer } from 'socket.io';
import manifest from '../../package.json' with { type: 'json' };
import { TEMPLATES } from '../../seeds/index.ts';
import { ContentStore } from '../jobs/contentStore.ts';
import type { Backend } from '../jobs/backend.ts';
import { ExecutionEngine } from '../jobs/engine.ts';
import { LocalBackend } from '../jobs/localBackend.ts';
import { jobPython, PACKAGE_FOLDER } from '../jobs/python.ts';
import { WorkerBackend } from '../jobs/workerBackend.ts';
import { MAIN_BRANCH, ModelError, openModel, type Model } from '../model/index.ts';
import { openStore, StoreInUse } from '../store/open.ts';
import { namedIn } from '../sync/protocol/address.ts';
import { attachSync, SOCKET_OPTIONS } from '../sync/server/gateway.ts';
import { SessionRegistry } from '../sync/server/registry.ts';
import { makeApp } from './app.ts';
import { Architectures } from './architectures.ts';
import { branchStore } from './branchStore.ts';
import { CannotStart, openDataFolder, type DataFolder } from './dataFolder.ts';
import { RequestError } from './errors.ts';
import { Executions } from './executions.ts';
import { isLoopback, isTrusted } from './guard.ts';
import { Keras } from './keras.ts';
import { Projects } from './projects.ts';
import { routes } from './rest/routes.ts';
import { Trust } from './trust.ts';

export interface GatewayOptions {
  readonly data: string;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** How many jobs run at once; as many as there are cores by default. */
  readonly jobs?: number;
  /** How many Python interpreters wait with Keras imported. */
  readonly spares?: number;
  /** Jobs are run by a worker that shares the data folder, not by the gateway itself. */
  readonly worker?: boolean;
  readonly log?: (line: string) => void;
}

export interface Gateway {
  readonly url: string;
  /** Ends what runs and finishes what was begun. */
  close(): Promise<void>;
}

/** How often commits are looked for that were not made through the gateway, in milliseconds. */
const LOOK_OUTSIDE_MS = 2000;
const root = fileURLToPath(new URL('../../', new URL('../../src/server/gateway.ts', import.meta.url).href));

/** Starts everything, in the order in which it needs each other; `close` takes it down in reverse. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host = '127.0.0.1', port = 0, log = () => undefined } = options;
  // In a container every address is the container's own; what counts is where its port is published.
  if (!isLoopback(process.env['DEEPFORGE_PUBLISHED_ON'] ?? host)) {
    throw new CannotStart(
      `The gateway has no accounts yet, so it serves this machine alone: use --host 127.0.0.1, not ${host}.`,
    );
  }
  const complain = (error: unknown) => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  const data = await openDataFolder(options.data);
  const closers: (() => Promise<unknown> | undefined)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await Promise.resolve(closer()).catch(complain);
  };
  try {
    const http = createServer();
    const address = await listen(http, host, port);
    closers.push(async () => closeServer(http));
    const model = await openDatabase(data, closers, log);
    // What an earlier gateway left there when it was killed; the database is ours alone now.
    for (const left of await readdir(data.work)) await rm(path.join(data.work, left), { recursive: true });
    const backend = options.worker ? await WorkerBackend.connect(data.workerSocket) : localBackend(options);
    const trust = await Trust.open(data.untrusted);
    const parts = { data, model, trust, options, backend, closers, complain };
    serve(http, parts);
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${String(address.port)}`;
    await announce(data, url, closers);
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  readonly data: DataFolder;
  readonly model: Model;
  readonly trust: Trust;
  readonly options: GatewayOptions;
  readonly backend: Backend;
  readonly closers: (() => Promise<unknown> | undefined)[];
  readonly complain: (error: unknown) => void;
}

/** What the gateway does, whatever asks for it; `changed` is called when the list of projects is another one. */
function makeServices({ data, model, trust, backend, closers, complain }: Parts, changed: () => void) {
  const content = new ContentStore(data.content);
  const engine = new ExecutionEngine({ backend, content, now: Date.now, complain });
  const adopt = (project: string) => {
    executions.adopt(project).catch(complain);
  };
  const registry = new SessionRegistry(
    async (project, branch) =>
      Promise.resolve(
        branchStore(model, project, branch, () => {
          adopt(project);
        }),
      ),
    { report: complain },
  );
  const executions = new Executions({ registry, engine, jobs: data.jobs, complain });
  const projects = new Projects({ model, registry, content, templates: TEMPLATES, trust, changed });
  const architectures = new Architectures({ projects, work: data.work });
  closers.push(async () => registry.close());
  closers.push(async () => architectures.close());
  const keras = new Keras();
  closers.push(async () => keras.close());
  return { content, registry, engine, executions, projects, architectures, keras };
}

/** The services behind HTTP and Socket.IO. */
function serve(http: HttpServer, parts: Parts) {
  const { model, closers, backend, complain } = parts;
  const author = userInfo().username;
  const services = makeServices(parts, () => void io.emit('projects'));
  const { projects, registry, engine, executions } = services;
  const version = manifest.version;
  http.on(
    'request',
    makeApp({
      routes: routes({ ...services, author, version, now: Date.now }),
      hasProject: async (id) => projects.has(id),
      version,
      pages: path.join(root, 'dist', 'app'),
      opening: (address) => void prepare(projects, registry, address).catch(complain),
      complain,
    }),
  );

  // Of the listeners that are there already it keeps its own requests; one added later would answer them too.
  const io = new SocketServer(http, {
    ...SOCKET_OPTIONS,
    serveClient: false,
    allowRequest: ({ headers }, answer) => {
      answer(null, isTrusted(headers));
    },
  });
  closers.push(async () => io.close());
  attachSync(io, registry, {
    authorOf: () => author,
    jobOutputs: executions,
    mayOpen: async (_socket, project) => projects.has(project),
    // What somebody asked for in vain is answered to them, and is no news to whoever runs the gateway.
    report: (error) => {
      if (!(error instanceof RequestError || error instanceof ModelError)) complain(error);
    },
  });

  closers.push(async () => engine.close('The gateway was shut down.'));
  const outside = setInterval(() => void registry.checkOutside().catch(complain), LOOK_OUTSIDE_MS);
  closers.push(async () => {
    clearInterval(outside);
    return Promise.resolve();
  });
  const resumed = resumeAll(model, executions).catch(complain);
  closers.push(async () => resumed);
  backend.warmUp?.();
}

/** Reads what a page is about to show while its scripts are on their way. */
async function prepare(projects: Projects, registry: SessionRegistry, address: string): Promise<void> {
  const { project, scopes } = namedIn(address);
  if (project === undefined || !(await projects.has(project))) return;
  const { session, release } = await registry.open(project, MAIN_BRANCH);
  await session.prepare(scopes).finally(release);
}

/** Executions that an earlier gateway left go on, or are said to have been lost. */
async function resumeAll(model: Model, executions: Executions): Promise<void> {
  for (const { id } of await model.projects()) await executions.adopt(id);
}

async function openDatabase(
  data: DataFolder,
  closers: Parts['closers'],
  log: (line: string) => void,
): Promise<Model> {
  const uri = process.env['MONGODB_URI'] ?? (await openEmbedded(data, closers, log));
  const model = await openModel({
    mongoUri: uri,
    keyFolder: data.keys,
    pluginFolders: [path.join(root, 'dist', 'plugins')],
    log,
  });
  closers.push(async () => model.close());
  return model;
}

async function openEmbedded(
  data: DataFolder,
  closers: Parts['closers'],
  log: (line: string) => void,
): Promise<string> {
  try {
    const store = await openStore({ file: data.database, socketPath: data.socket, log });
    closers.push(async () => store.close());
    return `${store.uri}deepforge`;
  } catch (error) {
    if (!(error instanceof StoreInUse)) throw error;
    throw new CannotStart(
      `The data folder ${data.root} is in use by another gateway. Stop that one, or choose another folder with --data.`,
      { cause: error },
    );
  }
}

async function listen(http: HttpServer, host: string, port: number): Promise<AddressInfo> {
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, host, resolve);
    });
    return http.address() as AddressInfo;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new CannotStart(
        `Port ${String(port)} is taken by another program. Choose another with --port, such as --port ${String(port + 1)}.`,
        { cause: error },
      );
    }
    if (code === 'EACCES') {
      throw new CannotStart(`Port ${String(port)} needs more rights. Choose one above 1023 with --port.`, {
        cause: error,
      });
    }
    throw error;
  }
}

async function closeServer(http: HttpServer): Promise<void> {
  await new Promise<void>((resolve) => {
    http.close(() => {
      resolve();
    });
    http.closeAllConnections();
  });
}

/** Tells the command line where the gateway of this data folder answers. */
async function announce(data: DataFolder, url: string, closers: Parts['closers']) {
  const file = path.join(data.root, 'gateway.json');
  await writeFile(file, JSON.stringify({ url, pid: process.pid }), { mode: 0o600 });
  closers.push(async () => rm(file, { force: true }));
}

/** Runs jobs on this machine, in the Python environment that the set-up made. */
export function localBackend({ jobs, spares = 1 }: Pick<GatewayOptions, 'jobs' | 'spares'>): LocalBackend {
  return new LocalBackend({
    python: jobPython(),
    packageFolder: PACKAGE_FOLDER,
    slots: jobs,
    spares,
  });
}
