/**
 * npm run fuzz:shapes -- [--cases N] [--seed N] [--layer NAME] [--networks N] [--table]: compares the rules with Keras,
 * and with --table says how many cases of each layer were accepted and refused.
 */
import { parseArgs } from 'node:util';
import type { Verdict } from './agreement.ts';
import { compareLayers, countOf } from './compareLayers.ts';
import { startKeras } from './keras.ts';
import { compareNetworks } from './networks.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    layer: { type: 'string', multiple: true },
    networks: { type: 'string', default: '1000' },
    table: { type: 'boolean', default: false },
  },
});

const keras = startKeras();
const started = Date.now();
const comparison = await compareLayers(keras, {
  cases: Number(values.cases),
  seed: Number(values.seed),
  ...(values.layer === undefined ? {} : { types: values.layer }),
});
const networks = Number(values.networks);
const networkFailure = await compareNetworks(keras, { networks, seed: Number(values.seed) });
keras.stop();

const { failures, verdicts } = comparison;
for (const failure of [...failures, networkFailure ?? []].flat()) console.log(`\n${failure}`);
const VERDICTS: readonly Verdict[] = ['accepted', 'refused', 'unknown', 'unavailable'];
if (values.table) {
  for (const [type, own] of verdicts) {
    const words = VERDICTS.map((verdict) => `${String(own.get(verdict) ?? 0)} ${verdict}`.padStart(16));
    console.log(`${type.padEnd(28)}${words.join('')}`);
  }
}
const counts = VERDICTS.map((verdict) => `${String(countOf(comparison, verdict))} ${verdict}`).join(', ');
console.log(
  `seed ${values.seed}: ${counts}, ${failures.length} layer types disagree; ` +
    `${networks} networks, ${networkFailure === null ? 'none disagrees' : 'one disagrees'} (${((Date.now() - started) / 1000).toFixed(0)} s)`,
);
process.exitCode = failures.length === 0 && networkFailure === null ? 0 : 1;
