import { describe, expect, test } from 'vitest';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { planExecution } from '../../../src/domain/execution/plan.ts';
import { checkPipeline } from '../../../src/domain/pipeline/check.ts';
import { modelRecord } from '../../../src/domain/record.ts';
import { ProjectState } from '../../../src/domain/state.ts';
import { TEMPLATES } from '../../../seeds/index.ts';

const named = (id: string) => {
  const template = TEMPLATES.find((candidate) => candidate.id === id);
  if (!template) throw new Error(`Expected template ${id}.`);
  return new ProjectState(template.records);
};

const one = (state: ProjectState, concept: string) => {
  const found = [...state.all()].find((record) => record.concept === concept);
  if (!found) throw new Error(`Expected a ${concept}.`);
  return found.id;
};

describe.each(TEMPLATES.map(({ id, records }) => [id, records] as const))('template %s', (_id, records) => {
  test('holds records as the metamodel describes them, containers first', () => {
    const seen = new Set<string | null>([null]);
    for (const record of records) {
      expect(modelRecord.parse(record)).toEqual(record);
      expect(seen).toContain(record.parent);
      seen.add(record.id);
    }
  });
});

describe.each(['digits', 'cifar10'])('the pipeline of %s', (id) => {
  test('has no problems', () => {
    const state = named(id);
    expect(checkPipeline(state, one(state, 'Pipeline'))).toEqual([]);
  });

  test('is planned as a copy of everything it needs', () => {
    const state = named(id);
    let number = 0;
    const decision = planExecution(state, {
      pipeline: one(state, 'Pipeline'),
      execution: '00000000-0000-4000-8000-000000000000',
      commit: '#0',
      author: 'ada',
      now: 0,
      newId: () => `00000000-0000-4000-8000-${String((number += 1)).padStart(12, '0')}`,
      overrides: { 'Train.epochs': 3 },
    });
    expect(decision).toMatchObject({ ok: true, message: 'Executed Train_and_Score as Train_and_Score' });
    const records = decision.ok
      ? decision.changes.flatMap((change) => (change.op === 'put' ? [change.record] : []))
      : [];
    const train = records.find((record) => record.concept === 'Job' && record.name === 'Train');
    expect(records.map(({ concept }) => concept).sort()).toEqual([
      'Connection',
      'Connection',
      'Connection',
      'Connection',
      'Execution',
      'Job',
      'Job',
      'Job',
      'Job',
    ]);
    expect(train).toMatchObject({
      args: { learning_rate: 0.001, batch_size: 32, epochs: 3 },
      references: {
        model: { kind: 'architecture', code: expect.stringContaining('def build_model()') as string },
      },
    });
  });
});

test('the network of the digits reads as a person would write it', () => {
  const state = named('digits');
  expect(generateKeras(state, one(state, 'Architecture')).code).toMatchInlineSnapshot(`
    """"DigitsNet: made by DeepForge from the architecture of that name."""

    import keras
    from keras import layers


    def build_model() -> keras.Model:
        image = keras.Input(shape=(8, 8, 1), name="image")
        conv_1 = layers.Conv2D(32, 3, padding="same", activation="relu", name="conv_1")(
            image
        )
        conv_2 = layers.Conv2D(64, 3, padding="same", activation="relu", name="conv_2")(
            conv_1
        )
        pool = layers.MaxPooling2D(name="pool")(conv_2)
        flatten = layers.Flatten(name="flatten")(pool)
        dropout = layers.Dropout(0.3, name="dropout")(flatten)
        dense_1 = layers.Dense(128, activation="relu", name="dense_1")(dropout)
        dense_2 = layers.Dense(10, activation="softmax", name="dense_2")(dense_1)
        return keras.Model(inputs=image, outputs=dense_2, name="DigitsNet")
    "
  `);
});
