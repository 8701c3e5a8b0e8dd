import { randomUUID } from 'node:crypto';
import type { Change } from '../domain/change.ts';
import { blank } from '../domain/state.ts';
import type { ContentStore } from './contentStore.ts';
import { ownFile } from './ownFile.ts';
import type { JobEvent } from './spec.ts';

/** More than anybody looks at; a job that reports more has lost count. */
const MOST_KEPT = 500;

/** What is kept in the model of the metrics and figures of a job, once it has ended: the last word of each. */
export async function summarise(
  job: string,
  folder: string,
  events: readonly JobEvent[],
  content: ContentStore,
): Promise<Change[]> {
  const metrics = metricRecords(job, events);
  const figures = await figureRecords(job, folder, events, content);
  return [...metrics, ...figures].map((record): Change => ({ op: 'put', record }));
}

function metricRecords(job: string, events: readonly JobEvent[]) {
  const curves = new Map<string, number[]>();
  for (const event of events) {
    if (event.type !== 'metric' || event.scope === 'batch') continue;
    for (const [name, value] of Object.entries(event.values)) {
      if (value === null) continue;
      const curve = curves.get(name);
      if (curve) curve.push(value);
      else curves.set(name, [value]);
    }
  }
  return [...curves].slice(0, MOST_KEPT).map(([name, values]) =>
    blank('Metric', {
      id: randomUUID(),
      parent: job,
      name,
      last: values.at(-1) ?? null,
      best: { min: least(values), max: greatest(values) },
      steps: values.length,
    }),
  );
}

const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
const greatest = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);

async function figureRecords(
  job: string,
  folder: string,
  events: readonly JobEvent[],
  content: ContentStore,
) {
  const latest = new Map<string, Extract<JobEvent, { type: 'figure' }>>();
  for (const event of events) if (event.type === 'figure') latest.set(event.figure, event);
  const found = await Promise.all(
    [...latest.values()].slice(0, MOST_KEPT).map(async ({ figure, title, file, format }) => {
      const own = await ownFile(folder, file);
      if (own === undefined) return [];
      const { sha256 } = await content.putFile(own);
      const name = title || `Figure ${figure}`;
      return [blank('Figure', { id: randomUUID(), parent: job, name, format, sha256 })];
    }),
  );
  return found.flat();
}
