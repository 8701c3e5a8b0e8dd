import type { Point } from '../graph/index.ts';

/** The usual card; what it really measures is known when it is drawn. */
const CARD = { width: 160, height: 56 } as const;

/** The corner of a card that is dropped with the pointer at its middle. */
export const centredAt = ({ x, y }: Point): Point => ({
  x: Math.round(x - CARD.width / 2),
  y: Math.round(y - CARD.height / 2),
});
