const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** As people say it: 0.4 s, 12 s, 3 min 5 s, 2 h 10 min. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 9950) return `${(Math.round(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND) * SECOND;
  if (seconds < MINUTE) return `${seconds / SECOND} s`;
  if (seconds < HOUR) return pair(seconds, MINUTE, 'min', SECOND, 's');
  return pair(Math.round(ms / MINUTE) * MINUTE, HOUR, 'h', MINUTE, 'min');
}

function pair(ms: number, major: number, majorUnit: string, minor: number, minorUnit: string): string {
  const rest = Math.floor((ms % major) / minor);
  return `${Math.floor(ms / major)} ${majorUnit}${rest > 0 ? ` ${rest} ${minorUnit}` : ''}`;
}
