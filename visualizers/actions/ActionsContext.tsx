import { createContext, useContext, useLayoutEffect, useSyncExternalStore, type ReactNode } from 'react';
import type { Action } from './Action.ts';
import { ActionRegistry } from './ActionRegistry.ts';
import { matches } from './shortcut.ts';

const Context = createContext(new ActionRegistry());

/** Holds the registry and answers the keyboard for it. */
export function ActionsProvider({
  registry,
  children,
}: {
  readonly registry: ActionRegistry;
  readonly children: ReactNode;
}) {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => answer(registry, event);
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [registry]);
  return <Context value={registry}>{children}</Context>;
}

/** Offers actions while the caller is on screen, from the moment that it shows. The list should be memoised. */
export function useActions(actions: readonly Action[]): void {
  const registry = useContext(Context);
  useLayoutEffect(() => registry.register(actions), [registry, actions]);
}

/** Everything that can be done now. */
export function useOfferedActions(): readonly Action[] {
  const registry = useContext(Context);
  return useSyncExternalStore(registry.subscribe, registry.list);
}

function answer(registry: ActionRegistry, event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const action = registry.list().find(({ shortcut, disabled, answeredElsewhere }) => {
    return shortcut !== undefined && !disabled && !answeredElsewhere && matches(shortcut, event);
  });
  if (!action || (isTyping(event.target) && !worksWhileTyping(action))) return;
  event.preventDefault();
  action.run();
}

/** Text fields keep their own undo, and letters belong to them. */
const worksWhileTyping = ({ shortcut }: Action) =>
  shortcut === 'Mod+K' || shortcut === 'Mod+S' || shortcut === 'Shift+Enter';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
