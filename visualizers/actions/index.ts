export type { Action } from './Action.ts';
export { ActionButton } from './ActionButton.tsx';
export { ActionRegistry } from './ActionRegistry.ts';
export { ActionsProvider, useActions, useOfferedActions } from './ActionsContext.tsx';
export { shortcutText } from './shortcut.ts';
