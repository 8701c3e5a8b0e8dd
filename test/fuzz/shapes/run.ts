/** npm run fuzz:shapes -- [--cases N] [--seed N] [--layer NAME] [--networks N]: compares the rules with Keras. */
import { parseArgs } from 'node:util';
import { compareLayers } from './compareLayers.ts';
import { startKeras } from './keras.ts';
import { compareNetworks } from './networks.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    layer: { type: 'string', multiple: true },
    networks: { type: 'string', default: '1000' },
  },
});

const keras = startKeras();
const started = Date.now();
const { failures, verdicts } = await compareLayers(keras, {
  cases: Number(values.cases),
  seed: Number(values.seed),
  ...(values.layer === undefined ? {} : { types: values.layer }),
});
const networks = Number(values.networks);
const networkFailure = await compareNetworks(keras, { networks, seed: Number(values.seed) });
keras.stop();

for (const failure of [...failures, networkFailure ?? []].flat()) console.log(`\n${failure}`);
const counts = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
console.log(
  `seed ${values.seed}: ${counts}, ${failures.length} layer types disagree; ` +
    `${networks} networks, ${networkFailure === null ? 'none disagrees' : 'one disagrees'} (${((Date.now() - started) / 1000).toFixed(0)} s)`,
);
process.exitCode = failures.length === 0 && networkFailure === null ? 0 : 1;
