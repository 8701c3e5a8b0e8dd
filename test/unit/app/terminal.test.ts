import { expect, test } from 'vitest';
import { plain, Terminal } from '../../../visualizers/ExecutionView/Terminal.ts';

function shown(...outputs: string[]) {
  const terminal = new Terminal();
  for (const output of outputs) terminal.write(output);
  return terminal;
}

test('a carriage return writes over the line, as a progress bar does', () => {
  expect(shown('1/3 loss: 0.9\r2/3 loss: 0.5\n').text()).toBe('2/3 loss: 0.5');
});

test('Windows line ends are line ends', () => {
  expect(shown('one\r\ntwo\r\n').text()).toBe('one\ntwo');
});

test('a backspace takes the writing place back', () => {
  expect(shown('10%\b\b\b20%').text()).toBe('20%');
});

test('colours become styles and are not shown as text', () => {
  const line = shown('\x1b[1;31mfailed\x1b[0m badly\n').line(0);
  expect(plain(line)).toBe('failed badly');
  expect(line[0]?.style).toEqual({ bold: true, colour: 1 });
  expect(line[1]?.style).toEqual({});
});

test('an escape that arrives in two pieces is still one', () => {
  expect(shown('\x1b[3', '2mgreen\x1b[0m').text()).toBe('green');
});

test('erasing to the end of the line takes what a longer line left', () => {
  expect(shown('a long line\rshort\x1b[K\n').text()).toBe('short');
});

test('a line that is not finished is shown', () => {
  const terminal = shown('first\nsecond');
  expect(terminal.count).toBe(2);
  expect(plain(terminal.line(1))).toBe('second');
});
