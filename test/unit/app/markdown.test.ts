import { describe, expect, test } from 'vitest';
import { loadDocumentation } from '../../../meta/catalogue/index.ts';
import { firstSentence, parseInline, parseMarkdown } from '../../../visualizers/forms/markdown.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const code = (words: string) => ({ kind: 'code', text: words });

describe('documentation', () => {
  test('has paragraphs, lists and code', () => {
    const source =
      'One\nline.\n\nEither:\n- `a`: first\n  of two\n- second\n\n```python\nx = *y*\n```\nAfter.';
    expect(parseMarkdown(source)).toEqual([
      { kind: 'paragraph', text: [text('One line.')] },
      { kind: 'paragraph', text: [text('Either:')] },
      { kind: 'list', items: [[code('a'), text(': first of two')], [text('second')]] },
      { kind: 'code', code: 'x = *y*' },
      { kind: 'paragraph', text: [text('After.')] },
    ]);
  });

  test('holds code within a line, and a single backtick is itself', () => {
    expect(parseInline('use `a` or ``b`c`` but ` alone, **now**')).toEqual([
      text('use '),
      code('a'),
      text(' or '),
      code('b`c'),
      text(' but ` alone, '),
      { kind: 'strong', text: 'now' },
    ]);
  });

  test('leads to pages of the web, and to nothing else', () => {
    expect(parseInline('[a\npaper]( https://x.org/1.2 ) and [b](javascript:alert(1))')).toEqual([
      { kind: 'link', text: 'a\npaper', address: 'https://x.org/1.2' },
      text(' and [b](javascript:alert(1))'),
    ]);
  });

  test('that looks like markup stays text', () => {
    expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', text: [text('<img src=x onerror=alert(1)>')] },
    ]);
  });

  test.each([
    ['Int, e.g. 3. More.', 'Int, e.g. 3.'],
    ['The `a.b c` of it. More.', 'The `a.b c` of it.'],
    ['Configures it as follows:\n- `x`', 'Configures it as follows.'],
    ['no end', 'no end'],
  ])('%j begins with %j', (source, first) => {
    expect(firstSentence(source)).toBe(first);
  });

  test('of every layer and argument of Keras has no backtick left over', async () => {
    const { layers } = await loadDocumentation();
    const all = Object.values(layers).flatMap(({ doc, arguments: own }) => [doc, ...Object.values(own)]);
    const inlines = all.flatMap(parseMarkdown).flatMap((block) => {
      if (block.kind === 'list') return block.items.flat();
      return block.kind === 'code' ? [] : block.text;
    });
    expect(inlines.filter((one) => one.kind === 'text' && one.text.includes('`'))).toEqual([]);
    expect(all.map(firstSentence).filter((first) => (first.split('`').length - 1) % 2 === 1)).toEqual([]);
  });
});
