import * as z from 'zod';
import { CONCEPTS, conceptOf, type ConceptName, type ModelRecord } from '../../meta/index.ts';
import type { Set as Change } from './change.ts';
import type { Concept, Field } from '../../meta/concept.ts';

const LONGEST_TEXT = 2_000_000;

/** Parses a record of any concept; what it returns has exactly the fields that the metamodel names. */
export const modelRecord: z.ZodType<ModelRecord> = z.lazy(() => anyRecord);

const parsers = Object.fromEntries(
  Object.values(CONCEPTS).map((concept) => [concept.name, recordParser(concept)]),
) as Record<ConceptName, z.ZodObject>;

const [first, ...rest] = Object.values(parsers) as [z.ZodObject, ...z.ZodObject[]];
const anyRecord = z.discriminatedUnion('concept', [
  first,
  ...rest,
] as never) as unknown as z.ZodType<ModelRecord>;

/** What is wrong with a value for a field, pointer or map entry; undefined when nothing is. */
export function faultOfValue(concept: ConceptName, path: Change['path'], value: unknown): string | undefined {
  const parser = valueParser(conceptOf(concept), path);
  if (!parser) return `${concept} has no ${path.join('.')}`;
  const parsed = parser.safeParse(value);
  return parsed.success ? undefined : parsed.error.issues.map((issue) => issue.message).join('; ');
}

function recordParser(concept: Concept): z.ZodObject {
  const fields = Object.entries(concept.fields).map(([name, field]) => [name, fieldParser(field)]);
  const pointers = Object.entries(concept.pointers).map(([name, { required }]) => [
    name,
    pointerParser(required),
  ]);
  const maps = Object.entries(concept.maps).map(([name, map]) => [
    name,
    z.record(z.string().min(1).max(100), map.of === 'value' ? z.json() : pointerParser(false)),
  ]);
  return z.strictObject({
    id: z.guid(),
    concept: z.literal(concept.name),
    parent: z.guid().nullable(),
    ...(Object.fromEntries([...fields, ...pointers, ...maps]) as z.ZodRawShape),
  });
}

function valueParser(concept: Concept, [name, entry]: Change['path']): z.ZodType | undefined {
  const map = own(concept.maps, name);
  if (map && entry !== undefined)
    return map.of === 'value' ? z.json().optional() : pointerParser(false).optional();
  if (entry !== undefined) return undefined;
  const field = own(concept.fields, name);
  if (field) return fieldParser(field);
  const pointer = own(concept.pointers, name);
  return pointer && pointerParser(pointer.required);
}

/** Names come from the network: `__proto__` and the like name nothing. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function fieldParser(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
      return z.string().max(LONGEST_TEXT);
    case 'number':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'choice':
      return z.enum(field.options as [string, ...string[]]);
    case 'time':
      return z.number().nullable();
    case 'json': {
      const fits = field.fits;
      return fits ? z.json().refine(fits, 'it has another shape') : z.json();
    }
    default:
      return field satisfies never;
  }
}

function pointerParser(required: boolean): z.ZodType {
  return required ? z.guid() : z.guid().nullable();
}
