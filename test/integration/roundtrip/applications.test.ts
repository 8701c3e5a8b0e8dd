import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPLICATIONS } from '../../fuzz/roundtrip/applications.ts';
import { roundTrip, startKeras, type Keras } from './roundTrip.ts';

let keras: Keras;
beforeAll(() => {
  keras = startKeras();
});
afterAll(() => {
  keras.stop();
});

test.each(Object.keys(APPLICATIONS))(
  '%s is checked as Keras builds it, and its code makes it again',
  async (application) => {
    expect(await roundTrip(keras, { application, run: false })).toEqual({ lost: [] });
  },
  180_000,
);
