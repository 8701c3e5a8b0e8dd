import { product, type Dimension, type Shape } from './tensor.ts';

export interface EinsumAnalysis {
  /** Why it cannot be done; everything else is meaningless then. */
  readonly fault: string | null;
  readonly kernel: readonly number[];
  readonly bias: readonly number[] | null;
  readonly output: Shape;
  readonly macs: number | null;
}

interface Equation {
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
  /** Which end of the input the ellipsis stands for. */
  readonly ellipsis: 'left' | 'right' | null;
}

const FORMS: readonly (readonly [RegExp, Equation['ellipsis']])[] = [
  [/^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)/, null],
  [/^0([a-zA-Z]+),([a-zA-Z]+)->0([a-zA-Z]+)/, 'left'],
  [/^([a-zA-Z]{2,})0,([a-zA-Z]+)->([a-zA-Z]+)0/, 'right'],
];

/** What EinsumDense makes of an equation: kernel, bias and output, as Keras derives them. */
export function analyzeEinsum(
  text: string,
  biasAxes: string | null,
  inputShape: Shape,
  partialOutput: Shape,
): EinsumAnalysis {
  const equation = parse(text);
  if (equation === null) return faulty('of the form ab,bc->ac, ...ab,bc->...ac or ab...,bc->ac...');
  const elided = inputShape.length - equation.input.length;
  if (elided < 0 || (equation.ellipsis === null && elided > 0)) {
    return faulty(`for an input of ${equation.input.length} dimensions`);
  }
  const output = wholeOutput(equation, inputShape, partialOutput, elided);
  const sizes = new Sizes(equation, inputShape, output, elided);
  const fault = sizes.fault() ?? biasFault(biasAxes, equation.output) ?? rankFault(equation, output, elided);
  if (fault !== null) return faulty(fault);
  const kernel = Array.from(equation.kernel).map((letter) => sizes.ofKernel(letter));
  if (kernel.some((size) => size === null)) return faulty('one whose kernel has known dimensions');
  const bias = biasAxes === null ? null : biasShape(biasAxes, equation, sizes, elided);
  if (bias?.includes(null) === true) return faulty('one whose bias has known dimensions');
  return {
    fault: null,
    kernel: kernel as number[],
    bias: bias as number[] | null,
    output,
    macs: multiplyAdds(equation, output, sizes),
  };
}

const faulty = (fault: string): EinsumAnalysis => ({ fault, kernel: [], bias: null, output: [], macs: null });

function parse(text: string): Equation | null {
  const replaced = text.replaceAll('...', '0');
  for (const [form, ellipsis] of FORMS) {
    const match = form.exec(replaced);
    if (match) return { input: match[1] ?? '', kernel: match[2] ?? '', output: match[3] ?? '', ellipsis };
  }
  return null;
}

/** The stated output with the batch and what the ellipsis stands for. */
function wholeOutput({ ellipsis }: Equation, input: Shape, partial: Shape, elided: number): Shape {
  const [batch = null] = input;
  // Keras inserts each of them in front of the one before, so they arrive reversed.
  if (ellipsis === 'left') return [batch, ...input.slice(1, Math.max(elided, 1)).toReversed(), ...partial];
  return [batch, ...partial, ...input.slice(input.length - elided)];
}

/** The size that each letter stands for, by where it occurs. */
class Sizes {
  readonly #input: ReadonlyMap<string, Dimension>;
  readonly #output: ReadonlyMap<string, Dimension>;
  readonly #equation: Equation;

  constructor(equation: Equation, input: Shape, output: Shape, elided: number) {
    const skipped = equation.ellipsis === 'left' ? elided : 0;
    const sizes = (letters: string, shape: Shape) =>
      new Map(Array.from(letters).map((letter, i) => [letter, shape[i + skipped] ?? null]));
    this.#input = sizes(equation.input, input);
    this.#output = sizes(equation.output, output);
    this.#equation = equation;
  }

  fault(): string | null {
    const { input, kernel, output } = this.#equation;
    for (const letter of input) {
      const stated = this.#output.get(letter);
      if (stated !== undefined && stated !== null && stated !== this.#input.get(letter)) {
        return `one that gives "${letter}" the same size in input and output_shape`;
      }
    }
    const orphan = Array.from(output).find((letter) => !input.includes(letter) && !kernel.includes(letter));
    if (orphan !== undefined) return `one whose output "${orphan}" comes from the input or the kernel`;
    const free = Array.from(kernel).find((letter) => !this.#input.has(letter) && !this.#output.has(letter));
    return free === undefined ? null : `one whose kernel "${free}" occurs in the input or the output`;
  }

  ofKernel(letter: string): Dimension {
    return this.#output.has(letter) ? this.ofOutput(letter) : (this.#input.get(letter) ?? null);
  }

  ofOutput(letter: string): Dimension {
    return this.#output.get(letter) ?? null;
  }
}

function biasFault(axes: string | null, output: string): string | null {
  const wrong = Array.from(axes ?? '').find((letter) => !output.includes(letter));
  return wrong === undefined ? null : `one whose output has the bias axis "${wrong}"`;
}

function rankFault({ output: letters }: Equation, output: Shape, elided: number): string | null {
  return output.length === letters.length + elided ? null : 'one with as many outputs as output_shape';
}

function biasShape(axes: string, { output, ellipsis }: Equation, sizes: Sizes, elided: number): Dimension[] {
  const first = Math.min(...Array.from(axes).map((letter) => output.indexOf(letter)));
  const trailing = ellipsis === 'left' ? 0 : elided;
  return [
    ...Array.from(output.slice(first)).map((letter) => (axes.includes(letter) ? sizes.ofOutput(letter) : 1)),
    ...Array<number>(trailing).fill(1),
  ];
}

function multiplyAdds({ output, kernel }: Equation, shape: Shape, sizes: Sizes): number | null {
  const contracted = Array.from(kernel)
    .filter((letter) => !output.includes(letter))
    .map((letter) => sizes.ofKernel(letter));
  return product([...shape.slice(1), ...contracted]);
}
