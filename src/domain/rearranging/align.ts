/** Where a node is drawn, in the units of the graph. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where its top left corner is wanted. */
export interface Place {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Axis = 'horizontal' | 'vertical';

type Boxes = ReadonlyMap<string, Box>;

/** The nodes in one line: at the outermost edge that one of them has, or on the middle of all of them. */
export function aligned(boxes: Boxes, alignment: Alignment): Place[] {
  const all = [...boxes.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const right = Math.max(...all.map(({ x, width }) => x + width));
  const top = Math.min(...all.map(({ y }) => y));
  const bottom = Math.max(...all.map(({ y, height }) => y + height));
  const corners: Readonly<Record<Alignment, (box: Box) => Partial<Place>>> = {
    left: () => ({ x: left }),
    centre: ({ width }) => ({ x: (left + right - width) / 2 }),
    right: ({ width }) => ({ x: right - width }),
    top: () => ({ y: top }),
    middle: ({ height }) => ({ y: (top + bottom - height) / 2 }),
    bottom: ({ height }) => ({ y: bottom - height }),
  };
  return [...boxes].map(([id, box]) => ({ id, x: box.x, y: box.y, ...corners[alignment](box) }));
}

/** The outermost nodes stay; those between them get equal gaps. Fewer than three are as they should be. */
export function distributed(boxes: Boxes, axis: Axis): Place[] {
  const [start, size] = axis === 'horizontal' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const inLine = [...boxes].toSorted(([, a], [, b]) => a[start] + a[size] / 2 - b[start] - b[size] / 2);
  const [first, last] = [inLine.at(0)?.[1], inLine.at(-1)?.[1]];
  if (!first || !last || inLine.length < 3) return [];
  const taken = inLine.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = (last[start] + last[size] - first[start] - taken) / (inLine.length - 1);
  let next = first[start];
  return inLine.map(([id, box]) => {
    const place = { id, x: box.x, y: box.y, [start]: next };
    next += box[size] + gap;
    return place;
  });
}
