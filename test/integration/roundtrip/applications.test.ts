import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPLICATIONS } from '../../fuzz/roundtrip/applications.ts';
import { roundTrip, startKeras, type Keras } from './roundTrip.ts';

// Two at a time, since nearly all of the time is that of Python.
const all: Keras[] = [];
const idle: Keras[] = [];
const waiting: ((keras: Keras) => void)[] = [];

beforeAll(() => {
  all.push(startKeras(), startKeras());
  idle.push(...all);
});
afterAll(() => {
  for (const keras of all) keras.stop();
});

async function withKeras<T>(use: (keras: Keras) => Promise<T>): Promise<T> {
  const keras = idle.pop() ?? (await new Promise<Keras>((resolve) => waiting.push(resolve)));
  try {
    return await use(keras);
  } finally {
    const next = waiting.shift();
    if (next) next(keras);
    else idle.push(keras);
  }
}

test.concurrent.each(Object.keys(APPLICATIONS))(
  '%s is checked as Keras builds it, and its code makes it again',
  async (application) => {
    const trip = await withKeras(async (keras) => roundTrip(keras, { application, run: false }));
    expect(trip).toEqual({ lost: [] });
  },
  180_000,
);
