import { expect, test } from 'vitest';
import type { JobEvent } from '../../../src/sync/protocol/socket.ts';
import { families } from '../../../visualizers/ExecutionView/Curves.tsx';
import { JobRecording } from '../../../visualizers/ExecutionView/JobRecording.ts';

function recorded(...list: JobEvent[]) {
  const recording = new JobRecording();
  recording.take({ bytes: { from: 0, text: '', to: 0 }, events: { from: 0, list, to: list.length } });
  return recording;
}

const metric = (
  scope: 'epoch' | 'batch' | 'log',
  step: number,
  values: Record<string, number>,
): JobEvent => ({
  type: 'metric',
  time: 0,
  scope,
  step,
  values,
});

test('epochs are drawn rather than batches where there are both', () => {
  const { curves } = recorded(metric('batch', 1, { loss: 9 }), metric('epoch', 1, { loss: 1 }));
  expect(curves.get('loss')).toEqual([{ step: 1, value: 1 }]);
});

test('batches are drawn until the first epoch ends', () => {
  expect(recorded(metric('batch', 4, { loss: 9 })).curves.get('loss')).toEqual([{ step: 4, value: 9 }]);
});

test('a validation curve stands in the picture of what it validates', () => {
  const { curves } = recorded(metric('epoch', 1, { loss: 1, val_loss: 2, accuracy: 0.5 }));
  expect([...families(curves)].map(([name, series]) => [name, series.map((one) => one.name)])).toEqual([
    ['loss', ['loss', 'val_loss']],
    ['accuracy', ['accuracy']],
  ]);
});

test('a figure drawn again replaces its earlier version', () => {
  const figure = (version: number): JobEvent => ({
    type: 'figure',
    time: 0,
    figure: '1',
    version,
    title: 'Confusion',
    file: `1-${version}.svg`,
    format: 'svg',
  });
  expect(recorded(figure(1), figure(2)).figures).toEqual([
    { id: '1', title: 'Confusion', file: '1-2.svg', version: 2 },
  ]);
});

test('progress is a share of the total, and unknown without one', () => {
  const progress = (value: number, total?: number): JobEvent => ({ type: 'progress', time: 0, value, total });
  expect(recorded(progress(3, 12)).progress).toBe(0.25);
  expect(recorded(progress(3)).progress).toBeUndefined();
});
