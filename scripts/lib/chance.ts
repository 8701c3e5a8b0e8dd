/** Chance that repeats itself: what draws from `Math.random` draws the same in every run. */
let drawn = 0;
Math.random = () => {
  drawn = (drawn * 1_664_525 + 1_013_904_223) % 2 ** 32;
  return drawn / 2 ** 32;
};
