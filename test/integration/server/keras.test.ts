import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { blank, type ProjectView, ProjectState } from '../../../src/domain/state.ts';
import { Keras } from '../../../src/server/keras.ts';
import { done, joined } from '../../e2e/operations.ts';
import { ask, useGateway } from './gateway.ts';

const module = (body: string) =>
  `import keras\n\nclass Own(keras.layers.Layer):\n    def __init__(self, units=2, **kwargs):\n` +
  `        super().__init__(**kwargs)\n        self.units = units\n\n    def call(self, x):\n        ${body}\n`;

function project(code: string): ProjectView {
  return new ProjectState([
    blank('Project', { id: 'p', parent: null }),
    blank('Code', { id: 'c', parent: 'p', name: 'own', code }),
  ]);
}

const question = (args: Record<string, number> = {}) => ({
  type: 'Own',
  args,
  inputs: { x: [{ shape: [null, 3], dtype: 'float32' }] },
});

async function answersOf(keras: Keras, code: string, ...questions: ReturnType<typeof question>[]) {
  const modules = [{ name: 'own', code }];
  return keras.answer(project(code), { modules, questions });
}

const repeating = module('return keras.ops.repeat(x, self.units, axis=-1)');
const shapes = (answer: unknown) =>
  (answer as { outputs: { shape: unknown }[] }).outputs.map(({ shape }) => shape);

describe('Keras, asked about a layer of the project', () => {
  test('answers, answers otherwise once the code changed, outlives an endless loop, and says what is wrong', async () => {
    const keras = new Keras({ limit: 10_000 });
    try {
      const [two, four] = await answersOf(keras, repeating, question(), question({ units: 4 }));
      expect([shapes(two), shapes(four)]).toEqual([[[null, 6]], [[null, 12]]]);
      const [changed] = await answersOf(keras, module('return x[:, 0]'), question());
      expect(shapes(changed)).toEqual([[null]]);
      const [wrong] = await answersOf(keras, module('return nowhere'), question());
      expect(wrong).toMatchObject({ status: 'refused' });
      expect((wrong as { message: string }).message).toMatch(/^NameError: .*nowhere.* \(own\.py, line 9\)$/);
      const quick = new Keras({ limit: 3000 });
      const [endless] = await answersOf(quick, module('while True: pass'), question());
      expect(endless).toMatchObject({ status: 'failed' });
      expect((endless as { message: string }).message).toContain('no answer within 3 s');
      await quick.close();
      const [gone] = await answersOf(keras, `import os\nos._exit(1)\n${repeating}`, question());
      expect(gone).toMatchObject({ status: 'failed' });
      const [again] = await answersOf(keras, repeating, question({ units: 5 }));
      expect(shapes(again)).toEqual([[null, 15]]);
    } finally {
      await keras.close();
    }
  }, 240_000);

  test('is not given code that the project does not have', async () => {
    const keras = new Keras();
    const modules = [{ name: 'own', code: 'import os' }];
    expect(await keras.answer(project(repeating), { modules, questions: [question()] })).toEqual([null]);
    await keras.close();
  });
});

describe('the route', () => {
  const gateway = useGateway();

  test('asks about the code of the project as it is, and refuses what is no question', async () => {
    const { url, project: id } = gateway();
    const post = async (body: unknown) =>
      fetch(`${url}/api/v1/projects/${id}/shapes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const other = await post({ modules: [{ name: 'own', code: repeating }], questions: [question()] });
    expect(await other.json()).toEqual({ answers: [null] });
    expect((await post({ modules: [], questions: [{ type: 1 }] })).status).toBe(400);
  });

  test('answers with what Keras makes of a module that people wrote, until they write another', async () => {
    const { url, project: id } = gateway();
    const { connection, client } = await joined(url, id);
    const parent = [...client.view.all()].find(({ concept }) => concept === 'Project')?.id ?? '';
    const own = blank('Code', { id: randomUUID(), parent, name: 'own', code: repeating });
    await done(client.run({ type: 'insert', records: [own] }));
    const asked = async (code: string) =>
      ask<{ answers: unknown[] }>(url, `/projects/${id}/shapes`, {
        modules: [{ name: 'own', code }],
        questions: [question()],
      });
    const { answers } = await asked(repeating);
    expect(answers).toMatchObject([{ status: 'known', weights: [] }]);
    expect(shapes(answers[0])).toEqual([[null, 6]]);
    const other = module('return x');
    await done(client.run({ type: 'assign', values: [{ id: own.id, path: ['code'], value: other }] }));
    expect(await asked(repeating)).toEqual({ answers: [null] });
    expect(shapes((await asked(other)).answers[0])).toEqual([[null, 3]]);
    connection.close();
  }, 240_000);
});
