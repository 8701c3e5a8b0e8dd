import {
  arrayOf,
  findField,
  readElements,
  readFields,
  Type,
  typeName,
  toValue,
  Value,
  type Field,
} from './bson.ts';
import { CommandError } from './errors.ts';
import { operatorsOf, parseFilter, parseTests } from './filter.ts';
import { matches, valuePasses } from './match.ts';
import { encodeKey, isNumber, numberOf } from './order.ts';
import { parsePattern } from './pattern.ts';

/** What becomes of the value at a path; undefined stands for "not there", before and after. */
export type Change = (value: Value | undefined) => Value | undefined;

export interface Modifier {
  readonly path: string;
  readonly onlyOnInsert: boolean;
  readonly change: Change;
}

export function parseModifier([operator, operand]: Field): Modifier[] {
  const makeChange = CHANGES.get(operator);
  if (!makeChange) throw new CommandError('FailedToParse', `Unknown modifier: ${operator}`);
  if (operand.type !== Type.object) {
    const message = `Modifiers operate on fields but we found type ${typeName(operand)} instead`;
    throw new CommandError('FailedToParse', message);
  }
  return readFields(operand.bytes).map(([path, value]) => ({
    path,
    onlyOnInsert: operator === '$setOnInsert',
    change: makeChange(value, path),
  }));
}

const CHANGES: ReadonlyMap<string, (operand: Value, path: string) => Change> = new Map([
  ['$set', set],
  ['$setOnInsert', set],
  ['$unset', () => () => undefined],
  ['$inc', increment],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$pull', pull],
]);

function set(operand: Value): Change {
  return () => operand;
}

function increment(operand: Value, path: string): Change {
  if (!isNumber(operand))
    throw new CommandError('TypeMismatch', `Cannot increment with non-numeric argument: ${path}`);
  return (value) => {
    if (!value) return operand;
    if (!isNumber(value)) {
      const message = `Cannot apply $inc to a value of non-numeric type: '${path}' is ${typeName(value)}`;
      throw new CommandError('TypeMismatch', message);
    }
    return sum(value, operand);
  };
}

/** Integers stay integers, growing to 64 bits where they must; with a double the sum is a double. */
function sum(a: Value, b: Value): Value {
  if (a.type === Type.double || b.type === Type.double) {
    return doubleOf(Number(numberOf(a)) + Number(numberOf(b)));
  }
  const total = BigInt(numberOf(a)) + BigInt(numberOf(b));
  if (BigInt.asIntN(64, total) !== total)
    throw new CommandError('BadValue', 'Failed to apply $inc: overflow');
  const isLong = a.type === Type.long || b.type === Type.long || BigInt.asIntN(32, total) !== total;
  return toValue(isLong ? total : Number(total));
}

function doubleOf(number: number): Value {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(number);
  return new Value(Type.double, bytes);
}

function push(operand: Value, path: string): Change {
  const added = eachOf('$push', operand);
  return (value) => appended(value, added, path);
}

function addToSet(operand: Value, path: string): Change {
  const offered = eachOf('$addToSet', operand);
  return (value) => {
    const known = new Set(value?.type === Type.array ? readElements(value).map(textKey) : []);
    const added = offered.filter((element) => !known.has(textKey(element)) && known.add(textKey(element)));
    return appended(value, added, path);
  };
}

function appended(value: Value | undefined, added: readonly Value[], path: string): Value {
  if (!value) return arrayOf(added);
  if (value.type !== Type.array) {
    throw new CommandError(
      'BadValue',
      `The field '${path}' must be an array but is of type ${typeName(value)}`,
    );
  }
  return added.length === 0 ? value : arrayOf([...readElements(value), ...added]);
}

function eachOf(operator: string, operand: Value): Value[] {
  const each = operand.type === Type.object ? findField(operand.bytes, '$each') : undefined;
  if (!each) return [operand];
  const other = readFields(operand.bytes).find(([name]) => name !== '$each');
  if (other) throw new CommandError('BadValue', `Unrecognized clause in ${operator}: ${other[0]}`);
  if (each.type !== Type.array) throw new CommandError('BadValue', `$each in ${operator} must be an array`);
  return readElements(each);
}

function pull(operand: Value, path: string): Change {
  const isUnwanted = pullCondition(operand);
  return (value) => {
    if (!value) return undefined;
    if (value.type !== Type.array) {
      throw new CommandError('BadValue', `Cannot apply $pull to a non-array value at '${path}'`);
    }
    const elements = readElements(value);
    const kept = elements.filter((element) => !isUnwanted(element));
    return kept.length === elements.length ? value : arrayOf(kept);
  };
}

/** An object is a filter for the elements that are objects; anything else is the value to take out. */
function pullCondition(operand: Value): (element: Value) => boolean {
  const operators = operatorsOf(operand);
  if (operators) {
    const tests = parseTests(operators);
    return (element) => valuePasses(tests, element);
  }
  if (operand.type === Type.object) {
    const filter = parseFilter(operand.bytes);
    return (element) => element.type === Type.object && matches(filter, element.bytes);
  }
  if (operand.type === Type.regex) {
    const { regex } = parsePattern(operand);
    return (element) =>
      element.type === Type.string && regex.test(element.bytes.toString('utf8', 4, element.bytes.length - 1));
  }
  const unwanted = textKey(operand);
  return (element) => textKey(element) === unwanted;
}

function textKey(value: Value): string {
  return encodeKey(value).toString('latin1');
}
