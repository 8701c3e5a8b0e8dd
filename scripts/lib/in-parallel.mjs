/**
 * Works on the items in order, at most `limit` at a time.
 * @template T
 * @param {number} limit
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<void>} work
 */
export async function inParallel(limit, items, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
