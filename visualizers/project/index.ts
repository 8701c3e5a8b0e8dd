export { copyDocument } from './copyDocument.ts';
export {
  OpenProjectContext,
  pastBase,
  presentBase,
  useOpenProject,
  type OpenProject,
} from './OpenProject.ts';
export { loadArchitecture } from './loadArchitecture.ts';
export { useArchitecture } from './useArchitecture.ts';
export { useEditing, type Editing } from './useEditing.ts';
export { rootOf, useProjectName, useRoot, useView } from './useView.ts';
export {
  ProjectProvider,
  useChildren,
  useProject,
  useProjectClient,
  useRecord,
  useSaveStatus,
  useScope,
  useScopes,
  useUndo,
} from '../../src/sync/client/hooks.ts';
