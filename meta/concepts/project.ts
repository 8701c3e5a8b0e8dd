import { concept, number, text } from '../concept.ts';

export const Project = concept('Project', {
  doc: 'Everything that belongs to one piece of research; the root of the tree.',
  fields: {
    name: text('The title people see.', 'Untitled'),
    description: text('What it is about, in a sentence or two.'),
    metamodel: number('The version of the metamodel that it was written with.'),
  },
  contains: ['Architecture', 'Pipeline', 'Operation', 'Code', 'Execution', 'Artifact'],
});
