import { LAYER_TYPES } from '../../meta/catalogue/index.ts';
import type { ModelRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import type { Change } from '../domain/change.ts';
import { PROJECT_SCOPE, type Scope } from '../domain/scope.ts';
import { ProjectState, type ProjectView } from '../domain/state.ts';
import { SHARD_SIZE } from './config.ts';
import {
  engine,
  makeCore,
  type Core,
  type CoreNode,
  type CoreStorage,
  type EngineConfig,
  type EngineLogger,
} from './engine.ts';
import { isDocument, Tree } from './tree.ts';
import { Writer } from './writer.ts';

/** As in the engine's metadata.json, which lies beside each plugin. */
export interface PluginMetadata {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly configStructure: readonly { readonly name: string; readonly value: Json }[];
  readonly [other: string]: unknown;
}

export interface PluginRequest {
  readonly config: Readonly<Record<string, Json>>;
  /** The id of the record that the plugin was started on; the project's own where nothing was chosen. */
  readonly active: string;
  /** The commit whose state it reads. */
  readonly commit: string;
}

export interface PluginOutcome {
  /** What is to be written; none makes no commit. */
  readonly changes: readonly Change[];
  /** The message of the commit. */
  readonly message: string;
  readonly result: Json;
  /** What is left beside the result, for whoever runs the plugin to keep. */
  readonly files?: readonly { readonly name: string; readonly content: string }[];
}

/** A plugin reads, computes and says what to write; who writes is the business of whoever runs it. */
export abstract class DeepForgePlugin {
  abstract readonly metadata: PluginMetadata;

  /**
   * The documents it looks into, beside the project itself. Asked again while it names more, so that it can follow
   * what it finds in one document into others.
   */
  scopes(view: ProjectView, { active }: PluginRequest): readonly Scope[] {
    const record = view.get(active);
    return record && isDocument(record.concept) ? [active] : [];
  }

  abstract compute(view: ProjectView, request: PluginRequest): PluginOutcome | Promise<PluginOutcome>;
}

export interface PluginSource {
  loadScope(scope: Scope): Promise<readonly ModelRecord[]>;
}

/** Runs a plugin on what `source` holds; `submit` writes, as one commit. */
export async function runPlugin(
  plugin: DeepForgePlugin,
  source: PluginSource,
  given: Partial<PluginRequest>,
  submit: (changes: readonly Change[], message: string) => Promise<void>,
): Promise<Pick<PluginOutcome, 'result' | 'files'>> {
  const state = new ProjectState(await source.loadScope(PROJECT_SCOPE));
  const active = given.active ?? state.childrenOf(null)[0]?.id ?? '';
  const request = {
    commit: given.commit ?? '',
    active,
    config: { ...defaultConfig(plugin.metadata), ...given.config },
  };
  await loadWanted(plugin, source, request, state);
  const { changes, message, result, files = [] } = await plugin.compute(state, request);
  if (changes.length > 0) await submit(changes, message);
  return { result, files };
}

async function loadWanted(
  plugin: DeepForgePlugin,
  source: PluginSource,
  request: PluginRequest,
  state: ProjectState,
) {
  const loaded = new Set<Scope>();
  const wanted = () => plugin.scopes(state, request).find((scope) => !loaded.has(scope));
  for (let scope = wanted(); scope !== undefined; scope = wanted()) {
    loaded.add(scope);
    state.apply((await source.loadScope(scope)).map((record) => ({ op: 'put', record })));
  }
}

const defaultConfig = ({ configStructure }: PluginMetadata): Record<string, Json> =>
  Object.fromEntries(configStructure.map(({ name, value }) => [name, value]));

/** What the engine calls a plugin: a class with `main`, made by its own rules. */
interface EnginePlugin {
  pluginMetadata: PluginMetadata;
  core: Core;
  rootNode: CoreNode;
  activeNode: CoreNode;
  readonly project: CoreStorage;
  readonly gmeConfig: EngineConfig;
  readonly logger: EngineLogger;
  /** How many plugins wait for this one, which then writes into their tree. */
  readonly callDepth: number;
  readonly commitHash: string;
  readonly result: { setSuccess(success: boolean): void };
  getCurrentConfig(): Record<string, Json>;
  createMessage(node: CoreNode | null, message: string, severity?: string): void;
  addFile(name: string, content: string): Promise<unknown>;
  save(message: string): Promise<unknown>;
  main(): Promise<unknown>;
}

/** The same plugin for the engine's own plugin manager and its `run_plugin`. */
export function forEngine(plugin: DeepForgePlugin): new () => EnginePlugin {
  const PluginBase = engine.requirejs('plugin/PluginBase') as new () => EnginePlugin;
  return class extends PluginBase {
    static readonly metadata = plugin.metadata;
    override pluginMetadata = plugin.metadata;

    override async main() {
      if (this.callDepth === 0) await takeOurCore(this);
      const types = new Map(LAYER_TYPES.map((type) => [type.name, type]));
      const tree = new Tree(this.core, this.rootNode, types);
      const request = {
        config: this.getCurrentConfig(),
        active: this.core.getGuid(this.activeNode),
        commit: this.commitHash,
      };
      const { result, files = [] } = await runPlugin(plugin, tree, request, async (changes, message) => {
        await new Writer(tree).write(changes);
        await this.save(message);
      });
      for (const { name, content } of files) await this.addFile(name, content);
      this.createMessage(null, JSON.stringify(result), 'info');
      this.result.setSuccess(true);
      return this.result;
    }
  };
}

/** The engine's own loses relations of large projects. */
async function takeOurCore(plugin: EnginePlugin): Promise<void> {
  const { gmeConfig, project, logger, core: given } = plugin;
  const config = { ...gmeConfig, core: { ...gmeConfig.core, overlayShardSize: SHARD_SIZE } };
  const core = makeCore(project, config, logger);
  const root = await core.loadRoot(given.persist(plugin.rootNode).rootHash);
  plugin.activeNode = (await core.loadByPath(root, given.getPath(plugin.activeNode))) ?? root;
  plugin.rootNode = root;
  plugin.core = core;
}
