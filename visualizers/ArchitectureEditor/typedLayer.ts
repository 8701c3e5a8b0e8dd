import {
  functionType,
  functionTypes,
  LAYER_TYPES,
  type ArgumentDescription,
  type ArgumentValue,
  type LayerType,
} from '../../meta/catalogue/index.ts';
import { startingArguments } from '../../meta/catalogue/starting.ts';
import { USUAL_DTYPES } from './arguments/control.ts';
import { parseArgument } from './arguments/parseArgument.ts';
import { writeLiteral } from './arguments/pythonLiteral.ts';

/** What somebody typed behind the name of a layer. */
export interface TypedLayer {
  readonly args: Readonly<Record<string, ArgumentValue>>;
  readonly name?: string;
}

/**
 * Reads what stands behind the name of a layer, as one types it in Python or more shortly: `(64, 3, activation="relu")`
 * and `64 3 relu` are the same. Numbers are the first arguments in their order, a word is the argument that takes it.
 * Undefined where the layer has no place for something.
 */
export function readTyped(type: LayerType, text: string): TypedLayer | undefined {
  return readTokens(type, tokensOf(text));
}

/** As the palette shows it: `filters=64, kernel_size=3`. */
export const typedWords = ({ name, args }: TypedLayer): string =>
  [
    ...Object.entries(args).map(([key, value]) => `${key}=${valueWords(value)}`),
    ...(name === undefined ? [] : [`name=${name}`]),
  ].join(', ');

function valueWords(value: ArgumentValue): string {
  if (typeof value !== 'object' || value === null || !('layer' in value)) return writeLiteral(value);
  return `${value.layer}(${typedWords({ args: value.args })})`;
}

/** A part of what was typed, and how many tokens it took. */
type Read = TypedLayer & { readonly taken: number };

function readTokens(type: LayerType, tokens: readonly string[]): TypedLayer | undefined {
  let typed: TypedLayer = { args: {} };
  for (let at = 0; at < tokens.length;) {
    const rest = tokens.slice(at);
    const left = [...type.arguments, ...type.callArguments].filter(
      ({ name }) => !Object.hasOwn(typed.args, name),
    );
    const read =
      readNamed(left, rest) ?? readNumbers(left, rest) ?? readHeld(left, rest) ?? readWord(left, rest);
    if (!read) return undefined;
    at += read.taken;
    typed = { ...typed, ...read, args: { ...typed.args, ...read.args } };
  }
  const { args, name } = typed;
  return name === undefined ? { args } : { args, name };
}

/** `padding=same`, and the name of the layer itself. */
function readNamed(left: readonly ArgumentDescription[], [token = '']: readonly string[]): Read | undefined {
  const [, key, text = ''] = /^([a-z_]\w*)=(.+)$/is.exec(token) ?? [];
  if (key === undefined) return undefined;
  if (key === 'name') return { args: {}, name: unquoted(text), taken: 1 };
  const argument = left.find(({ name }) => name === key);
  return argument && given(argument, valueOf(argument, text), 1);
}

/** The next of those arguments at the beginning that are numbers. A shape takes all that come. */
function readNumbers(left: readonly ArgumentDescription[], tokens: readonly string[]): Read | undefined {
  const [next] = left;
  if (!next || !NUMERIC.has(next.type.kind)) return undefined;
  const others = tokens.findIndex((token) => !NUMBERS.test(token));
  const count = others < 0 ? tokens.length : others;
  const taken = takesSeveral(next) ? count : Math.min(1, count);
  if (taken === 0) return undefined;
  const text = tokens.slice(0, taken).map(asSizes).join(', ');
  const isOneSize = next.type.kind === 'shape' && !/[,([]/.test(text);
  return given(next, valueOf(next, isOneSize ? `(${text},)` : text), taken);
}

/** `bidirectional gru 32` and `Bidirectional(GRU(32))`: a layer that is held, with what stands behind its name. */
function readHeld(left: readonly ArgumentDescription[], tokens: readonly string[]): Read | undefined {
  const [first = '', ...rest] = tokens;
  const [, word = '', call] = /^(\w+)(\(.*\))?$/s.exec(first) ?? [];
  const argument = left.find(({ type: { kind } }) => kind === 'layer' || kind === 'cell');
  const layer = argument && LAYER_TYPES.find(({ name }) => name.toLowerCase() === word.toLowerCase());
  const typed = layer && readTokens(layer, call === undefined ? rest : tokensOf(call));
  if (!typed) return undefined;
  const args = { ...startingArguments(layer.name), ...typed.args };
  return given(argument, { layer: layer.name, args }, call === undefined ? tokens.length : 1);
}

/** A choice, a function or a type of values that an argument takes, or the name of a flag; or how one begins. */
function readWord(left: readonly ArgumentDescription[], [token = '']: readonly string[]): Read | undefined {
  const word = unquoted(token).toLowerCase();
  const offered = left.flatMap((argument) => wordsOf(argument).map((offer) => ({ argument, offer })));
  const begun = offered.filter(({ offer }) => offer.toLowerCase().startsWith(word));
  const [shortest] = begun
    .filter(({ argument }) => argument === begun[0]?.argument)
    .sort((a, b) => a.offer.length - b.offer.length);
  const meant = offered.find(({ offer }) => offer.toLowerCase() === word) ?? shortest;
  if (!meant) return undefined;
  const { argument, offer } = meant;
  return given(argument, argument.type.kind === 'boolean' ? true : valueOf(argument, offer), 1);
}

function wordsOf({ name, type }: ArgumentDescription): readonly string[] {
  switch (type.kind) {
    case 'boolean':
      return [name];
    case 'enum':
      return type.choices;
    case 'dtype':
      return USUAL_DTYPES;
    case 'function':
      return functionTypes(type.role)
        .filter((one) => one.arguments.every(({ required }) => required !== true))
        .flatMap((one) => [one.name, ...one.aliases]);
    default:
      return [];
  }
}

const given = (
  { name }: ArgumentDescription,
  value: ArgumentValue | undefined,
  taken: number,
): Read | undefined => (value === undefined ? undefined : { args: { [name]: value }, taken });

function valueOf(argument: ArgumentDescription, text: string): ArgumentValue | undefined {
  const { type } = argument;
  if (type.kind === 'function') {
    const found = functionType(type.role, unquoted(text));
    if (found) return found.arguments.some(({ required }) => required) ? undefined : found.name;
    return argument.nullable && text === 'None' ? null : undefined;
  }
  const parsed = parseArgument(argument, asSizes(text));
  return 'fault' in parsed ? undefined : parsed.value;
}

const NUMERIC: ReadonlySet<string> = new Set(['integer', 'float', 'tuple', 'shape', 'margins', 'scalar']);

/** 3, -0.5, 1e-3, 1/255, None, 3x3 and (3, 3). */
const NUMBERS = /^(-?[\d._/]+(e-?\d+)?|None|\d+(x\d+)+|[([][^'"]*[)\]])$/i;

const takesSeveral = ({ type }: ArgumentDescription) =>
  type.kind === 'shape' || (type.kind === 'tuple' && type.length === undefined);

/** `3x3` is how people speak of sizes. */
const asSizes = (text: string) => (/^\d+(x\d+)+$/i.test(text) ? text.split(/x/i).join(', ') : text);

const unquoted = (text: string) => text.replace(/^(['"])(.*)\1$/s, '$2');

/** Between spaces and commas, with brackets and quotes as a whole; without the brackets of the call. */
function tokensOf(text: string): readonly string[] {
  const inner = /^\s*\((.*?)\)?\s*$/s.exec(text)?.[1] ?? text;
  return inner.replaceAll(/\s*=\s*/g, '=').match(TOKEN) ?? [];
}

const TOKEN = /('[^']*'|"[^"]*"|\([^()]*\)|\[[^[\]]*\]|[^\s,'"()[\]])+/g;
