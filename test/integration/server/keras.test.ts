import { describe, expect, test } from 'vitest';
import { blank, type ProjectView, ProjectState } from '../../../src/domain/state.ts';
import { Keras } from '../../../src/server/keras.ts';
import { useGateway } from './gateway.ts';

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

async function ask(keras: Keras, code: string, ...questions: ReturnType<typeof question>[]) {
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
      const [two, four] = await ask(keras, repeating, question(), question({ units: 4 }));
      expect([shapes(two), shapes(four)]).toEqual([[[null, 6]], [[null, 12]]]);
      const [changed] = await ask(keras, module('return x[:, 0]'), question());
      expect(shapes(changed)).toEqual([[null]]);
      const [wrong] = await ask(keras, module('return nowhere'), question());
      expect(wrong).toMatchObject({ status: 'refused' });
      expect((wrong as { message: string }).message).toMatch(/^NameError: .*nowhere.* \(own\.py, line 9\)$/);
      const quick = new Keras({ limit: 3000 });
      const [endless] = await ask(quick, module('while True: pass'), question());
      expect(endless).toMatchObject({ status: 'failed' });
      expect((endless as { message: string }).message).toContain('no answer within 3 s');
      await quick.close();
      const [gone] = await ask(keras, `import os\nos._exit(1)\n${repeating}`, question());
      expect(gone).toMatchObject({ status: 'failed' });
      const [again] = await ask(keras, repeating, question({ units: 5 }));
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
});
