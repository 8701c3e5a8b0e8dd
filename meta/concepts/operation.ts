import { boolean, choice, concept, json, text } from '../concept.ts';
import type { Json } from '../json.ts';

export const Operation = concept('Operation', {
  doc: 'A Python function with named inputs and outputs. Defined once, and used in pipelines as steps.',
  fields: {
    name: text('The name of the operation, which is also that of its Python class.', 'Operation'),
    description: text('What it does.'),
    category: text('Where it stands in the palette.', 'Custom'),
    role: choice(
      ['python', 'input', 'output'],
      'Whether it runs Python, brings an artifact into the pipeline, or leaves one behind.',
    ),
    code: text('Python source: a class whose constructor takes attributes and references, with `execute`.'),
  },
  contains: ['Port', 'Attribute', 'Reference'],
});

export const Port = concept('Port', {
  doc: 'A typed input or output of an operation. Its identity survives renaming, so connections do too.',
  fields: {
    name: text('The name of the parameter of `execute`, or of the value it returns.', 'data'),
    direction: choice(['input', 'output'], 'Which way values go.'),
    type: text('The Python type, such as `numpy.ndarray` or `keras.Model`; `Any` takes everything.', 'Any'),
    optional: boolean('Whether an input may stay unconnected.'),
    order: text('Its place among its siblings (a fractional index).', 'a0'),
    doc: text('What it carries.'),
  },
});

export const Attribute = concept('Attribute', {
  doc: 'Declares a value that the constructor of an operation takes.',
  fields: {
    name: text('The name of the parameter of the constructor.', 'value'),
    type: choice(['integer', 'float', 'boolean', 'text', 'choice'], 'What values it takes.', 'text'),
    default: json<Json>(null, 'The value where a step gives none.'),
    options: json<readonly string[]>([], 'What a choice may be.', isTextList),
    min: json<number | null>(null, 'The smallest number allowed.', isNumberOrNull),
    max: json<number | null>(null, 'The largest number allowed.', isNumberOrNull),
    order: text('Its place among its siblings (a fractional index).', 'a0'),
    doc: text('What it means, with its unit.'),
  },
});

export const Reference = concept('Reference', {
  doc: 'Declares a thing of the project that the constructor of an operation takes.',
  fields: {
    name: text('The name of the parameter of the constructor.', 'model'),
    target: choice(['Architecture', 'Artifact'], 'What it may point to.'),
    order: text('Its place among its siblings (a fractional index).', 'a0'),
    doc: text('What it is used for.'),
  },
});

function isTextList(value: Json): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isNumberOrNull(value: Json): boolean {
  return value === null || typeof value === 'number';
}
