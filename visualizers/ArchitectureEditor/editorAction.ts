import type { Action } from '../actions/index.ts';
import type { Editor } from './useEditor.ts';

/** What can be done in the editor: always in the command palette and by its keys. */
export interface EditorAction extends Action {
  /** Where it has a button as well: above the graph, or in the inspector of what is selected. */
  readonly button?: 'toolbar' | 'selection';
}

/** The actions that one part of the editor offers as things are now; one that makes no sense now is left out. */
export type EditorActions = (editor: Editor) => readonly EditorAction[];
