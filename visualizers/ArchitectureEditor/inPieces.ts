/**
 * Does work piece by piece once the picture is on screen: what the person does comes in between. Calls `done` after
 * the last; the release leaves the rest undone.
 */
export function inPieces(work: Iterator<unknown>, done: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const step = () => {
    if (work.next().done) done();
    else timer = setTimeout(step);
  };
  // The first frame is asked for before the picture is painted, the second after it.
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => (timer = setTimeout(step)));
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
