/**
 * Each dtype with those that are next above it, as Keras promotes them. `int` and `float` are Python numbers, which take
 * on the width of the tensor that they meet.
 */
const ABOVE: Readonly<Record<string, readonly string[]>> = {
  bool: ['int'],
  int: ['uint8', 'int8', 'complex64'],
  uint8: ['int16', 'uint16'],
  uint16: ['int32', 'uint32'],
  uint32: ['int64', 'uint64'],
  uint64: ['float'],
  int8: ['int16'],
  int16: ['int32'],
  int32: ['int64'],
  int64: ['float'],
  float: ['bfloat16', 'float16'],
  bfloat16: ['float32'],
  float16: ['float32'],
  float32: ['float64', 'complex64'],
  float64: ['complex128'],
  complex64: ['complex128'],
  complex128: [],
};

const bounds = new Map<string, ReadonlySet<string>>();

/** The dtype itself and all above it. */
function boundsOf(dtype: string): ReadonlySet<string> {
  let known = bounds.get(dtype);
  if (known === undefined) {
    known = new Set([dtype, ...(ABOVE[dtype] ?? []).flatMap((next) => [...boundsOf(next)])]);
    bounds.set(dtype, known);
  }
  return known;
}

/** Python numbers among themselves have the width of `floatx`; JAX and PyTorch compute in 32 bits by default. */
const SETTLED: Readonly<Record<string, string>> = {
  int: 'int32',
  float: 'float32',
  int64: 'int32',
  uint64: 'uint32',
  float64: 'float32',
  complex128: 'complex64',
};

/** What JAX makes of a dtype when it traces. */
export const settled = (dtype: string) => SETTLED[dtype] ?? dtype;

/** What Keras computes in when tensors and numbers of these dtypes meet; undefined where it refuses. */
export function resultType(...dtypes: readonly string[]): string | undefined {
  if (dtypes.some((dtype) => dtype.startsWith('float8'))) return undefined;
  const [first = 'float32', ...others] = new Set(dtypes);
  const result = others.length === 0 ? first : leastAbove([first, ...others]);
  return result && settled(result);
}

function leastAbove(dtypes: readonly string[]): string | undefined {
  if (!dtypes.every((dtype) => Object.hasOwn(ABOVE, dtype))) return undefined;
  const common = dtypes
    .map(boundsOf)
    .reduce((all, own) => new Set([...all].filter((dtype) => own.has(dtype))));
  return [...common].find((dtype) => [...common].every((other) => boundsOf(dtype).has(other)));
}
