import { choice, concept, json, number, optionalPointer, pointer, text } from '../concept.ts';
import type { Json } from '../json.ts';

export interface Position {
  readonly x: number;
  readonly y: number;
}

export const position = () =>
  json<Position | null>(
    null,
    'Where a person put it, in graph units; null leaves it to the layout.',
    (value) => value === null || isPosition(value),
  );

function isPosition(value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { x, y, ...others } = value as Record<string, Json>;
  return typeof x === 'number' && typeof y === 'number' && Object.keys(others).length === 0;
}

export interface OutputOrder {
  readonly [output: string]: string;
}

function isOutputOrder(value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([key, order]) => /^\d+$/.test(key) && typeof order === 'string');
}

export const Architecture = concept('Architecture', {
  doc: 'A neural network: layers and the connections between them.',
  fields: {
    name: text('What it is called; the generated module carries the name.', 'Network'),
    description: text('What it is for.'),
    form: choice(
      ['functional', 'sequential'],
      'The Keras class that it becomes; a sequential one is a chain with one input and one output.',
    ),
  },
  contains: ['Layer', 'Connection'],
});

export const Layer = concept('Layer', {
  doc: 'A function of tensors with arguments; one concept for each layer type of the catalogue derives from it.',
  fields: {
    name: text('The name in the network, unique within it.', 'layer'),
    type: text('The name of the layer type in the catalogue.'),
    position: position(),
    note: text('A comment people left on it.'),
    inputOrder: text(
      'Where it stands among the inputs of the network (a fractional index); empty leaves it to its name.',
    ),
    outputOrder: json<OutputOrder>(
      {},
      'Which of its outputs are outputs of the network, by index, and where each stands among them (a fractional ' +
        'index; one that is listed several times has several, with spaces between them). A layer that nobody takes a ' +
        'value from is an output without being listed.',
      isOutputOrder,
    ),
    repeat: number('How many times a block is applied, each time to what it gave before.', 1),
  },
  pointers: {
    shares: optionalPointer(['Layer'], 'The layer that this one calls again, with the same weights.'),
    block: optionalPointer(
      ['Architecture'],
      'What it stands for: as a block the layers themselves, as a Functional or Sequential layer a model of its own.',
    ),
  },
  maps: {
    args: { of: 'value', doc: 'Constructor arguments by name; what is absent has the default of its type.' },
  },
});

export const Connection = concept('Connection', {
  doc: 'Carries one output to one input. It is made and removed, never re-ended, so its ends cannot disagree.',
  fields: {
    sourcePort: text('The output: its index for a layer, the id of the port for a step or job.'),
    targetPort: text('The input: its name for a layer, the id of the port for a step or job.'),
    order: text('Where it stands among the connections of one input (a fractional index).', 'a0'),
  },
  pointers: {
    source: pointer(['Layer', 'Step', 'Job'], 'Where the value comes from.'),
    target: pointer(['Layer', 'Step', 'Job'], 'Where the value goes.'),
  },
});

export const Code = concept('Code', {
  doc: 'A Python module of the project, which operations import by its name.',
  fields: {
    name: text('The name of the module.', 'module'),
    description: text('What it offers.'),
    code: text('Python source.'),
  },
});
