import { expect, test } from 'vitest';
import { withBlocks } from '../../../src/domain/architecture/withBlocks.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';

const network = (id: string, ...blocks: string[]) => [
  blank('Architecture', { id, parent: 'project' }),
  ...blocks.map((block, index) => blank('Layer', { id: `${id}/${String(index)}`, parent: id, block })),
];

test('blocks within blocks are found, each once, even where they go in a circle', () => {
  const view = new ProjectState([...network('a', 'b', 'c'), ...network('b', 'c'), ...network('c', 'a')]);
  expect(withBlocks(view, ['a', null, 'gone']).sort()).toEqual(['a', 'b', 'c']);
});
