/** A dimension; null is one that is not known before the data is. */
export type Dimension = number | null;
export type Shape = readonly Dimension[];

/** What flows along an edge: the batch is the first dimension. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: string;
}

export const tensor = (shape: Shape, dtype: string): TensorSpec => ({ shape, dtype });

/** As Python writes a tuple. */
export function formatShape(shape: Shape): string {
  const dimensions = shape.map((dimension) => dimension ?? 'None');
  return dimensions.length === 1 ? `(${dimensions[0]},)` : `(${dimensions.join(', ')})`;
}

/** The product, or null where a factor is unknown. */
export function product(dimensions: Shape): number | null {
  let result = 1;
  for (const dimension of dimensions) {
    if (dimension === null) return null;
    result *= dimension;
  }
  return result;
}

/** The dimension at a Python index; undefined where there is none. */
export function dimensionAt(shape: Shape, axis: number): Dimension | undefined {
  return shape[axis < 0 ? axis + shape.length : axis];
}

export const isAxisOf = (shape: Shape, axis: number) => axis >= -shape.length && axis < shape.length;

/** A Python index counted from the front. */
export const fromFront = (shape: Shape, axis: number) => (axis < 0 ? axis + shape.length : axis);

export function withDimension(shape: Shape, axis: number, dimension: Dimension): Shape {
  return shape.with(fromFront(shape, axis), dimension);
}

export function mapDimension(dimension: Dimension, change: (known: number) => number): Dimension {
  return dimension === null ? null : change(dimension);
}

export const mayEqual = (a: Dimension, b: Dimension) => a === null || b === null || a === b;

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, index) => dimension === b[index]);
}

export function sameSpecs(a: readonly TensorSpec[], b: readonly TensorSpec[]): boolean {
  return (
    a.length === b.length &&
    a.every((spec, index) => {
      const other = b[index];
      return other !== undefined && spec.dtype === other.dtype && sameShape(spec.shape, other.shape);
    })
  );
}

const BYTES: Readonly<Record<string, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  int16: 2,
  uint16: 2,
  float16: 2,
  bfloat16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  int64: 8,
  uint64: 8,
  float64: 8,
  complex64: 8,
  complex128: 16,
};

/** The dtypes of tensors; `string` has no size that could be told. */
export const DTYPES: ReadonlySet<string> = new Set([...Object.keys(BYTES), 'string']);

export const MIXED_DTYPES: Readonly<Record<string, string>> = {
  mixed_float16: 'float16',
  mixed_bfloat16: 'bfloat16',
};

export const isFloat = (dtype: string) => dtype.includes('float');

/** Memory of one sample of these tensors; null where it depends on the data. */
export function bytesPerSample(specs: readonly TensorSpec[]): number | null {
  let total = 0;
  for (const { shape, dtype } of specs) {
    const elements = product(shape.slice(1));
    const size = BYTES[dtype];
    if (elements === null || size === undefined) return null;
    total += elements * size;
  }
  return total;
}
