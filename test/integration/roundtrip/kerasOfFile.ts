import { afterAll, beforeAll } from 'vitest';
import { startKeras, type Keras } from './roundTrip.ts';

/** One process of Keras for all the tests of a file, which runs while they do. */
export function kerasOfFile(): Pick<Keras, 'ask'> {
  let keras: Keras;
  beforeAll(() => {
    keras = startKeras();
  });
  afterAll(() => {
    keras.stop();
  });
  return { ask: (question) => keras.ask(question) };
}
