import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import { childIn, childrenIn, dottedName, firstError, lineAt, literalOf, parsePython } from './pythonTree.ts';
import { stringOf, textOf, type Python } from './pythonTree.ts';

/** What stands in a Python module, without knowing any other. */
export interface ModuleReading {
  /** What each name means that an import brings: `L` is `keras.layers`. */
  readonly names: ReadonlyMap<string, string>;
  /** Modules of which everything is imported. */
  readonly stars: readonly string[];
  /** The modules that it imports, by their first name. */
  readonly imports: readonly string[];
  readonly classes: readonly ClassReading[];
  readonly faults: readonly ReadingFault[];
}

export interface ReadingFault {
  readonly line: number;
  readonly message: string;
}

export interface ClassReading {
  readonly name: string;
  readonly line: number;
  /** As written. */
  readonly bases: readonly string[];
  readonly doc: string;
  readonly init?: FunctionReading;
  readonly call?: FunctionReading;
  /** The text of the class attribute `shapes`. */
  readonly shapes?: string;
}

export interface FunctionReading {
  /** Without `self`. */
  readonly parameters: readonly Parameter[];
  /** Takes any other argument by name. */
  readonly takesMore: boolean;
  /** How many values are unpacked from a parameter: `a, b = inputs`. */
  readonly unpacked: ReadonlyMap<string, number>;
  /** What is returned at the end of each way, as written; an item is a name or empty. */
  readonly returns: readonly (readonly string[])[];
  /** What goes to `super().__init__`: names given, and how many by place. */
  readonly passedOn: { readonly names: readonly string[]; readonly places: number };
}

export interface Parameter {
  readonly name: string;
  readonly hint?: string;
  /** As written, so that `1.0` can be told from `1`. */
  readonly defaultText?: string;
  readonly default?: ArgumentValue;
}

/** Reads a module as it is. A class that is not Python is a fault, and the others are read all the same. */
export function readModule(source: string): ModuleReading {
  const statements = childrenIn(parsePython(source));
  const imports = statements.filter(({ node }) => node.name === 'ImportStatement').flatMap(readImport);
  const classes: ClassReading[] = [];
  const faults: ReadingFault[] = [];
  for (const statement of statements) {
    const definition = classIn(statement);
    const broken = firstError(statement, false);
    const doubtful = firstError(statement, true);
    if (definition && broken === undefined) classes.push(readClass(definition));
    if (broken ?? doubtful)
      faults.push(faultAt(source, broken ?? doubtful ?? 0, broken !== undefined, definition));
  }
  return {
    names: new Map(imports.flatMap(({ name, means }) => (name === '*' ? [] : [[name, means] as const]))),
    stars: imports.flatMap(({ name, means }) => (name === '*' ? [means] : [])),
    imports: [...new Set(imports.map(({ module }) => module.split('.')[0] ?? ''))],
    classes,
    faults,
  };
}

/** Whether code imports a module. */
export const readsModule = (code: string, module: string) => readModule(code).imports.includes(module);

/** The grammar knows nearly all of Python; of the body of a function it may be wrong, and nothing there needs reading. */
function faultAt(
  source: string,
  position: number,
  isBroken: boolean,
  definition: Python | undefined,
): ReadingFault {
  const line = lineAt(source, position);
  const name = definition && childIn(definition, 'VariableName');
  if (!isBroken) return { line, message: `Line ${String(line)} may not be Python.` };
  const what = name ? `The class ${textOf(name)}` : 'What stands here';
  return { line, message: `${what} is not Python from line ${String(line)} on.` };
}

interface Import {
  readonly module: string;
  /** What it is called here; `*` for everything. */
  readonly name: string;
  readonly means: string;
}

/** `from keras import layers as L`, `import keras`; relative imports mean nothing in a job. */
function readImport(statement: Python): Import[] {
  const text = textOf(statement)
    .replaceAll(/#.*$/gm, '')
    .replaceAll(/[\\()\s]+/g, ' ');
  const from = /^from ([\w.]+) import (.+)$/.exec(text);
  const list = (from?.[2] ?? /^import (.+)$/.exec(text)?.[1] ?? '').split(',');
  return list.flatMap((item): Import[] => {
    const [what = '', alias] = item.trim().split(/ as /);
    if (what === '') return [];
    const module = from?.[1] ?? what;
    if (what === '*') return [{ module, name: '*', means: module }];
    if (from) return [{ module, name: alias ?? what, means: `${module}.${what}` }];
    // `import keras.layers` brings the name `keras`.
    return [
      {
        module,
        name: alias ?? what.split('.')[0] ?? what,
        means: alias ? what : (what.split('.')[0] ?? what),
      },
    ];
  });
}

function classIn(statement: Python): Python | undefined {
  if (statement.node.name === 'ClassDefinition') return statement;
  return statement.node.name === 'DecoratedStatement' ? childIn(statement, 'ClassDefinition') : undefined;
}

function readClass(definition: Python): ClassReading {
  const name = childIn(definition, 'VariableName');
  const list = childIn(definition, 'ArgList');
  const body = childIn(definition, 'Body');
  const statements = body ? childrenIn(body).filter(({ node }) => node.name !== ':') : [];
  const init = methodIn(statements, '__init__');
  const call = methodIn(statements, 'call');
  const shapes = attributeIn(statements, 'shapes');
  return {
    name: name ? textOf(name) : '',
    line: lineAt(definition.source, definition.node.from),
    bases: list ? basesIn(list) : [],
    doc: docIn(statements),
    ...(init ? { init: readFunction(init) } : {}),
    ...(call ? { call: readFunction(call) } : {}),
    ...(shapes === undefined ? {} : { shapes }),
  };
}

/** Without what is given by name, such as a metaclass. */
function basesIn(list: Python): string[] {
  return itemsIn(list).flatMap((item) => (item.length === 1 && item[0] ? (dottedName(item[0]) ?? []) : []));
}

function docIn([first]: readonly Python[]): string {
  const [text] = first?.node.name === 'ExpressionStatement' ? childrenIn(first) : [];
  return (text && stringOf(text)) ?? '';
}

function methodIn(statements: readonly Python[], name: string): Python | undefined {
  return statements
    .map((statement) =>
      statement.node.name === 'DecoratedStatement' ? childIn(statement, 'FunctionDefinition') : statement,
    )
    .findLast((statement) => {
      if (statement?.node.name !== 'FunctionDefinition') return false;
      const own = childIn(statement, 'VariableName');
      return own !== undefined && textOf(own) === name;
    });
}

/** `shapes = "..."`, with or without a hint. */
function attributeIn(statements: readonly Python[], name: string): string | undefined {
  for (const statement of statements) {
    if (statement.node.name !== 'AssignStatement') continue;
    const parts = childrenIn(statement);
    const [target] = parts;
    const value = parts.at(-1);
    if (target && value && textOf(target) === name) return stringOf(value);
  }
  return undefined;
}

function readFunction(definition: Python): FunctionReading {
  const list = childIn(definition, 'ParamList');
  const items = (list ? itemsIn(list) : []).slice(1);
  const body = childIn(definition, 'Body');
  const parameters = items.flatMap((item) => readParameter(item) ?? []);
  return {
    parameters,
    takesMore: items.some(([first]) => first?.node.name === '**'),
    unpacked: body ? unpackedIn(body) : new Map(),
    returns: body ? returnsIn(body) : [],
    passedOn: passedOnIn(definition),
  };
}

/** The parts between the commas of a list in brackets. */
function itemsIn(list: Python): Python[][] {
  const items: Python[][] = [[]];
  for (const part of childrenIn(list).slice(1, -1)) {
    if (part.node.name === ',') items.push([]);
    else if (part.node.name !== 'Comment') items.at(-1)?.push(part);
  }
  return items.filter((item) => item.length > 0);
}

/** Not `*args`, `**kwargs`, or the marks `*` and `/`. */
function readParameter(item: readonly Python[]): Parameter | undefined {
  const [name, ...rest] = item;
  if (name?.node.name !== 'VariableName') return undefined;
  const hint = rest.find(({ node }) => node.name === 'TypeDef');
  const equals = rest.findIndex(({ node }) => node.name === 'AssignOp');
  const given = equals === -1 ? undefined : rest[equals + 1];
  const value = given && literalOf(given);
  return {
    name: textOf(name),
    ...(hint ? { hint: textOf(hint).replace(/^:\s*/, '') } : {}),
    ...(given ? { defaultText: textOf(given) } : {}),
    ...(value === undefined ? {} : { default: value }),
  };
}

/** `query, value = inputs` says that an input is several tensors. */
function unpackedIn(body: Python): Map<string, number> {
  const found = new Map<string, number>();
  for (const statement of childrenIn(body)) {
    const match = /^\(?([\w\s,]+?)\)?\s*=\s*(\w+)$/.exec(textOf(statement));
    const names = (match?.[1] ?? '').split(',').filter((name) => name.trim() !== '');
    if (statement.node.name === 'AssignStatement' && match?.[2] && names.length > 1) {
      found.set(match[2], names.length);
    }
  }
  return found;
}

function returnsIn(body: Python): string[][] {
  const found: string[][] = [];
  body.node.toTree().iterate({
    enter: ({ name, from, to }) => {
      // What a function inside returns is its own affair.
      if (name === 'FunctionDefinition' || name === 'LambdaExpression' || name === 'ClassDefinition')
        return false;
      if (name === 'ReturnStatement') {
        found.push(returned(body.source.slice(body.node.from + from, body.node.from + to)));
      }
      return true;
    },
  });
  return found;
}

function returned(statement: string): string[] {
  const expression = statement.replace(/^return\s*/, '').trim();
  const inner = /^\((.*)\)$/s.exec(expression)?.[1] ?? /^\[(.*)\]$/s.exec(expression)?.[1];
  const items = splitOutside(
    inner !== undefined && splitOutside(inner, ',').length > 1 ? inner : expression,
    ',',
  );
  return items.map((item) => (/^\w+$/.test(item) ? item : ''));
}

function passedOnIn(definition: Python): FunctionReading['passedOn'] {
  const inner = /super\([^()]*\)\.__init__\(((?:[^()]|\([^()]*\))*)\)/.exec(textOf(definition))?.[1] ?? '';
  const items = splitOutside(inner, ',').filter((item) => item !== '' && !item.startsWith('*'));
  const names = items.flatMap((item) => /^(\w+)\s*=(?!=)/.exec(item)?.[1] ?? []);
  return { names, places: items.length - names.length };
}

/** The parts of a text between separators that stand in no brackets or quotes. */
export function splitOutside(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (character === separator && depth === 0 && quote === '') parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  const trimmed = parts.map((part) => part.trim());
  return trimmed.at(-1) === '' ? trimmed.slice(0, -1) : trimmed;
}
