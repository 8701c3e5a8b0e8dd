import { newDataFolder, startProduct, type Product } from '../test/e2e/product.ts';
import type { Bench, Row } from './bench.ts';
import { median } from './lib/quantile.ts';
import { childProcesses, residentBytes, untilQuiet } from './lib/processes.ts';

const STARTS = 3;
/** From the command to the address that can be opened. */
const READY_S = 3;

const startup: Bench = {
  name: 'start-up',
  async run() {
    const data = await newDataFolder();
    try {
      const first = await startAndStop(data.folder);
      const later: Start[] = [];
      for (let n = 0; n < STARTS; n += 1) later.push(await startAndStop(data.folder));
      return [
        { metric: 'start in a new data folder', value: first.seconds, unit: 's', limit: READY_S },
        {
          metric: 'start in a known data folder',
          value: median(later.map(({ seconds }) => seconds)),
          unit: 's',
          limit: READY_S,
        },
        ...later.slice(-1).flatMap(memoryRows),
      ];
    } finally {
      await data.remove();
    }
  },
};
export default startup;

interface Start {
  readonly seconds: number;
  readonly gateway: number;
  readonly spare: number;
}

/** As a person starts it, with one interpreter kept warm. */
async function startAndStop(folder: string): Promise<Start> {
  const before = performance.now();
  const product = await startProduct(folder, []);
  const seconds = (performance.now() - before) / 1_000;
  try {
    return { seconds, ...(await memoryOf(product)) };
  } finally {
    await product.stop();
  }
}

async function memoryOf({ process: { pid = 0 } }: Product) {
  const spares = await childProcesses(pid);
  await Promise.all(spares.map(untilQuiet));
  const bytes = await Promise.all(spares.map(residentBytes));
  return { gateway: await residentBytes(pid), spare: bytes.reduce((sum, one) => sum + one, 0) };
}

const memoryRows = ({ gateway, spare }: Start): Row[] => [
  { metric: 'memory of the gateway after start', value: gateway / 1e6, unit: 'MB' },
  { metric: 'memory of the warm interpreter', value: spare / 1e6, unit: 'MB' },
];
