import { ago, fullDate } from './times.ts';
import { useNow } from './useNow.ts';

/** A moment as people say it, with the full date on hover. */
export function Ago({ time }: { readonly time: number }) {
  const now = useNow(30_000);
  return (
    <time dateTime={new Date(time).toISOString()} title={fullDate(time)}>
      {ago(time, Math.max(now, time))}
    </time>
  );
}
