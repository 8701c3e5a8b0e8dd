const THIN_SPACE = '\u2009';

/** 7 488 298: thin separators from five digits on, as the journals of the field set them. */
export function count(value: number): string {
  const digits = String(Math.round(value));
  return Math.abs(value) < 10_000 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** `1 artifact`, `2 artifacts`. */
export const counted = (value: number, noun: string) => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  const unit = BYTE_UNITS[power] ?? 'B';
  return `${power === 0 ? String(scaled) : scaled.toPrecision(3).replace(/e.*/, '')} ${unit}`;
}

/** A measured number, as short as it can be without saying less: 0.9722, 12.3, 1.2e-5. */
export function measure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return count(value);
  const size = Math.abs(value);
  return size < 1e-4 || size >= 1e6 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}
