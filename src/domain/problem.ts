/** Something a person can mend: what is wrong, where, what was expected, what was found. */
export interface Problem {
  readonly code: ProblemCode;
  /** The id of the record it concerns. */
  readonly at: string;
  /** The field, argument, port or connection of that record, where there is one. */
  readonly part?: string;
  /** One sentence a person understands, naming things as they are named on screen. */
  readonly message: string;
}

/** Every code with the text that people read. */
const TEXTS = {
  gone: (what: string) =>
    `${what} is no longer there. Somebody may have deleted it; undo or history brings it back.`,
  exists: (what: string) => `${what} is there already.`,
  'wrong-place': (what: string, where: string) => `${what} cannot be placed in ${where}.`,
  'wrong-value': (what: string, fault: string) => `${what} cannot take this value: ${fault}.`,
  'name-taken': (name: string, kind: string) =>
    `Another ${kind} here is called "${name}". Choose a different name.`,
  'name-empty': (kind: string) => `A ${kind} needs a name.`,
  'name-not-python': (name: string) =>
    `"${name}" is not a Python name. Use letters, digits and underscores, and begin with a letter.`,
  'not-repeatable': (fault: string) => fault,
  'name-hides': (name: string) =>
    `"${name}" is a module that Python or Keras needs itself. Choose a different name.`,
  'read-only': (what: string) =>
    `${what} belongs to an execution, which is a record of what ran and cannot be edited. Edit the pipeline instead.`,
  cycle: (source: string, target: string) =>
    `Connecting ${source} to ${target} would close a circle: ${target} already comes before ${source}.`,
  'no-port': (node: string, port: string) => `${node} has no port "${port}".`,
  'type-mismatch': (output: string, given: string, input: string, taken: string) =>
    `${output} gives ${given}, but ${input} takes ${taken}.`,
  connected: (source: string, target: string) => `${source} is connected to ${target} already.`,
  'different-graphs': () => 'Only nodes of the same graph can be connected.',
  'in-use': (what: string, users: string) => `${what} is used by ${users}. Remove it there first.`,
  'changed-since': (what: string) =>
    `${what} was changed by somebody else in the meantime, so it was left as it is.`,
  'input-unconnected': (node: string, port: string) =>
    `${node}: input ${port} is not connected. Draw a connection to it.`,
  'reference-missing': (node: string, name: string, target: string) =>
    `${node}: ${name} refers to nothing. Choose an ${target.toLowerCase()}.`,
  'argument-wrong': (node: string, name: string, expected: string, received: string) =>
    `${node}: ${name} must be ${expected}; it is ${received}.`,
  'code-empty': (operation: string) =>
    `${operation} has no code. Open it and write a class with an \`execute\` method.`,
  'nothing-to-run': (pipeline: string) => `${pipeline} is empty. Add an operation to it.`,
  'architecture-problem': (architecture: string, detail: string) => `${architecture}: ${detail}`,
  malformed: (fault: string) => `The request was malformed: ${fault}.`,
  'not-written': (fault: string) => `The project could not be changed like this: ${fault}.`,
} as const;

export type ProblemCode = keyof typeof TEXTS;

/** Makes a problem; the text comes from the table, filled in with `words`. */
export function problem<Code extends ProblemCode>(
  code: Code,
  where: { readonly at: string; readonly part?: string },
  ...words: Parameters<(typeof TEXTS)[Code]>
): Problem {
  const text: (...words: string[]) => string = TEXTS[code];
  return { code, ...where, message: text(...words) };
}
