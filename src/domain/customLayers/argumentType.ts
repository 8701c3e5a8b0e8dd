import type {
  ArgumentDescription,
  ArgumentType,
  ArgumentValue,
  FunctionRole,
} from '../../../meta/catalogue/index.ts';
import { splitOutside, type Parameter } from './readModule.ts';

/** A parameter of a constructor as the forms and checks know arguments; `doc` is what its docstring says. */
export function describeParameter(parameter: Parameter, doc = ''): ArgumentDescription {
  const { name, defaultText } = parameter;
  const hinted = parameter.hint === undefined ? undefined : readHint(parameter.hint);
  const type = functionNamed(name, parameter, hinted?.type) ?? hinted?.type ?? guess(parameter, doc);
  const isNullable = hinted?.isNullable === true || parameter.default === null;
  return {
    name,
    type,
    ...(defaultText === undefined ? { required: true } : {}),
    ...(parameter.default === undefined ? {} : { default: parameter.default }),
    ...(isNullable ? { nullable: true } : {}),
  };
}

interface Hint {
  readonly type: ArgumentType;
  readonly isNullable: boolean;
}

function readHint(text: string): Hint {
  const written = /^(["'])(.*)\1$/s.exec(text.trim())?.[2] ?? text;
  const parts = alternatives(written);
  const types = parts.filter((part) => part !== 'None').map(typeOf);
  return { type: unionOf(types), isNullable: parts.includes('None') };
}

/** `Optional[A]`, `Union[A, B]` and `A | B` alike. */
function alternatives(text: string): string[] {
  return splitOutside(text.trim(), '|').flatMap((part) => {
    const { name, items } = generic(part);
    if (name === 'Optional') return [...items.flatMap(alternatives), 'None'];
    if (name === 'Union') return items.flatMap(alternatives);
    return name === 'Annotated' ? alternatives(items[0] ?? '') : [part];
  });
}

/** `typing.Tuple[int, int]` has the name `Tuple` and the items `int`, `int`. */
function generic(text: string): { readonly name: string; readonly items: readonly string[] } {
  const [, path = text, inner] = /^([\w.]+)\s*\[(.*)\]$/s.exec(text.trim()) ?? [];
  return {
    name: path.trim().split('.').at(-1) ?? '',
    items: inner === undefined ? [] : splitOutside(inner, ','),
  };
}

const PLAIN: Readonly<Record<string, ArgumentType>> = {
  int: { kind: 'integer' },
  float: { kind: 'float' },
  bool: { kind: 'boolean' },
  str: { kind: 'string' },
  Layer: { kind: 'layer' },
  Model: { kind: 'layer' },
  Initializer: { kind: 'function', role: 'initializer' },
  Regularizer: { kind: 'function', role: 'regularizer' },
  Constraint: { kind: 'function', role: 'constraint' },
};

const SEQUENCES: ReadonlySet<string> = new Set(['tuple', 'Tuple', 'list', 'List', 'Sequence', 'Iterable']);
const ITEMS: Readonly<Record<string, 'integer' | 'float' | 'string'>> = {
  int: 'integer',
  float: 'float',
  str: 'string',
};
const PYTHON: ArgumentType = { kind: 'python' };
const SCALAR: ArgumentType = { kind: 'scalar' };

function typeOf(text: string): ArgumentType {
  const { name, items } = generic(text);
  if (name === 'Literal') return literalType(items);
  if (SEQUENCES.has(name)) return sequenceType(name, items);
  return Object.hasOwn(PLAIN, name) ? (PLAIN[name] ?? PYTHON) : PYTHON;
}

function literalType(items: readonly string[]): ArgumentType {
  const texts = items.map((item) => /^(["'])(.*)\1$/s.exec(item)?.[2]);
  const choices = texts.filter((text) => text !== undefined);
  return choices.length === items.length && items.length > 0 ? { kind: 'enum', choices } : SCALAR;
}

function sequenceType(name: string, items: readonly string[]): ArgumentType {
  const isTuple = name.toLowerCase() === 'tuple';
  const kinds = items.filter((item) => item !== '...').map((item) => generic(item).name);
  const [first = 'int'] = kinds;
  if (first === 'Layer') return { kind: 'layers' };
  const item = kinds.every((kind) => kind === first) ? ITEMS[first] : undefined;
  if (item === undefined) return PYTHON;
  const isOfLength = isTuple && items.length > 0 && !items.includes('...');
  return {
    kind: 'tuple',
    item,
    ...(isOfLength ? { length: items.length } : {}),
    ...(isTuple ? {} : { list: true }),
  };
}

const isKind = (kind: ArgumentType['kind']) => (type: ArgumentType) => type.kind === kind;

function unionOf(types: readonly ArgumentType[]): ArgumentType {
  const [first = PYTHON, ...others] = types;
  if (others.every((type) => sameType(type, first))) return first;
  if (types.every((type) => ['integer', 'float'].includes(type.kind))) return { kind: 'float' };
  const tuple = types.find(isKind('tuple'));
  const rest = types.filter((type) => type !== tuple);
  if (tuple?.kind === 'tuple' && rest.every(isKind(tuple.item))) return { ...tuple, scalar: true };
  const asFunction = types.find(isKind('function'));
  if (asFunction) return asFunction;
  const isPlain = (type: ArgumentType) =>
    ['integer', 'float', 'boolean', 'string', 'enum'].includes(type.kind);
  return types.every(isPlain) ? SCALAR : PYTHON;
}

const sameType = (a: ArgumentType, b: ArgumentType) => JSON.stringify(a) === JSON.stringify(b);

/** Names that Keras itself gives to functions: `kernel_initializer="glorot_uniform"`, `activation="relu"`. */
function functionNamed(
  name: string,
  { default: usual }: Parameter,
  hinted: ArgumentType | undefined,
): ArgumentType | undefined {
  const role = /(?:^|_)(activation|initializer|regularizer|constraint)$/.exec(name)?.[1];
  const mayBeName = usual === undefined || usual === null || typeof usual === 'string';
  const mayBeHinted = hinted === undefined || hinted.kind === 'string' || hinted.kind === 'python';
  return role !== undefined && mayBeName && mayBeHinted
    ? { kind: 'function', role: role as FunctionRole }
    : undefined;
}

/** Without a hint: from the default, else from the first words of the documentation, else from the name. */
function guess({ name, default: usual, defaultText }: Parameter, doc: string): ArgumentType {
  if (usual !== undefined && usual !== null) return fromValue(usual, defaultText ?? '');
  if (defaultText !== undefined && usual === undefined) return PYTHON;
  return (
    DOCUMENTED.find(([words]) => words.test(doc))?.[1] ??
    NAMED.find(([names]) => names.test(name))?.[1] ??
    SCALAR
  );
}

function fromValue(value: ArgumentValue, text: string): ArgumentType {
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value === 'number') return { kind: /^[-+\d_]+$/.test(text) ? 'integer' : 'float' };
  if (typeof value === 'string') return { kind: 'string' };
  if (!Array.isArray(value)) return PYTHON;
  const items = value as readonly ArgumentValue[];
  const list = text.startsWith('[') ? { list: true } : {};
  if (items.every((item) => Number.isInteger(item)) && !text.includes('.'))
    return { kind: 'tuple', item: 'integer', ...list };
  if (items.every((item) => typeof item === 'number')) return { kind: 'tuple', item: 'float', ...list };
  return items.every((item) => typeof item === 'string')
    ? { kind: 'tuple', item: 'string', ...list }
    : PYTHON;
}

const DOCUMENTED: readonly (readonly [RegExp, ArgumentType])[] = [
  [/^(a |an )?((optional|positive) )?(int|integer)\b/i, { kind: 'integer' }],
  [/^(a |an )?((optional|positive) )?float\b/i, { kind: 'float' }],
  [/^(a |an )?(optional )?bool(ean)?\b/i, { kind: 'boolean' }],
  [/^(a |an )?(optional )?(str|string)\b/i, { kind: 'string' }],
];

const NAMED: readonly (readonly [RegExp, ArgumentType])[] = [
  [
    /^(units|filters|heads|depth|groups|rank)$|^num_|(^|_)(dim|size|length|layers|channels)$/,
    { kind: 'integer' },
  ],
  [/(^|_)(rate|epsilon|alpha|momentum|scale|temperature)$/, { kind: 'float' }],
];
