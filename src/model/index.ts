export { describeEngine } from './config.ts';
export { ModelError, type ModelErrorCode } from './faults.ts';
export { MAIN_BRANCH, openModel, type Announce, type Model, type ModelOptions } from './model.ts';
export type { PackageFile } from './package.ts';
export type { ProjectTree } from './projectTree.ts';
export { DeepForgePlugin, forEngine, runPlugin, type PluginOutcome, type PluginRequest } from './plugin.ts';
