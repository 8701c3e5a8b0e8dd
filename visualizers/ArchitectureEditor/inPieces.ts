/** In milliseconds: as much must be left of a frame for another piece to begin in it. */
const SPARE = 3;
/** In milliseconds: a piece waits no longer than this for a frame with time to spare. */
const PATIENCE = 1_000;

/**
 * Does work piece by piece once the picture is on screen, in the time that frames leave: whoever pans meanwhile pans
 * smoothly. Calls `done` after the last; the release leaves the rest undone.
 */
export function inPieces(work: Iterator<unknown>, done: () => void): () => void {
  let stop: () => void;
  const step = (timeLeft: () => number) => {
    do {
      if (work.next().done) {
        done();
        return;
      }
    } while (timeLeft() > SPARE);
    stop = whenIdle(step);
  };
  // The first frame is asked for before the picture is painted, the second after it.
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => (stop = whenIdle(step)));
  });
  stop = () => cancelAnimationFrame(frame);
  return () => stop();
}

/** Safari does not tell when it is idle. */
function whenIdle(step: (timeLeft: () => number) => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(step, 0, () => 0);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback((deadline) => step(() => deadline.timeRemaining()), { timeout: PATIENCE });
  return () => cancelIdleCallback(idle);
}
