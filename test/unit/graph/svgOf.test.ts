import { describe, expect, test } from 'vitest';
import { indexGraph } from '../../../visualizers/graph/GraphIndex.ts';
import { layoutGraph } from '../../../visualizers/graph/layout/layoutGraph.ts';
import { layoutInput } from '../../../visualizers/graph/layoutInput.ts';
import { measureNode } from '../../../visualizers/graph/measureNode.ts';
import { svgOf } from '../../../visualizers/graph/svgOf.ts';
import type { GraphEdge, GraphNode } from '../../../visualizers/graph/types.ts';
import { Geometry } from '../../../visualizers/graph/view/Geometry.ts';
import { Scene } from '../../../visualizers/graph/view/Scene.ts';
import { edge, node } from './graphs.ts';

function drawn(nodes: readonly GraphNode[], edges: readonly GraphEdge[], label = ''): string {
  const index = indexGraph(nodes, edges);
  const input = layoutInput(index, 'vertical', measureNode);
  const geometry = new Geometry({ input, layout: layoutGraph(input) });
  const scene = new Scene(index, geometry, { edge: () => ({ label }) });
  return svgOf(scene, (token) => (token === 'danger' ? '#cc0000' : '#445566'));
}

/** Throws where the document is not well formed; answers its elements and texts. */
function parse(xml: string): { readonly elements: readonly string[]; readonly texts: readonly string[] } {
  const elements: string[] = [];
  const texts: string[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?:\s+[\w:]+="[^"<&]*")*)\s*(\/?)>|([^<]+)/guy;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const [found, closes, name, , empty, text] = token.exec(xml) ?? [];
    if (found === undefined) throw new Error(`Not well formed at ${xml.slice(at, at + 60)}`);
    if (text !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`A bare & in ${text}`);
      if (text.trim()) texts.push(text);
    } else if (closes) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      elements.push(name!);
      if (!empty) open.push(name!);
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is left open`);
  return { elements, texts };
}

describe('the drawing as SVG', () => {
  test('has every node, edge, label and frame', () => {
    const svg = drawn(
      [
        node('a', { subtitle: 'Dense · 64', badge: '×3', rows: [{ label: 'units', value: '64' }] }),
        node('block', { foldable: true }),
        node('p', { parent: 'block' }),
        node('q', { parent: 'block', problems: [{ severity: 'error', message: 'no' }] }),
      ],
      [edge('a', 'block'), edge('p', 'q')],
      '32 × 32',
    );
    const { elements, texts } = parse(svg);
    expect(texts).toEqual(
      expect.arrayContaining(['a', 'Dense · 64', '×3', 'units', '64', 'block', 'p', 'q', '32 × 32', '×']),
    );
    expect(elements.filter((name) => name === 'path').length).toBeGreaterThanOrEqual(2);
    expect(svg.indexOf('>block<')).toBeLessThan(svg.indexOf('>p<'));
    expect(svg).toContain('#cc0000');
  });

  test.each(['</text><script>alert(1)</script>', '"\'&<>', ']]>', '\u0000\u0007\ud800 half', '<!--', '名前'])(
    'is well formed whatever a layer is called: %j',
    (label) => {
      const svg = drawn(
        [node('a', { label, subtitle: label, badge: label, note: label }), node('b')],
        [edge('a', 'b')],
        label,
      );
      expect(parse(svg).elements).not.toContain('script');
      // eslint-disable-next-line no-control-regex -- these are what XML forbids
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    },
  );

  test('an open node shows the fields of its body within its card', () => {
    const index = indexGraph([node('conv', { subtitle: 'Conv2D · 64' }), node('shut')], []);
    const height = 220;
    const input = layoutInput(index, 'vertical', (one) =>
      one.id === 'conv' ? { width: 304, height } : measureNode(one),
    );
    const layout = layoutGraph(input);
    const body = ['filters', 'kernel_size', 'padding'].map((label, i) => ({ label, value: `value ${i}` }));
    const svg = svgOf(
      {
        ...{ index, layout, line: () => undefined, factsOf: () => ({}) },
        bodyOf: ({ id }) => (id === 'conv' ? body : undefined),
      },
      () => '#445566',
    );
    const { texts } = parse(svg);
    expect(texts).toEqual(expect.arrayContaining(body.flatMap(({ label, value }) => [label, value])));
    const fields = [...svg.matchAll(/<rect class="field"[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"/g)];
    expect(fields).toHaveLength(3);
    for (const [, y, tall] of fields) expect(Number(y) + Number(tall)).toBeLessThan(height);
    const tops = fields.map(([, y]) => Number(y));
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    expect(tops[0]).toBeGreaterThan(50);
  });

  test('an input of several edges is stretched, so that they end apart', () => {
    const widths = (svg: string) =>
      [...svg.matchAll(/class="port"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(new Set(widths(drawn([node('a'), node('b')], [edge('a', 'b')]))).size).toBe(1);
    const joined = drawn([node('a'), node('b'), node('c')], [edge('a', 'c'), edge('b', 'c')]);
    expect(Math.max(...widths(joined))).toBeGreaterThan(Math.min(...widths(joined)) + 4);
  });

  test('needs nothing from outside', () => {
    const svg = drawn([node('a'), node('b')], [edge('a', 'b')]);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/url\(|href|https?:|@import|var\(/);
  });

  test('of nothing is a document too', () => {
    expect(parse(drawn([], [])).elements).toContain('svg');
  });

  test('takes less than a kilobyte for each node', () => {
    const nodes = Array.from({ length: 1000 }, (_, i) =>
      node(`conv2d_${i}`, { subtitle: 'Conv2D · 64, 3×3' }),
    );
    const links = nodes.slice(1).map(({ id }, i) => edge(`conv2d_${i}`, id));
    expect(drawn(nodes, links).length).toBeLessThan(1_000_000);
  });
});
