const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As people say it: "3 min ago"; beyond a week the date. */
export function ago(time: number, now: number): string {
  const past = Math.max(0, now - time);
  if (past < 45 * SECOND) return 'just now';
  if (past < HOUR) return `${String(Math.max(1, Math.round(past / MINUTE)))} min ago`;
  if (past < DAY) return `${String(Math.round(past / HOUR))} h ago`;
  if (past < 2 * DAY) return 'yesterday';
  if (past < 7 * DAY) return `${String(Math.floor(past / DAY))} days ago`;
  return DATE.format(time);
}

export const fullDate = (time: number) => FULL.format(time);

/** 0.4 s, 12 s, 3 min 20 s, 2 h 5 min. */
export function duration(milliseconds: number): string {
  if (milliseconds < 9.95 * SECOND) return `${(Math.max(0, milliseconds) / SECOND).toFixed(1)} s`;
  if (milliseconds < MINUTE) return `${String(Math.round(milliseconds / SECOND))} s`;
  if (milliseconds < HOUR) return pair(milliseconds, MINUTE, 'min', SECOND, 's');
  return pair(milliseconds, HOUR, 'h', MINUTE, 'min');
}

function pair(value: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const whole = Math.floor(value / large);
  const rest = Math.floor((value % large) / small);
  return rest === 0
    ? `${String(whole)} ${largeUnit}`
    : `${String(whole)} ${largeUnit} ${String(rest)} ${smallUnit}`;
}

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });
