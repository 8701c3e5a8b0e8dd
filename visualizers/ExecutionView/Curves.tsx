import { extent, line, scaleLinear } from 'd3';
import { measure } from '../words/index.ts';
import styles from './Curves.module.css';
import type { MetricPoint } from './JobRecording.ts';

export interface Series {
  readonly name: string;
  readonly points: readonly MetricPoint[];
}

const WIDTH = 420;
const HEIGHT = 190;
const MARGIN = { top: 30, right: 138, bottom: 28, left: 48 } as const;
const LABEL_PITCH = 15;

/** What was measured over the steps: training solid, validation dashed, each named at its end. */
export function Curves({ title, series }: { readonly title: string; readonly series: readonly Series[] }) {
  const points = series.flatMap((one) => one.points);
  const [first = 0, last = 1] = extent(points, ({ step }) => step) as [number?, number?];
  const [low = 0, high = 1] = extent(points, ({ value }) => value) as [number?, number?];
  const x = scaleLinear([first, Math.max(last, first + 1)], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([low, high === low ? low + 1 : high], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const path = line<MetricPoint>(
    ({ step }) => x(step),
    ({ value }) => y(value),
  ).defined(({ value }) => Number.isFinite(value));
  return (
    <figure className={styles.figure}>
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={spoken(title, series)}>
        <text className={styles.title} x={MARGIN.left} y={16}>
          {title}
        </text>
        {y.ticks(4).map((tick) => (
          <g key={tick} transform={`translate(0 ${String(y(tick))})`}>
            <line className={styles.rule} x1={MARGIN.left} x2={WIDTH - MARGIN.right} />
            <text className={styles.tick} x={MARGIN.left - 6} dy="0.32em" textAnchor="end">
              {measure(tick)}
            </text>
          </g>
        ))}
        {x
          .ticks(5)
          .filter(Number.isInteger)
          .map((tick) => (
            <text key={tick} className={styles.tick} x={x(tick)} y={HEIGHT - 10} textAnchor="middle">
              {tick}
            </text>
          ))}
        {series.map(({ name, points: own }) => (
          <path key={name} className={styles.curve} data-kind={kindOf(name)} d={path(own) ?? undefined} />
        ))}
        {labels(series, (value) => y(value)).map(({ name, value, at }) => (
          <text
            key={name}
            className={styles.label}
            data-kind={kindOf(name)}
            x={WIDTH - MARGIN.right + 6}
            y={at}
            dy="0.32em"
          >
            {name} <tspan className={styles.value}>{measure(value)}</tspan>
          </text>
        ))}
      </svg>
    </figure>
  );
}

/** Validation curves belong to the picture of what they validate. */
export function families(
  curves: ReadonlyMap<string, readonly MetricPoint[]>,
): ReadonlyMap<string, readonly Series[]> {
  const found = new Map<string, Series[]>();
  for (const [name, points] of curves) {
    const family = name.replace(/^val_/, '');
    found.set(family, [...(found.get(family) ?? []), { name, points }]);
  }
  return found;
}

const kindOf = (name: string) => (name.startsWith('val_') ? 'validation' : 'training');

/** The names at the ends of the curves, moved apart where they would cover each other. */
function labels(series: readonly Series[], y: (value: number) => number) {
  const ends = series
    .flatMap(({ name, points }) => {
      const end = points.at(-1);
      return end && Number.isFinite(end.value) ? [{ name, value: end.value, at: y(end.value) }] : [];
    })
    .sort((a, b) => a.at - b.at);
  let free = -Infinity;
  return ends.map((end) => {
    const at = Math.max(end.at, free);
    free = at + LABEL_PITCH;
    return { ...end, at };
  });
}

function spoken(title: string, series: readonly Series[]): string {
  const ends = series.flatMap(({ name, points }) => {
    const end = points.at(-1);
    return end ? [`${name} ${measure(end.value)} at step ${String(end.step)}`] : [];
  });
  return `${title}: ${ends.join(', ')}`;
}
