import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json } from '../meta/json.ts';
import { checkArchitecture, type ArchitectureCheck } from '../src/domain/architecture/check.ts';
import { generateKeras } from '../src/domain/codegen/keras.ts';
import { ProjectState } from '../src/domain/state.ts';
import type { Bench, Row } from './bench.ts';
import { projectWith } from './lib/network.ts';
import { python } from './lib/python.ts';
import { median, quantile } from './lib/quantile.ts';

/** Each thing is done this often, less often where the network is large. */
const RUNS = 100;
const RUNS_LARGE = 20;
/** A frame: an edit shows what follows from it before the next picture is drawn. */
const EDIT_MS = 16;
const WHOLE_MS = 50;
const BUILDS = 3;

const shapes: Bench = {
  name: 'shapes',
  async run() {
    const limited = projectWith(1_000);
    const keras = median(await kerasBuilds(limited));
    return [
      ...measure(limited, { whole: WHOLE_MS, edit: EDIT_MS }, keras),
      ...measure(projectWith(10_000), {}, undefined),
    ];
  },
};
export default shapes;

type Project = ReturnType<typeof projectWith>;

function measure(
  project: Project,
  limits: { readonly whole?: number; readonly edit?: number },
  keras: number | undefined,
): Row[] {
  const state = new ProjectState(project.records);
  const id = project.architecture.id;
  const known = checkArchitecture(state, id);
  const [problem] = known.problems;
  if (problem) throw new Error(`Expected a network without problems. Received: ${problem.message}`);
  const size = `${project.layers.length.toLocaleString('en')} layers`;
  const whole = times(project, () => checkArchitecture(state, id));
  const peers = keras === undefined ? {} : { peers: [{ name: 'Keras builds it', value: keras }] };
  return [
    { metric: `whole check, p50, ${size}`, value: median(whole), unit: 'ms', ...peers },
    { metric: `whole check, p95, ${size}`, value: quantile(whole, 0.95), unit: 'ms', ...limit(limits.whole) },
    ...EDITS.flatMap(({ where, layer, path, values }) => {
      const edited = edits(state, known, project, layer(project), path, values);
      return [
        { metric: `edit ${where}, p50, ${size}`, value: median(edited), unit: 'ms' },
        {
          metric: `edit ${where}, p95, ${size}`,
          value: quantile(edited, 0.95),
          unit: 'ms',
          ...limit(limits.edit),
        },
      ];
    }),
  ];
}

const limit = (most: number | undefined) => (most === undefined ? {} : { limit: most });

/** Each changes the shape of everything after it. */
const EDITS = [
  {
    where: 'at the beginning',
    layer: ({ layers }: Project) => layers[1],
    path: ['args', 'height'],
    values: [224, 256],
  },
  {
    where: 'in the middle',
    layer: ({ middle }: Project) => middle,
    path: ['args', 'pool_size'],
    values: [
      [3, 3],
      [2, 2],
    ],
  },
  {
    where: 'at the end',
    layer: ({ layers }: Project) => layers.at(-1),
    path: ['args', 'units'],
    values: [100, 10],
  },
] as const;

/** From the changed record to all that is known of the network with it. */
function edits(
  state: ProjectState,
  first: ArchitectureCheck,
  project: Project,
  layer: { readonly id: string } | undefined,
  path: readonly [string, string],
  values: readonly Json[],
): number[] {
  let known = first;
  let run = 0;
  return times(project, () => {
    const value = values[run % values.length];
    run += 1;
    state.apply([{ op: 'set', id: layer?.id ?? '', path, value }]);
    const next = checkArchitecture(state, project.architecture.id, known);
    if (next.totals.macs.value === known.totals.macs.value) throw new Error('The edit did nothing.');
    known = next;
  });
}

function times({ layers }: Project, work: () => unknown): number[] {
  return Array.from({ length: layers.length > 1_000 ? RUNS_LARGE : RUNS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

/** Milliseconds that Keras takes to call every layer of the network on symbolic tensors. */
async function kerasBuilds({ records, architecture }: Project): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'deepforge-bench-'));
  try {
    const file = join(folder, 'network.py');
    await writeFile(file, generateKeras(new ProjectState(records), architecture.id).code);
    return JSON.parse(await python([BUILDER, file, String(BUILDS)])) as number[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const BUILDER = fileURLToPath(new URL('lib/build_network.py', import.meta.url));
