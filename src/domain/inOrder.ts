/** By their fractional index; the id settles ties, so that everybody sees the same order. */
export const inOrder = (a: { order: string; id: string }, b: { order: string; id: string }) =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1;
