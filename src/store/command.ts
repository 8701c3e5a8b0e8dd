import { NULL, readElements, Type, typeName, type Field, type Value } from './bson.ts';
import { checkedNamespace, type Namespace } from './namespace.ts';
import { CommandError } from './errors.ts';
import { isNumber, numberOf } from './order.ts';

/** One request of a client: `{ [name]: target, ...arguments, $db }` and the sequences sent beside it. */
export class Command {
  readonly name: string;
  readonly #fields: ReadonlyMap<string, Value>;
  readonly #sequences: ReadonlyMap<string, readonly Buffer[]>;

  constructor(fields: ReadonlyMap<string, Value>, sequences: ReadonlyMap<string, readonly Buffer[]>) {
    this.name = fields.keys().next().value ?? '';
    this.#fields = fields;
    this.#sequences = sequences;
  }

  get database(): string {
    return this.text('$db') ?? 'admin';
  }

  /** The collection that most commands are addressed to. */
  get namespace(): Namespace {
    return checkedNamespace(this.database, this.required(this.name, this.text(this.name)));
  }

  /** Refuses what the caller does not understand: to ignore an option could be to answer wrongly. */
  accept(...names: readonly string[]): void {
    for (const name of [...this.#fields.keys(), ...this.#sequences.keys()]) {
      if (name === this.name || GENERIC.has(name) || names.includes(name)) continue;
      throw unknownField(`${this.name}.${name}`);
    }
  }

  value(name: string): Value | undefined {
    const value = this.#fields.get(name);
    return value && value.type !== Type.null ? value : undefined;
  }

  document(name: string): Buffer | undefined {
    return this.#typed(name, (value) => (value.type === Type.object ? value.bytes : undefined));
  }

  documents(name: string): readonly Buffer[] {
    const sequence = this.#sequences.get(name);
    if (sequence) return sequence;
    const array = this.#typed(name, (value) => (value.type === Type.array ? readElements(value) : undefined));
    return this.required(name, array).map((element) => documentOf(name, element));
  }

  values(name: string): readonly Value[] {
    const array = this.#typed(name, (value) => (value.type === Type.array ? readElements(value) : undefined));
    return this.required(name, array);
  }

  text(name: string): string | undefined {
    return this.#typed(name, textOf);
  }

  flag(name: string): boolean | undefined {
    return this.#typed(name, (value) => {
      if (value.type === Type.boolean) return value.bytes[0] === 1;
      return isNumber(value) ? Number(numberOf(value)) !== 0 : undefined;
    });
  }

  /** A count: never negative. */
  count(name: string): number | undefined {
    const number = this.#typed(name, (value) => (isNumber(value) ? Number(numberOf(value)) : undefined));
    if (number === undefined || (Number.isInteger(number) && number >= 0)) return number;
    throw new CommandError(
      'Location51024',
      `BSON field '${name}' value must be >= 0, actual value '${number}'`,
    );
  }

  required<T>(name: string, value: T | undefined): T {
    if (value !== undefined) return value;
    const message = `BSON field '${this.name}.${name}' is missing but a required field`;
    throw new CommandError('Location40414', message);
  }

  #typed<T>(name: string, read: (value: Value) => T | undefined): T | undefined {
    const value = this.value(name);
    if (!value) return undefined;
    const result = read(value);
    if (result !== undefined) return result;
    throw new CommandError(
      'TypeMismatch',
      `BSON field '${this.name}.${name}' is the wrong type '${typeName(value)}'`,
    );
  }
}

/** A part of a command that has arguments of its own, such as one update of many. */
export function subcommand(name: string, fields: readonly Field[]): Command {
  return new Command(new Map<string, Value>([[name, fields[0]?.[1] ?? NULL], ...fields]), new Map());
}

export function textOf(value: Value): string | undefined {
  if (value.type !== Type.string) return undefined;
  return value.bytes.toString('utf8', 4, value.bytes.length - 1);
}

export function unknownField(name: string): CommandError {
  return new CommandError('Location40415', `BSON field '${name}' is an unknown field.`);
}

/** What a driver may add to every command and what changes no answer here. */
const GENERIC = new Set([
  '$db',
  '$clusterTime',
  '$readPreference',
  'apiDeprecationErrors',
  'apiStrict',
  'apiVersion',
  'comment',
  'lsid',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
]);

function documentOf(name: string, value: Value): Buffer {
  if (value.type === Type.object) return value.bytes;
  throw new CommandError('TypeMismatch', `BSON field '${name}' must hold objects, not ${typeName(value)}`);
}
