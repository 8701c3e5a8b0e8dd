/**
 * npm run fuzz:roundtrip -- [--of applications|fixtures|networks] [--name NAME] [--networks N] [--seed N] [--no-run]:
 * every model of keras.applications, every network of the existing system, then random networks; what is lost on the
 * way through an architecture and its code. --of, --name and --seed may be given several times: as many networks are
 * drawn from each seed on, so `--of networks --networks 1 --seed 7 --seed 9` draws two again.
 */
import { parseArgs } from 'node:util';
import { fixtureDrawing, FIXTURES } from '../../integration/roundtrip/fixtures.ts';
import { randomNetwork } from '../../integration/roundtrip/randomNetwork.ts';
import {
  roundTrip,
  roundTripOfDrawing,
  startKeras,
  type Keras,
  type RoundTrip,
} from '../../integration/roundtrip/roundTrip.ts';
import { APPLICATIONS } from './applications.ts';

const { values } = parseArgs({
  options: {
    of: { type: 'string', multiple: true, default: ['applications', 'fixtures', 'networks'] },
    name: { type: 'string', multiple: true },
    run: { type: 'boolean', default: true },
    networks: { type: 'string', default: '500' },
    seed: { type: 'string', multiple: true, default: [String(Date.now() % 1_000_000)] },
  },
  allowNegative: true,
});
const namesOf = (what: string, all: readonly string[]) =>
  values.of.includes(what) ? all.filter((name) => values.name?.includes(name) ?? true) : [];

let failed = 0;
const outcomes = new Map<string, number>();

/** In words, and counted. */
async function report(name: string, trip: Promise<RoundTrip>, isQuiet = false) {
  const started = Date.now();
  const { lost, outputs = 'outputs not compared' } = await trip;
  const outcome = lost.length > 0 ? 'lost something' : outputs.replace(/:.*/s, '');
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  if (lost.length > 0) failed += 1;
  if (isQuiet && outcome === 'identical') return;
  const verdict = lost.length === 0 ? `nothing lost, outputs ${outputs}` : lost.join('\n  ').slice(0, 6000);
  console.log(`${name}: ${verdict} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
}

function summary(what: string) {
  console.log(
    `${what}: ${[...outcomes].map(([outcome, count]) => `${String(count)} ${outcome}`).join(', ')}\n`,
  );
  outcomes.clear();
}

let keras: Keras = startKeras();

/** What was compiled for models before takes gigabytes. */
function startAgain() {
  keras.stop();
  keras = startKeras();
}

// The whole configuration at its usual size is what `applications.test.ts` compares; here the outputs count.
for (const [index, name] of namesOf('applications', Object.keys(APPLICATIONS)).entries()) {
  if (index % 8 === 7) startAgain();
  const size = APPLICATIONS[name] ?? 224;
  const question = { application: name, arguments: { input_shape: [size, size, 3] }, run: values.run };
  await report(name, roundTrip(keras, question));
}
summary('applications');

for (const name of namesOf('fixtures', FIXTURES)) {
  await report(name, roundTripOfDrawing(keras, fixtureDrawing(name), values.run));
}
summary('fixtures');

const networks = values.of.includes('networks') ? Number(values.networks) : 0;
for (const first of values.seed.map(Number)) {
  for (let seed = first; seed < first + networks; seed += 1) {
    if ((seed - first) % 100 === 99) startAgain();
    await report(`network ${String(seed)}`, roundTripOfDrawing(keras, randomNetwork(seed), values.run), true);
  }
}
summary(`${String(networks)} random networks from seed ${values.seed.join(', ')} on`);
keras.stop();
process.exitCode = failed === 0 ? 0 : 1;
