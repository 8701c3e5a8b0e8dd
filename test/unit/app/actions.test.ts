import { describe, expect, test } from 'vitest';
import type { Action } from '../../../visualizers/actions/Action.ts';
import { ActionRegistry } from '../../../visualizers/actions/ActionRegistry.ts';
import { ordered } from '../../../visualizers/CommandPalette/ordered.ts';
import { matches, shortcutText } from '../../../visualizers/actions/shortcut.ts';

const action = (id: string, label = id): Action => ({ id, label, group: 'Test', run: () => undefined });
const stroke = (key: string, held: readonly ('ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey')[] = []) => ({
  key,
  ctrlKey: held.includes('ctrlKey'),
  metaKey: held.includes('metaKey'),
  shiftKey: held.includes('shiftKey'),
  altKey: held.includes('altKey'),
});

describe('the registry', () => {
  test('what came later stands first, and hides what has the same id', () => {
    const registry = new ActionRegistry();
    registry.register([action('a', 'old'), action('b')]);
    registry.register([action('a', 'new')]);
    expect(registry.list().map(({ label }) => label)).toEqual(['new', 'b']);
  });

  test('what is released is gone, and listeners hear of it', () => {
    const registry = new ActionRegistry();
    const release = registry.register([action('a')]);
    let heard = 0;
    registry.subscribe(() => (heard += 1));
    release();
    expect([registry.list(), heard]).toEqual([[], 1]);
  });
});

describe('the command palette', () => {
  const offered: readonly Action[] = [
    { ...action('place', 'Dense nets'), group: 'Architectures', opens: true },
    { ...action('history', 'History'), group: 'Go to', opens: true },
    { ...action('add', 'Add a layer'), group: 'Layers', keywords: ['insert'] },
    { ...action('undo', 'Undo'), group: 'Edit', disabled: true },
    { ...action('delete', 'Delete'), group: 'Selection' },
    { ...action('rename', 'Rename'), group: 'Selection' },
  ];
  const found = (search: string) => ordered(offered, search).map(({ id }) => id);

  test('offers what can be done with the selection first, places after that, and last what cannot be done', () => {
    expect(found('')).toEqual(['delete', 'rename', 'add', 'place', 'history', 'undo']);
  });

  test.each([
    ['the name before a part of it', 'dense nets', ['place']],
    ['of names that begin alike what is at hand', 'de', ['delete', 'place']],
    ['what begins so before what holds it', 'name', ['rename']],
    ['other words for it', 'insert', ['add']],
    ['nothing by nonsense', 'qqq', []],
  ])('finds %s', (_what, search, expected) => {
    expect(found(search)).toEqual(expected);
  });
});

describe('shortcuts', () => {
  test('Mod is Ctrl, and Command on a Mac', () => {
    expect(matches('Mod+Z', stroke('z', ['ctrlKey']), false)).toBe(true);
    expect(matches('Mod+Z', stroke('z', ['metaKey']), true)).toBe(true);
    expect(matches('Mod+Z', stroke('z', ['ctrlKey']), true)).toBe(false);
  });

  test('a key more or less is another shortcut', () => {
    expect(matches('Mod+Z', stroke('Z', ['ctrlKey', 'shiftKey']), false)).toBe(false);
    expect(matches('Mod+Shift+Z', stroke('Z', ['ctrlKey', 'shiftKey']), false)).toBe(true);
  });

  test('they are written as they are on the keys', () => {
    expect(shortcutText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(shortcutText('Mod+Shift+Z', true)).toBe('⌘⇧Z');
  });
});
