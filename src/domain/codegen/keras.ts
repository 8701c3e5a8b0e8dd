import { find, type ProjectView } from '../state.ts';
import { Imports } from './imports.ts';
import { modelBody } from './model.ts';
import { partsOf, type Part } from './parts.ts';
import { Identifiers } from './python.ts';
import type { Statement } from './statement.ts';

/** A Python module, and which of its lines (from 1, inclusive) each layer stands on. */
export interface GeneratedCode {
  readonly code: string;
  readonly lines: ReadonlyMap<string, { readonly from: number; readonly to: number }>;
}

/**
 * Keras 3 code for an architecture: a module whose `build_model()` returns the network as a `keras.Model`, with a
 * function before it for each block and nested model. Importing it does nothing. Layers come in topological order,
 * named as on screen, with arguments that differ from the defaults.
 */
export function generateKeras(view: ProjectView, architecture: string): GeneratedCode {
  const name = find(view, 'Architecture', architecture)?.name ?? 'Network';
  const imports = new Imports(view);
  const parts = partsOf(view, architecture);
  const functions = parts.map((part) => functionFor(view, part, parts, imports));
  const module = new Lines([docstring(name), '', ...imports.lines()]);
  for (const { head, body } of functions) {
    module.add('', '', head);
    for (const { layer, source } of body) module.addStatement(source, layer);
  }
  return { code: `${module.text}\n`, lines: module.lines };
}

interface PythonFunction {
  readonly head: string;
  readonly body: readonly Statement[];
}

function functionFor(
  view: ProjectView,
  part: Part,
  parts: readonly Part[],
  imports: Imports,
): PythonFunction {
  const own = ['keras', 'layers', 'np', 'functools', 'name', 'number'];
  const reserved = [...own, ...parts.map((one) => one.function)];
  const identifiers = new Identifiers([...reserved, ...imports.names]);
  const { parameters, body } = modelBody({ view, part, parts, imports, identifiers });
  const result = part.kind === 'block' ? '' : ' -> keras.Model';
  return { head: headOf(part.function, parameters, result), body };
}

/** On one line, or with a parameter on each. */
function headOf(name: string, parameters: readonly string[], result: string): string {
  const line = `def ${name}(${parameters.join(', ')})${result}:`;
  if (line.length <= 88) return line;
  const together = `    ${parameters.join(', ')}`;
  const inner = together.length <= 88 ? `${together}\n` : parameters.map((one) => `    ${one},\n`).join('');
  return `def ${name}(\n${inner})${result}:`;
}

/** Gathers lines and remembers where each layer stands. */
class Lines {
  readonly lines = new Map<string, { from: number; to: number }>();
  readonly #lines: string[] = [];

  constructor(first: readonly string[]) {
    this.add(...first);
  }

  get text() {
    return this.#lines.join('\n');
  }

  add(...sources: readonly string[]): void {
    for (const source of sources) this.#lines.push(...source.split('\n'));
  }

  addStatement(source: string, layer: string | undefined): void {
    const from = this.#lines.length + 1;
    this.add(source);
    if (layer === undefined) return;
    const before = this.lines.get(layer);
    this.lines.set(layer, { from: before?.from ?? from, to: this.#lines.length });
  }
}

/** A docstring of one line, which nothing in the name can end. */
function docstring(name: string): string {
  const plain =
    name
      .replaceAll('"', "'")
      .replace(/[\p{C}\p{Z}]+/gu, ' ')
      .trim() || 'Network';
  const inner = JSON.stringify(`${plain}: made by DeepForge from the architecture of that name.`);
  return `""${inner}""`;
}
