import type { ModelRecord } from '../../../meta/index.ts';
import type { Command } from '../../../src/domain/command.ts';
import { blank, type ProjectView } from '../../../src/domain/state.ts';
import { ProjectClient } from '../../../src/sync/client/projectClient.ts';
import { attachSync } from '../../../src/sync/server/gateway.ts';
import type { JobOutputs } from '../../../src/sync/server/jobOutputs.ts';
import { SessionRegistry } from '../../../src/sync/server/registry.ts';
import { FlushedNetwork, type Line, type ServerEnd } from './flushedNetwork.ts';
import { MemoryBranch } from './memoryBranch.ts';

export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const PROJECT = id(1);
export const NETWORK = id(2);
export const PIPELINE = id(3);
export const OPERATION = id(4);

export const layer = (n: number, name: string, args: Record<string, number> = {}) =>
  blank('Layer', { id: id(n), parent: NETWORK, name, type: 'Dense', args });

/** A project with an empty network, and a pipeline that uses one operation. */
export const emptyProject = (...more: readonly ModelRecord[]): ModelRecord[] => [
  blank('Project', { id: PROJECT, parent: null }),
  blank('Architecture', { id: NETWORK, parent: PROJECT, name: 'Net' }),
  blank('Operation', { id: OPERATION, parent: PROJECT, name: 'Train' }),
  blank('Pipeline', { id: PIPELINE, parent: PROJECT, name: 'Pipeline' }),
  blank('Step', {
    id: id(5),
    parent: PIPELINE,
    name: 'train',
    operation: OPERATION,
    references: { model: NETWORK },
  }),
  ...more,
];

export const setUnits = (n: number, units?: number): Command => ({
  type: 'assign',
  values: [{ id: id(n), path: ['args', 'units'], ...(units === undefined ? {} : { value: units }) }],
});

export const add = (record: ModelRecord): Command => ({ type: 'insert', records: [record] });

/** The records of a view in an order that does not depend on how they came. */
export const contents = (view: ProjectView) => [...view.all()].sort((a, b) => (a.id < b.id ? -1 : 1));

export const noJobs: JobOutputs = {
  watch: ({ job, from }) =>
    Promise.resolve({
      output: {
        job,
        bytes: { from: from.bytes, text: '', to: from.bytes },
        events: { from: from.events, list: [], to: from.events },
        ended: true,
      },
      stop: () => undefined,
    }),
};

export interface Person {
  readonly line: Line;
  readonly client: ProjectClient;
  readonly rejected: { readonly command: Command; readonly codes: readonly string[] }[];
}

/** A branch in memory behind the real gateway, and people who edit it over a network that the test delivers by hand. */
export class EditingRoom {
  readonly network = new FlushedNetwork();
  readonly branch: MemoryBranch;
  readonly #jobOutputs: JobOutputs;
  registry: SessionRegistry;
  #detach: () => void;
  readonly #timers = new Set<() => void>();

  constructor(records: readonly ModelRecord[], jobOutputs = noJobs) {
    this.branch = new MemoryBranch(records);
    this.#jobOutputs = jobOutputs;
    this.registry = this.#newRegistry();
    this.#detach = this.#attach();
  }

  /** The server dies with all it remembers, and starts again; people connect again by themselves. */
  restart(people: readonly Person[]) {
    for (const { line } of people) line.cut();
    this.#detach();
    this.registry = this.#newRegistry();
    this.#detach = this.#attach();
    for (const { line } of people) line.reconnect();
  }

  #newRegistry() {
    return new SessionRegistry(() => Promise.resolve(this.branch), {
      pause: () => Promise.resolve(),
      now: () => 0,
      linger: 1_000_000,
    });
  }

  #attach() {
    const authorOf = ({ author }: ServerEnd) => author;
    return attachSync(this.network, this.registry, { authorOf, jobOutputs: this.#jobOutputs });
  }

  async enter(
    author: string,
    scopes: readonly string[] = [NETWORK],
    expected: readonly string[] = [],
  ): Promise<Person> {
    const line = this.network.line(author);
    const later = (_milliseconds: number, callback: () => void) => {
      this.#timers.add(callback);
      return () => void this.#timers.delete(callback);
    };
    const client = new ProjectClient(line, { project: 'p', branch: 'master' }, { later, expected });
    for (const scope of scopes) client.open(scope);
    const rejected: Person['rejected'] = [];
    client.onRejected((command, problems) =>
      rejected.push({ command, codes: problems.map(({ code }) => code) }),
    );
    await this.network.settle();
    return { line, client, rejected };
  }

  settle() {
    return this.network.settle();
  }

  /** Lets all timers of browsers go off, such as those that try again. */
  async timePasses() {
    const due = [...this.#timers];
    this.#timers.clear();
    for (const callback of due) callback();
    await this.settle();
  }

  async session() {
    const { session } = await this.registry.open('p', 'master');
    return session;
  }
}
