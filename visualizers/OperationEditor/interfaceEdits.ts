import { generateKeyBetween } from 'fractional-indexing';
import type { AttributeRecord, ModelRecord, PortRecord, ReferenceRecord } from '../../meta/index.ts';
import type { Command } from '../../src/domain/command.ts';
import { freeName } from '../../src/domain/names.ts';
import { blank } from '../../src/domain/state.ts';

export type Part = PortRecord | AttributeRecord | ReferenceRecord;

/** What can be declared, by the section it stands in. */
export const SECTIONS = [
  { id: 'inputs', title: 'Inputs', noun: 'input', first: 'data' },
  { id: 'outputs', title: 'Outputs', noun: 'output', first: 'result' },
  { id: 'attributes', title: 'Attributes', noun: 'attribute', first: 'value' },
  { id: 'references', title: 'References', noun: 'reference', first: 'model' },
] as const;
export type SectionId = (typeof SECTIONS)[number]['id'];

export const sectionOf = (part: Part): SectionId =>
  part.concept === 'Port'
    ? part.direction === 'input'
      ? 'inputs'
      : 'outputs'
    : part.concept === 'Attribute'
      ? 'attributes'
      : 'references';

/** Declares one more, at the end of its section. */
export function declare(
  section: SectionId,
  operation: string,
  siblings: readonly Part[],
  id: string,
): Command {
  const { first } = SECTIONS.find((one) => one.id === section) ?? SECTIONS[0];
  const name = freeName(first, new Set(siblings.map((sibling) => sibling.name)));
  const order = generateKeyBetween(siblings.at(-1)?.order ?? null, null);
  const own = { id, parent: operation, name, order };
  return { type: 'insert', records: [partOf(section, own)] };
}

function partOf(
  section: SectionId,
  own: { readonly id: string; readonly parent: string; readonly name: string; readonly order: string },
): ModelRecord {
  switch (section) {
    case 'inputs':
      return blank('Port', { ...own, direction: 'input' });
    case 'outputs':
      return blank('Port', { ...own, direction: 'output' });
    case 'attributes':
      return blank('Attribute', { ...own, type: 'float', default: 0 });
    case 'references':
      return blank('Reference', own);
    default:
      return section satisfies never;
  }
}

/** Moves a declaration one place up or down among its siblings; undefined at the end of the way. */
export function move(part: Part, siblings: readonly Part[], by: -1 | 1): Command | undefined {
  const others = siblings.filter(({ id }) => id !== part.id);
  const place = siblings.findIndex(({ id }) => id === part.id) + by;
  if (place < 0 || place > others.length) return undefined;
  const order = generateKeyBetween(others[place - 1]?.order ?? null, others[place]?.order ?? null);
  return { type: 'assign', values: [{ id: part.id, path: ['order'], value: order }] };
}
