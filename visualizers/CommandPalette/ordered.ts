import type { Action } from '../actions/index.ts';
import { rank } from '../words/index.ts';

/** What is done with what is selected. */
const AT_HAND: ReadonlySet<string> = new Set(['Fixes', 'Selection', 'Arrange', 'Clipboard']);

/** The actions that answer a search: what fits best first, and of what fits alike what is at hand. */
export function ordered(actions: readonly Action[], search: string): readonly Action[] {
  return actions
    .map((action) => ({ action, fit: fitOf(action, search), turn: turnOf(action) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => stepOf(b.fit) - stepOf(a.fit) || a.turn - b.turn || b.fit - a.fit)
    .map(({ action }) => action);
}

const fitOf = ({ label, keywords = [], group }: Action, search: string) =>
  rank(search, { label, keywords, about: group });

/** A name that begins with the search fits as well as any other, however long it is. */
const stepOf = (fit: number) => Math.floor(fit * 10);

function turnOf({ group, opens, disabled }: Action): number {
  if (disabled === true) return 3;
  if (opens === true) return 2;
  return AT_HAND.has(group) ? 0 : 1;
}
