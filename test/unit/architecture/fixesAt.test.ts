import { expect, test } from 'vitest';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { fixCommand } from '../../../src/domain/architecture/fixCommand.ts';
import { fixesAt } from '../../../src/domain/architecture/fixesAt.ts';
import { decide } from '../../../src/domain/decide.ts';
import { ProjectState } from '../../../src/domain/state.ts';
import { layerIn, projectOf, type DrawnNetwork } from '../../doubles/networks.ts';

const BODY: DrawnNetwork = {
  x: { type: 'InputLayer', args: { shape: [8, 8, 3] } },
  conv: { type: 'Conv2D', args: { filters: 4, kernel_size: 3, padding: 'same' }, from: ['x'] },
};
const image = { type: 'InputLayer', args: { shape: [8, 8, 3] } } as const;
const vector = { type: 'InputLayer', args: { shape: [8] } } as const;

/** What is offered for the first problem of `Main`, and the codes of what is left of it after each fix. */
function offered(view: ProjectState, unfolded: readonly string[] = []) {
  const paths = new Set(unfolded);
  const check = checkArchitecture(view, 'Main', undefined, paths);
  const [problem] = check.problems;
  if (!problem) throw new Error('Expected a problem.');
  let made = 0;
  return fixesAt(view, check, problem).map(({ fix, text }) => {
    const id = problem.at.split('/').at(-1) ?? '';
    const command = fixCommand(view, id, fix, () => `made${String((made += 1))}`);
    const after = new ProjectState(view.all());
    const decision = command && decide(after, command);
    if (!decision?.ok) throw new Error(`Expected ${JSON.stringify(fix)} to be a command that holds.`);
    after.apply(decision.changes);
    return {
      text,
      left: checkArchitecture(after, 'Main', undefined, paths).problems.map(({ code }) => code),
    };
  });
}

test.each(['Block', 'Functional'] as const)('an input of a %s that gets nothing is connected', (type) => {
  const view = projectOf({ Body: BODY, Main: { image, vector, body: { type, block: 'Body' } } });
  expect(offered(view)).toEqual([{ text: 'Connect image', left: [] }]);
});

test('one of several inputs is named', () => {
  const view = projectOf({
    Body: {
      ...BODY,
      skip: { type: 'InputLayer', args: { shape: [8, 8, 4] } },
      sum: { type: 'Add', from: ['conv', 'skip'] },
    },
    Main: {
      image,
      wide: { type: 'InputLayer', args: { shape: [8, 8, 4] } },
      body: { type: 'Block', block: 'Body', from: { x: ['image'] } },
    },
  });
  expect(offered(view)).toEqual([{ text: 'Connect wide to skip', left: [] }]);
});

test('an input of an operation is connected to what fits the other one', () => {
  const view = projectOf({
    Main: {
      image,
      vector: { type: 'InputLayer', args: { shape: [5] } },
      sum: { type: 'ops.Add', from: { x1: ['image'] } },
    },
  });
  expect(offered(view)).toEqual([{ text: 'Connect image to x2', left: [] }]);
});

test('what would be wrong inside of the block is not offered', () => {
  const view = projectOf({ Body: BODY, Main: { vector, body: { type: 'Block', block: 'Body' } } });
  expect(offered(view)).toEqual([]);
});

test('a layer inside an unfolded block, and a block in it, are mended there', () => {
  const open = { ...BODY, open: { type: 'Conv2D', args: { filters: 2, kernel_size: 1 } } };
  const layer = projectOf({
    Body: open,
    Main: { image, body: { type: 'Block', block: 'Body', from: { x: ['image'] } } },
  });
  const body = layerIn('Main', 'body');
  expect(offered(layer)).toEqual([]);
  expect(offered(layer, [body])[0]).toEqual({ text: 'Connect conv', left: [] });

  const nested = projectOf({
    Body: BODY,
    Outer: { ...BODY, inner: { type: 'Block', block: 'Body' } },
    Main: { image, outer: { type: 'Block', block: 'Outer', from: { x: ['image'] }, repeat: 1 } },
  });
  expect(offered(nested, [layerIn('Main', 'outer')]).map(({ text }) => text)).toContain('Connect x');
});
