import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import { parsePythonLiteral } from '../shapes/pythonLiteral.ts';

/** A place in Python source with the text that it is part of. What is not Python is in the tree as an error. */
export interface Python {
  readonly node: SyntaxNode;
  readonly source: string;
}

export const parsePython = (source: string): Python => ({
  node: parser.parse(source.replaceAll(POINT_ALONE, '0')).topNode,
  source,
});

/** The point of `1.`, which the grammar does not know; places stay what they are. */
const POINT_ALONE = /(?<=(?<![\w.])\d[\d_]*)\.(?![\w.])/g;

export const textOf = ({ node, source }: Python) => source.slice(node.from, node.to);

export const childrenIn = ({ node, source }: Python): Python[] =>
  siblingsFrom(node.firstChild).map((child) => ({ node: child, source }));

export function childIn({ node, source }: Python, name: string): Python | undefined {
  const child = node.getChild(name);
  return child === null ? undefined : { node: child, source };
}

/** Counted from 1, as editors do. */
export const lineAt = (source: string, position: number) => source.slice(0, position).split('\n').length;

/** Where the first thing stands that the grammar does not know; `inside` says whether the bodies of functions count. */
export function firstError({ node }: Python, inside: boolean): number | undefined {
  let at: number | undefined;
  node.toTree().iterate({
    enter: (here) => {
      if (here.type.isError) at ??= node.from + here.from;
      return at === undefined && (inside || !isFunctionBody(here.node));
    },
  });
  return at;
}

const isFunctionBody = ({ name, parent }: SyntaxNode) =>
  name === 'Body' && parent?.name === 'FunctionDefinition';

/** `keras.layers.Layer` as it is written; undefined for any other expression. */
export function dottedName(python: Python): string | undefined {
  const text = textOf(python).replaceAll(/\s+/g, '');
  return /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(text) ? text : undefined;
}

/** The value of an expression that can be written as JSON. */
export const literalOf = (python: Python): ArgumentValue | undefined => {
  const { name } = python.node;
  return name === 'String' || name === 'ContinuedString' || name === 'ParenthesizedExpression'
    ? (stringOf(python) ?? parsePythonLiteral(textOf(python)))
    : parsePythonLiteral(textOf(python));
};

/** The text of a string literal, also of one that goes on over several lines. */
export function stringOf(python: Python): string | undefined {
  switch (python.node.name) {
    case 'String':
      return unquoted(textOf(python));
    case 'ContinuedString':
    case 'ParenthesizedExpression': {
      const parts = childrenIn(python).filter(({ node }) => node.name !== '(' && node.name !== ')');
      const texts = parts.map(stringOf);
      return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join('');
    }
    default:
      return undefined;
  }
}

const STRING = /^(?<prefix>[rRuU]?)(?<quote>"""|'''|"|')(?<inner>.*)\k<quote>$/s;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\n': '' };

function unquoted(text: string): string | undefined {
  const found = STRING.exec(text)?.groups;
  if (found === undefined) return undefined;
  const { prefix = '', inner = '' } = found;
  return /r/i.test(prefix)
    ? inner
    : inner.replaceAll(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

function siblingsFrom(first: SyntaxNode | null): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let node = first; node !== null; node = node.nextSibling) found.push(node);
  return found;
}
