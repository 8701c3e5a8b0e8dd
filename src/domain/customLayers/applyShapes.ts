import type { InputDescription } from '../../../meta/catalogue/index.ts';
import type { Arguments, PortInputs } from '../shapes/call.ts';
import type { Flaw, InputRef } from '../shapes/flaw.ts';
import { mayEqual, type Dimension, type Shape } from '../shapes/tensor.ts';
import type { ShapeRule, TensorPattern, Term } from './shapeRule.ts';

type Applied = { readonly shapes: readonly Shape[] } | { readonly flaw: Flaw };

/** The shapes of the outputs, or why a shape rule does not take these inputs. */
export function applyShapes(
  rule: ShapeRule,
  ports: readonly InputDescription[],
  inputs: PortInputs,
  args: Arguments,
): Applied {
  const arrived = tensorsIn(ports, inputs);
  const bindings = new Bindings(args);
  const wanted = patternsFor(rule, arrived.length);
  if (wanted === undefined) {
    const { length } = rule.inputs;
    const expected = `${String(length)} ${length === 1 ? 'tensor' : 'tensors'} by its shape rule`;
    return { flaw: { code: 'input-count', expected, received: String(arrived.length) } };
  }
  for (const [index, { ref, shape }] of arrived.entries()) {
    const pattern = wanted[index];
    // What is not connected binds nothing.
    const fault = pattern && shape ? bindings.bind(pattern, shape) : undefined;
    if (fault) return { flaw: { ...fault, inputs: [ref], received: '' } };
  }
  return { shapes: rule.outputs.map((pattern) => bindings.shapeOf(pattern)) };
}

interface Arrived {
  readonly ref: InputRef;
  readonly shape: Shape | undefined;
}

/** All tensors in the order in which the call takes them. */
function tensorsIn(ports: readonly InputDescription[], inputs: PortInputs): Arrived[] {
  const arrived = ports.flatMap(({ name, many }): Arrived[] => {
    const tensors = inputs[name] ?? [];
    if (!many && tensors.length === 0) return [{ ref: { port: name, index: 0 }, shape: undefined }];
    return tensors.map(({ shape }, index) => ({ ref: { port: name, index }, shape }));
  });
  const last = arrived.findLastIndex(({ shape }) => shape !== undefined);
  return arrived.slice(0, last + 1);
}

/** A rule of one input holds for each of several. */
function patternsFor({ inputs }: ShapeRule, count: number): readonly TensorPattern[] | undefined {
  const [only] = inputs;
  if (inputs.length === 1 && only) return Array.from({ length: count }, () => only);
  return count <= inputs.length ? inputs : undefined;
}

type Fault = Pick<Flaw, 'code' | 'expected'>;

/** What the names of a rule stand for, learnt from one input after the other. */
class Bindings {
  readonly #args: Arguments;
  readonly #sizes = new Map<string, Dimension>();
  #rest: Shape | undefined;

  constructor(args: Arguments) {
    this.#args = args;
  }

  bind({ text, dimensions }: TensorPattern, shape: Shape): Fault | undefined {
    const rest = dimensions.indexOf('...');
    const named = rest === -1 ? dimensions.length : dimensions.length - 1;
    const isRight = rest === -1 ? shape.length === named : shape.length >= named;
    if (!isRight) return { code: 'input-rank', expected: `needs the shape ${text}` };
    const free = shape.length - named;
    for (const [index, term] of dimensions.entries()) {
      const at = rest !== -1 && index > rest ? index + free - 1 : index;
      const fault =
        term === '...'
          ? this.#bindRest(shape.slice(at, at + free), text)
          : this.#bindOne(term, shape[at] ?? null, text);
      if (fault) return fault;
    }
    return undefined;
  }

  shapeOf({ dimensions }: TensorPattern): Shape {
    return dimensions.flatMap((term) => (term === '...' ? (this.#rest ?? []) : [this.#sizeOf(term)]));
  }

  #bindRest(dimensions: Shape, text: string): Fault | undefined {
    const before = this.#rest ?? dimensions;
    const agrees =
      before.length === dimensions.length &&
      before.every((size, index) => mayEqual(size, dimensions[index] ?? null));
    if (!agrees)
      return {
        code: 'input-dimension',
        expected: `the leading dimensions of ${text} must be those of the input before`,
      };
    this.#rest = before.map((size, index) => size ?? dimensions[index] ?? null);
    return undefined;
  }

  #bindOne(term: Term, size: Dimension, text: string): Fault | undefined {
    if (term === '_') return undefined;
    const before = this.#sizeOf(term);
    if (!mayEqual(before, size)) {
      const what =
        typeof term === 'object' && 'name' in term ? `${term.name} of ${text}` : `a dimension of ${text}`;
      return { code: 'input-dimension', expected: `${what} must be ${String(before)}` };
    }
    if (typeof term === 'object' && 'name' in term) this.#sizes.set(term.name, before ?? size);
    return undefined;
  }

  /** null where it is not known: an unknown dimension, an argument that is not given, a division by nothing. */
  #sizeOf(term: Term): Dimension {
    if (typeof term === 'number') return term;
    if (typeof term === 'string') return null;
    if ('name' in term) return this.#sizes.get(term.name) ?? this.#argument(term.name);
    const left = this.#sizeOf(term.left);
    const right = this.#sizeOf(term.right);
    if (left === null || right === null) return null;
    switch (term.operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '//':
        return right === 0 ? null : Math.floor(left / right);
      default:
        return term.operator satisfies never;
    }
  }

  #argument(name: string): Dimension {
    const value = this.#args[name];
    return Number.isInteger(value) ? (value as number) : null;
  }
}
