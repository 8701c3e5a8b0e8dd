/**
 * node scripts/run-ts.mjs test/fuzz/roundtrip/run.ts [--only NAME] [--networks N] [--seed N] [--no-run]: every model of
 * keras.applications, then random networks; what is lost on the way through an architecture and its code.
 */
import { parseArgs } from 'node:util';
import { lostBetween, startKeras } from '../../integration/roundtrip/roundTrip.ts';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { projectOf } from '../../integration/roundtrip/fixtures.ts';
import { randomNetwork } from '../../integration/roundtrip/randomNetwork.ts';
import { APPLICATIONS } from './applications.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    run: { type: 'boolean', default: true },
    networks: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
  allowNegative: true,
});

let failed = 0;
for (const application of values.only ?? APPLICATIONS) {
  // Each in a process of its own: the large ones take gigabytes.
  const keras = startKeras();
  const started = Date.now();
  const lost = await lostBetween(keras, { application, run: values.run });
  keras.stop();
  if (lost.length > 0) failed += 1;
  const verdict = lost.length === 0 ? 'nothing lost' : lost.join('\n  ');
  console.log(`${application}: ${verdict} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
}
const keras = startKeras();
const first = Number(values.seed);
let kept = 0;
for (let seed = first; seed < first + Number(values.networks); seed += 1) {
  const { view, architecture } = projectOf(randomNetwork(seed));
  const lost = await lostBetween(keras, { source: generateKeras(view, architecture).code, run: values.run });
  if (lost.length === 0) kept += 1;
  else console.log(`network ${seed}: ${lost.join('\n  ').slice(0, 3000)}`);
}
keras.stop();
console.log(`${kept} of ${values.networks} random networks lost nothing`);
if (kept < Number(values.networks)) failed += 1;
process.exitCode = failed === 0 ? 0 : 1;
