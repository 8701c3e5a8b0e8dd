import type { CommitNote } from './branchStore.ts';

const SPELT_OUT = 5;

/** What history says of edits that became one commit. */
export function commitNote(edits: readonly CommitNote[]): CommitNote {
  const authors = [...new Set(edits.map(({ author }) => author))];
  return { author: authors.join(', '), message: sentence(edits.map(({ message }) => message)) };
}

function sentence(messages: readonly string[]): string {
  const [only] = messages;
  if (only !== undefined && messages.length === 1) return only;
  const rest = messages.length - SPELT_OUT;
  const spelt = messages.slice(0, SPELT_OUT).join('; ');
  return `${messages.length} edits: ${spelt}${rest > 0 ? `; and ${rest} more` : ''}`;
}
