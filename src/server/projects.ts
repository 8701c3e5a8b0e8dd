import {
  DOCUMENTS,
  type ConceptName,
  type ExecutionRecord,
  type JobRecord,
  type ModelRecord,
} from '../../meta/index.ts';
import type { Change } from '../domain/change.ts';
import { isFinal } from '../domain/execution/schedule.ts';
import { PROJECT_SCOPE, type Scope } from '../domain/scope.ts';
import { childrenOf, ProjectState, type ProjectView } from '../domain/state.ts';
import type { ContentStore } from '../jobs/contentStore.ts';
import {
  MAIN_BRANCH,
  runPlugin,
  ModelError,
  type Announce,
  type Model,
  type PackageFile,
} from '../model/index.ts';
import type { ProjectInfo } from '../sync/protocol/rest.ts';
import type { SessionRegistry } from '../sync/server/registry.ts';
import type { BranchSession } from '../sync/server/session.ts';
import type { Json } from '../../meta/json.ts';
import { GenerateKeras } from '../../plugins/GenerateKeras/plugin.ts';
import type { Template } from '../../seeds/template.ts';
import { notFound, RequestError } from './errors.ts';
import { RECORDER } from './executions.ts';
import type { Trust } from './trust.ts';

const MOST_IN_PREVIEW = 40;
const documents: ReadonlySet<ConceptName> = new Set<ConceptName>(DOCUMENTS);

/** What can be done with whole projects. */
export class Projects {
  readonly #model: Model;
  readonly #registry: SessionRegistry;
  readonly #content: ContentStore;
  readonly #templates: readonly Template[];
  readonly #trust: Trust;
  readonly #changed: () => void;
  /** What a card shows, by the commit it was read from. */
  readonly #cards = new Map<string, ProjectInfo>();

  constructor(parts: {
    model: Model;
    registry: SessionRegistry;
    content: ContentStore;
    templates: readonly Template[];
    trust: Trust;
    /** Told when the list of projects is another one. */
    changed: () => void;
  }) {
    this.#model = parts.model;
    this.#registry = parts.registry;
    this.#content = parts.content;
    this.#templates = parts.templates;
    this.#trust = parts.trust;
    this.#changed = parts.changed;
  }

  templates = () => this.#templates.map(({ id, name, description }) => ({ id, name, description }));

  /** All projects, the one changed last first. */
  async list(): Promise<ProjectInfo[]> {
    const listed = await this.#model.projects();
    const cards = await Promise.all(listed.map(async ({ id, createdAt }) => this.#card(id, createdAt)));
    return cards.sort((a, b) => b.modifiedAt - a.modifiedAt);
  }

  async get(id: string): Promise<ProjectInfo> {
    const listed = (await this.#model.projects()).find((project) => project.id === id);
    if (!listed) throw notFound(`Project ${id}`);
    return this.#card(id, listed.createdAt);
  }

  async has(id: string): Promise<boolean> {
    try {
      await this.#model.branches(id);
      return true;
    } catch (error) {
      if (error instanceof ModelError) return false;
      throw error;
    }
  }

  async create(name: string, templateId: string, author: string): Promise<ProjectInfo> {
    const template = this.#templates.find(({ id }) => id === templateId);
    if (!template) {
      const known = this.#templates.map(({ id }) => id).join(', ');
      throw new RequestError('bad-request', `There is no template "${templateId}". Choose one of ${known}.`);
    }
    const { records } = template;
    const id = await this.#model.createProject({ name, author, records }, async (coming) =>
      // Of a project that was never finished a mark may have been left.
      this.#trust.allow(coming),
    );
    return this.#announced(id);
  }

  async duplicate(id: string, name: string, author: string): Promise<ProjectInfo> {
    await this.get(id);
    const copy = await this.#markedFirst(
      async (coming) => this.#trust.copied(id, coming),
      async (announce) => {
        const made = await this.#model.duplicateProject(id, name, author, announce);
        await this.#settleCopy(made);
        return made;
      },
    );
    return this.#announced(copy);
  }

  async rename(id: string, name: string, author: string): Promise<ProjectInfo> {
    await this.withSession(id, async (session) => {
      const project = (await session.read(PROJECT_SCOPE)).find(({ concept }) => concept === 'Project');
      if (!project) throw notFound(`Project ${id}`);
      const set = { op: 'set', id: project.id, path: ['name'], value: name } as const;
      await session.change(author, [set], `Renamed the project to ${name}`);
    });
    return this.#announced(id);
  }

  async remove(id: string): Promise<void> {
    await this.get(id);
    await this.#registry.closeProject(id);
    await this.#model.deleteProject(id);
    await this.#model.whileAbsent(id, async () => this.#trust.allow(id));
    this.#changed();
  }

  /** The project as it is, with the files of its artifacts and figures. */
  async export(id: string): Promise<Buffer> {
    await this.get(id);
    const tree = await this.#model.openTree(id, { branch: MAIN_BRANCH });
    const hashes = await this.#filesOf(id, new ProjectState(await tree.loadScope(PROJECT_SCOPE)));
    const files: PackageFile[] = [];
    for (const sha256 of hashes) {
      if (!(await this.#content.has(sha256))) continue;
      files.push({ name: sha256, content: await collect(this.#content.read(sha256)) });
    }
    return this.#model.exportProject(id, undefined, files);
  }

  async import(file: Buffer, author: string): Promise<ProjectInfo> {
    const imported = await this.#markedFirst(
      async (coming) => this.#trust.doubt(coming),
      async (announce) => {
        const { id, files } = await this.#model.importProject(file, author, announce);
        // Content is addressed by what it is, so a file under a false name is merely never found.
        for (const { content } of files) await this.#content.put(content);
        await this.#settleCopy(id);
        return id;
      },
    );
    return this.#announced(imported);
  }

  /**
   * Whose Python may not run is written down before the project exists, so that nothing that ends the gateway in
   * between leaves it trusted; it is forgotten where the project does not come about.
   */
  async #markedFirst(mark: Announce, make: (announce: Announce) => Promise<string>): Promise<string> {
    let marked: string | undefined;
    try {
      return await make(async (coming) => {
        marked = coming;
        await mark(coming);
      });
    } catch (error) {
      const id = marked;
      if (id !== undefined) await this.#model.whileAbsent(id, async () => this.#trust.allow(id));
      throw error;
    }
  }

  /** Lets the Python of a project run when somebody looks at its networks. */
  async trust(id: string): Promise<void> {
    await this.get(id);
    await this.#trust.allow(id);
  }

  /** Throws where a project came in a file and nobody trusted it. */
  demandTrust = (id: string): void => this.#trust.demand(id);

  /** The Keras code of an architecture as it is, and the lines of each layer. */
  async code(id: string, architecture: string): Promise<Json> {
    return this.withSession(id, async (session) => {
      const records = await session.read(PROJECT_SCOPE);
      if (!records.some((record) => record.concept === 'Architecture' && record.id === architecture)) {
        throw notFound('The architecture');
      }
      const source = { loadScope: async (scope: Scope) => session.read(scope) };
      const { result } = await runPlugin(
        new GenerateKeras(),
        source,
        { active: architecture },
        writesNothing,
      );
      return result;
    });
  }

  /** A scope as it was at a commit. */
  async past(id: string, commit: string, scope: Scope): Promise<ModelRecord[]> {
    const tree = await this.#model.openTree(id, { commit });
    const records = await tree.loadScope(PROJECT_SCOPE);
    if (scope === PROJECT_SCOPE) return records;
    if (!records.some(({ id, concept }) => id === scope && documents.has(concept)))
      throw notFound('What was asked for, at that commit,');
    return tree.loadScope(scope);
  }

  async history(id: string, before: string | undefined, limit: number) {
    const commits = await this.#model.history(id, { limit, ...(before === undefined ? {} : { before }) });
    const last = commits.at(-1);
    return { commits, next: last && last.parents.length > 0 ? last.hash : null };
  }

  async restore(id: string, commit: string, author: string): Promise<void> {
    await this.withSession(id, async (session) => session.restore(commit, author));
  }

  /** Uses the session of the project's main branch, which stays open meanwhile. */
  async withSession<T>(id: string, use: (session: BranchSession) => Promise<T>): Promise<T> {
    const { session, release } = await this.#registry.open(id, MAIN_BRANCH);
    try {
      return await use(session);
    } finally {
      release();
    }
  }

  /** The present state of some scopes, with the project itself. */
  async view(id: string, ...scopes: readonly Scope[]): Promise<ProjectView> {
    return this.withSession(id, async (session) => {
      const snapshot = await session.snapshot([PROJECT_SCOPE, ...scopes]);
      return new ProjectState(snapshot.scopes.flatMap(({ records }) => records));
    });
  }

  /** A copy in which something might still run is not kept. */
  async #settleCopy(id: string): Promise<void> {
    try {
      await this.#endCopiedExecutions(id);
    } catch (error) {
      await this.#model.deleteProject(id);
      throw error;
    }
  }

  /**
   * A copy of what runs does not run: its code came with a file, and nobody clicked Execute. This happens before
   * anybody opens the project, since what is opened goes on with what it left.
   */
  async #endCopiedExecutions(id: string): Promise<void> {
    const tree = await this.#model.openTree(id, { branch: MAIN_BRANCH });
    const unfinished = (await tree.loadScope(PROJECT_SCOPE)).filter(isUnfinished);
    if (unfinished.length === 0) return;
    for (const execution of unfinished) {
      const jobs = (await tree.loadScope(execution.id)).filter(isUnfinished);
      await tree.write([...jobs.flatMap(copiedUnfinished), ...endedAs(execution.id)]);
    }
    const message = 'Ended the executions that were copied while they ran';
    await tree.commit({ message, author: RECORDER, branch: MAIN_BRANCH });
  }

  async #announced(id: string): Promise<ProjectInfo> {
    this.#changed();
    return this.get(id);
  }

  async #card(id: string, createdAt: number): Promise<ProjectInfo> {
    const head = await this.#model.head(id, MAIN_BRANCH);
    const known = this.#cards.get(head);
    if (known) return { ...known, id, createdAt };
    const [last] = await this.#model.history(id, { limit: 1 });
    const tree = await this.#model.openTree(id, { branch: MAIN_BRANCH });
    const state = new ProjectState(await tree.loadScope(PROJECT_SCOPE));
    const main = mainGraph(state);
    if (main) for (const record of await tree.loadScope(main.id)) state.apply([{ op: 'put', record }]);
    const card = cardOf(id, createdAt, state, last, main?.id);
    this.#cards.set(head, card);
    return card;
  }

  async #filesOf(id: string, state: ProjectView): Promise<Set<string>> {
    const hashes = new Set<string>();
    for (const record of state.all()) {
      if (record.concept === 'Artifact') hashes.add(record.sha256);
      if (record.concept !== 'Execution') continue;
      const contents = await this.view(id, record.id);
      for (const found of contents.all()) if (found.concept === 'Figure') hashes.add(found.sha256);
    }
    hashes.delete('');
    return hashes;
  }
}

const isUnfinished = (record: ModelRecord): record is ExecutionRecord | JobRecord =>
  (record.concept === 'Execution' || record.concept === 'Job') && !isFinal(record.status);

const endedAs = (id: string): Change[] => [{ op: 'set', id, path: ['status'], value: 'cancelled' }];

const copiedUnfinished = ({ id }: ModelRecord): Change[] => [
  ...endedAs(id),
  { op: 'set', id, path: ['reason'], value: 'The project was copied while this had not ended.' },
];

const writesNothing = async () => Promise.resolve();

/** What stands for the project on its card: its first pipeline with something in it, else its first architecture. */
function mainGraph(state: ProjectView): ModelRecord | undefined {
  const named = [...state.all()].filter(
    (record) => record.concept === 'Pipeline' || record.concept === 'Architecture',
  );
  const order = (record: ModelRecord) =>
    `${record.concept === 'Pipeline' ? '0' : '1'}${'name' in record ? record.name : ''}`;
  return named.sort((a, b) => (order(a) < order(b) ? -1 : 1))[0];
}

function cardOf(
  id: string,
  createdAt: number,
  state: ProjectView,
  last: { readonly author: string; readonly time: number } | undefined,
  main: string | undefined,
): ProjectInfo {
  const project = [...state.all()].find((record) => record.concept === 'Project');
  const count = (concept: ModelRecord['concept']) =>
    [...state.all()].filter((record) => record.concept === concept).length;
  return {
    id,
    name: project?.name ?? id,
    description: project?.description ?? '',
    createdAt,
    modifiedAt: last?.time ?? createdAt,
    modifiedBy: last?.author ?? '',
    counts: {
      architectures: count('Architecture'),
      pipelines: count('Pipeline'),
      executions: count('Execution'),
      artifacts: count('Artifact'),
    },
    preview: main === undefined ? null : previewOf(state, main),
  };
}

function previewOf(state: ProjectView, graph: string): ProjectInfo['preview'] {
  const layers = childrenOf(state, graph, 'Layer').map(({ id, name, type }) => ({
    id,
    label: name,
    category: type,
  }));
  const steps = childrenOf(state, graph, 'Step').map(({ id, name }) => ({
    id,
    label: name,
    category: 'operation',
  }));
  const nodes = [...layers, ...steps].slice(0, MOST_IN_PREVIEW);
  const shown = new Set(nodes.map(({ id }) => id));
  const edges = childrenOf(state, graph, 'Connection')
    .filter(({ source, target }) => shown.has(source) && shown.has(target))
    .map(({ source, target }) => ({ source, target }));
  return nodes.length === 0 ? null : { nodes, edges };
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}
