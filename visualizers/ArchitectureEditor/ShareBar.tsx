import { scaleLinear } from 'd3';
import { useState, type KeyboardEvent } from 'react';
import type { Shares } from '../../src/domain/architecture/shares.ts';
import { spoken } from '../ui/index.ts';
import { counted } from '../words/index.ts';
import styles from './ShareBar.module.css';

export interface ShareBarProps {
  readonly title: string;
  readonly shares: Shares;
  readonly words: (value: number) => string;
  readonly nameOf: (layer: string) => string;
  readonly bandOf: (layer: string) => string;
  /** Pointed at in this bar or in another one. */
  readonly marked: string | undefined;
  readonly onMark: (layer: string | undefined) => void;
  readonly onGoTo: (layer: string) => void;
}

/** Thinner than this nobody can point at it. */
const SMALLEST = 0.02;

/** Where one of the costs of a network lies: layer by layer, the biggest first, the small ones together. */
export function ShareBar(props: ShareBarProps) {
  const { title, shares: all, words, nameOf, bandOf, marked, onMark, onGoTo } = props;
  const [at, setAt] = useState(0);
  const big = all.shares.filter(({ fraction }) => fraction >= SMALLEST);
  const small = all.shares.slice(big.length);
  const width = scaleLinear([0, all.total], [0, 100]);
  const rest = small.reduce((sum, { value }) => sum + value, 0);
  const pointed = all.shares.find(({ layer }) => layer === marked);
  const move = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(big.length - 1, at + step));
    setAt(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div className={styles.measure}>
      <div className={styles.head}>
        <span>{title}</span>
        <span className={styles.value}>
          {pointed
            ? `${nameOf(pointed.layer)}: ${words(pointed.value)}, ${percent(pointed.fraction)}`
            : words(all.total)}
        </span>
      </div>
      {all.total > 0 && (
        <ul className={styles.bar} aria-label={`${title}, layer by layer`} onKeyDown={move}>
          {big.map(({ layer, value, fraction }, index) => (
            <li key={layer} style={{ width: `${String(width(value))}%` }}>
              <button
                type="button"
                className={styles.part}
                style={{ background: `var(--band-${bandOf(layer)})` }}
                data-marked={layer === marked || undefined}
                tabIndex={index === Math.min(at, big.length - 1) ? 0 : -1}
                aria-label={`${nameOf(layer)}: ${words(value)}, ${percent(fraction)}`}
                onPointerEnter={() => onMark(layer)}
                onPointerLeave={() => onMark(undefined)}
                onFocus={() => {
                  setAt(index);
                  onMark(layer);
                }}
                onBlur={() => onMark(undefined)}
                onClick={() => onGoTo(layer)}
              />
            </li>
          ))}
          {small.length > 0 && (
            <li className={styles.rest} style={{ width: `${String(width(rest))}%` }}>
              <span className={spoken}>
                {`${counted(small.length, 'smaller layer')}: ${words(rest)}, ${percent(rest / all.total)}`}
              </span>
            </li>
          )}
        </ul>
      )}
      {all.unknown.length > 0 && (
        <p className={styles.unknown}>{`and an unknown part, of ${counted(all.unknown.length, 'layer')}`}</p>
      )}
    </div>
  );
}

export const percent = (fraction: number) =>
  fraction < 0.001 ? 'under 0.1 %' : `${(fraction * 100).toPrecision(fraction < 0.1 ? 2 : 3)} %`;
