import { conceptOf, type ModelRecord } from '../../../meta/index.ts';

/** Copies with ids of their own: what the records say of each other, the copies say of each other. */
export function renewed(records: readonly ModelRecord[], newId: () => string): ModelRecord[] {
  const ids = new Map(records.map(({ id }) => [id, newId()]));
  return records.map((record) => withIds(record, (id) => ids.get(id) ?? id));
}

function withIds(record: ModelRecord, renew: (id: string) => string): ModelRecord {
  const { pointers, maps } = conceptOf(record.concept);
  const values = record as unknown as Readonly<Record<string, unknown>>;
  const direct = Object.keys(pointers).map((name) => [name, renewAny(values[name], renew)]);
  const mapped = Object.entries(maps)
    .filter(([, map]) => map.of === 'pointer')
    .map(([name]) => [name, renewEach(values[name], renew)]);
  const copy = {
    ...record,
    id: renew(record.id),
    parent: record.parent === null ? null : renew(record.parent),
    ...Object.fromEntries([...direct, ...mapped]),
  } as ModelRecord;
  // The ports of steps and blocks are named by ids; other names are in no list of ids.
  return copy.concept === 'Connection'
    ? { ...copy, sourcePort: renew(copy.sourcePort), targetPort: renew(copy.targetPort) }
    : copy;
}

const renewAny = (value: unknown, renew: (id: string) => string) =>
  typeof value === 'string' ? renew(value) : value;

const renewEach = (values: unknown, renew: (id: string) => string) =>
  Object.fromEntries(
    Object.entries(values as Readonly<Record<string, unknown>>).map(([name, value]) => [
      name,
      renewAny(value, renew),
    ]),
  );
