import { concept, pointer, text } from '../concept.ts';
import { position } from './architecture.ts';

export const Pipeline = concept('Pipeline', {
  doc: 'A machine learning task: a directed acyclic graph of operations.',
  fields: {
    name: text('What it is called.', 'Pipeline'),
    description: text('What it does.'),
  },
  contains: ['Step', 'Connection'],
});

export const Step = concept('Step', {
  doc: 'An operation used in a pipeline: an instance that shares its code and overrides its attributes.',
  fields: {
    name: text('The name in the pipeline.', 'step'),
    position: position(),
    note: text('A comment people left on it.'),
  },
  pointers: { operation: pointer(['Operation'], 'The operation it uses.') },
  instanceOf: 'operation',
  maps: {
    args: {
      of: 'value',
      doc: 'Values of attributes by name; what is absent has the default of the operation.',
    },
    references: { of: 'pointer', doc: 'What each reference of the operation points to, by name.' },
  },
});
