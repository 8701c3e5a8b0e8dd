const LONGEST = 200;

/** A name as people and Keras can use it: one line, without slashes (Keras 3 takes none), of a length one can read. */
export function tidyName(name: string): string {
  const tidy = name.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}/]/gu, '_').trim();
  // A character of two halves that the limit cuts in two is left out whole.
  return tidy.slice(0, LONGEST).replace(/\p{Cs}$/u, '') || '_';
}
