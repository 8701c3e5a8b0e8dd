import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelRecord } from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import type { Change } from '../../../src/domain/change.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';
import { MAIN_BRANCH, type Model, type ProjectTree } from '../../../src/model/index.ts';
import { exampleRecords, testStore, type TestStore } from './store.ts';

let store: TestStore;
let model: Model;
beforeAll(async () => {
  store = await testStore();
  model = await store.model();
});
afterAll(() => store.close());

test('what a project is made of is what is read from it', async () => {
  const records = Object.values(exampleRecords());
  const id = await model.createProject({ name: 'Example', author: 'ada', records });
  const tree = await model.openTree(id, { branch: MAIN_BRANCH });
  expect(await everything(tree)).toEqual(byId(records));
  expect(tree.faults).toEqual([]);
});

test('whatever is written is what is read, before and after the commit, by any reader', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      async (rounds) => {
        const records = Object.values(exampleRecords());
        const id = await model.createProject({ name: 'Example', author: 'ada', records });
        const state = new ProjectState(records);
        const tree = await model.openTree(id, { branch: MAIN_BRANCH });
        for (const steps of rounds) {
          for (const take of steps) {
            const changes = take(state);
            state.apply(changes);
            await tree.write(changes);
          }
          expect(await everything(tree)).toEqual(byId(state.all()));
          const result = await tree.commit({ message: 'Edit', author: 'ada', branch: MAIN_BRANCH });
          expect(result.status).toBe('committed');
        }
        const fresh = await model.openTree(id, { branch: MAIN_BRANCH });
        expect(await everything(fresh)).toEqual(byId(state.all()));
        await model.deleteProject(id);
      },
    ),
    { numRuns: 25 },
  );
});

type Step = (state: ProjectState) => Change[];

const pick = <T>(all: readonly T[], at: number): T | undefined => all[Math.floor(at * all.length)];
const of = (state: ProjectState, ...concepts: string[]) =>
  [...state.all()].filter(({ concept }) => concepts.includes(concept));
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const text = fc.oneof(fc.string(), fc.constantFrom('json:1', 'json:', 'ünï "quotes" \\ \n', '#x.y$'));
const place = fc.double({ min: 0, max: 0.999, noNaN: true });
const name = fc.oneof(
  fc.constantFrom('units', 'a.b', '$x', '_hidden', '__proto__', 'über'),
  fc.string({ minLength: 1, maxLength: 8 }),
);

const addLayer = fc
  .record({
    id: fc.uuid(),
    at: place,
    type: fc.constantFrom('Dense', 'Conv2D', 'Unheard', ''),
    value: json,
    entry: name,
  })
  .map(({ id, at, type, value, entry }): Step => (state) => {
    const parent = pick(of(state, 'Architecture'), at);
    if (!parent || state.get(id)) return [];
    const args = Object.fromEntries([[entry, value]]);
    return [{ op: 'put', record: blank('Layer', { id, parent: parent.id, type, args }) }];
  });

const connect = fc
  .record({ id: fc.uuid(), from: place, to: place })
  .map(({ id, from, to }): Step => (state) => {
    const source = pick(of(state, 'Layer', 'Step'), from);
    const target = pick(
      of(state, 'Layer', 'Step').filter(({ parent }) => parent === source?.parent),
      to,
    );
    if (!source || !target || state.get(id)) return [];
    const ends = { source: source.id, target: target.id };
    return [{ op: 'put', record: blank('Connection', { id, parent: source.parent, ...ends }) }];
  });

const addStep = fc
  .record({ id: fc.uuid(), at: place, name: text })
  .map(({ id, at, name }): Step => (state) => {
    const operation = of(state, 'Operation')[0];
    const parent = pick(of(state, 'Pipeline'), at);
    if (!operation || !parent || state.get(id)) return [];
    return [{ op: 'put', record: blank('Step', { id, parent: parent.id, name, operation: operation.id }) }];
  });

const setText = fc.record({ at: place, value: text }).map(({ at, value }): Step => (state) => {
  const record = pick([...state.all()], at);
  return record && 'name' in record ? [{ op: 'set', id: record.id, path: ['name'], value }] : [];
});

const setType = fc
  .record({ at: place, value: fc.constantFrom('Dense', 'Dropout', 'Unheard') })
  .map(({ at, value }): Step => (state) => {
    const layer = pick(of(state, 'Layer'), at);
    return layer ? [{ op: 'set', id: layer.id, path: ['type'], value }] : [];
  });

const setArgument = fc
  .record({ at: place, name, value: fc.option(json, { nil: undefined }) })
  .map(({ at, name, value }): Step => (state) => {
    const record = pick(of(state, 'Layer', 'Step'), at);
    return record ? [{ op: 'set', id: record.id, path: ['args', name], value }] : [];
  });

const setReference = fc
  .record({ at: place, name, to: fc.option(place, { nil: undefined }), gone: fc.boolean() })
  .map(({ at, name, to, gone }): Step => (state) => {
    const record = pick(of(state, 'Step'), at);
    const target = to === undefined ? undefined : pick(of(state, 'Architecture', 'Artifact'), to);
    const value = gone ? undefined : (target?.id ?? null);
    return record ? [{ op: 'set', id: record.id, path: ['references', name], value }] : [];
  });

const setPosition = fc
  .record({ at: place, value: fc.constantFrom(null, { x: -1.5, y: 2 }) })
  .map(({ at, value }): Step => (state) => {
    const record = pick(of(state, 'Layer', 'Step', 'Job'), at);
    return record ? [{ op: 'set', id: record.id, path: ['position'], value }] : [];
  });

const setExpected = fc.record({ at: place, right: fc.boolean() }).map(({ at, right }): Step => (state) => {
  const record = pick(of(state, 'Layer'), at);
  if (record?.concept !== 'Layer') return [];
  const expected = right ? record.note : `${record.note}!`;
  return [{ op: 'set', id: record.id, path: ['note'], value: 'seen', expected }];
});

const remove = place.map((at): Step => (state) => {
  const record = pick(of(state, 'Layer', 'Step', 'Connection', 'Artifact', 'Port', 'Architecture'), at);
  return record ? removal(state, record) : [];
});

/** A removal and, by chance, its being taken back. */
const removeAndRestore = fc.tuple(remove, fc.boolean()).map(([take, restored]): Step => (state) => {
  const changes = take(state);
  const before = new ProjectState(state.all());
  const inverse = before.apply(changes);
  return restored ? [...changes, ...inverse] : changes;
});

const step: fc.Arbitrary<Step> = fc.oneof(
  ...[addLayer, addLayer, connect, connect, addStep, setText, setType, setArgument, setReference],
  ...[setPosition, setExpected, removeAndRestore],
);

/** Removes a thing after all that it contains and all that points at it. */
function removal(state: ProjectState, record: ModelRecord): Change[] {
  const changes: Change[] = [];
  const gone = new Set<string>();
  const visit = (each: ModelRecord) => {
    if (gone.has(each.id)) return;
    gone.add(each.id);
    for (const child of state.childrenOf(each.id)) visit(child);
    for (const referrer of state.referrersOf(each.id)) {
      if (referrer.concept === 'Connection') visit(referrer);
      else changes.push(...unpointed(referrer, each.id));
    }
    changes.push({ op: 'remove', id: each.id });
  };
  visit(record);
  return changes;
}

const unpointed = (referrer: ModelRecord, target: string): Change[] =>
  referrer.concept === 'Step'
    ? Object.entries(referrer.references)
        .filter(([, to]) => to === target)
        .map(([entry]) => ({ op: 'set', id: referrer.id, path: ['references', entry], value: null }))
    : [];

async function everything(tree: ProjectTree): Promise<Record<string, ModelRecord>> {
  const project = await tree.loadScope('project');
  const documents = project.filter(({ concept }) =>
    ['Architecture', 'Pipeline', 'Execution'].includes(concept),
  );
  const inside: ModelRecord[] = [];
  for (const { id } of documents) inside.push(...(await tree.loadScope(id)));
  return byId([...project, ...inside]);
}

const byId = (records: Iterable<ModelRecord>) =>
  Object.fromEntries([...records].map((record) => [record.id, record]));
