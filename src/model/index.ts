export { ENGINE_USER, describeEngine } from './config.ts';
export type { Commit } from './commits.ts';
export { ModelError, type ModelErrorCode, type ReadFault } from './faults.ts';
export {
  MAIN_BRANCH,
  openModel,
  type At,
  type HistoryQuery,
  type Model,
  type ModelOptions,
  type NewProject,
  type ProjectId,
  type ProjectListing,
} from './model.ts';
export type { PackageFile } from './package.ts';
export type { CommitResult, NewCommit, ProjectTree } from './projectTree.ts';
export {
  DeepForgePlugin,
  forEngine,
  runPlugin,
  type PluginMetadata,
  type PluginOutcome,
  type PluginRequest,
  type PluginSource,
} from './plugin.ts';
