import type { Anchor } from '../../src/domain/rearranging/attach.ts';
import { placeOf, placeOfAll, recordOf } from './nodePath.ts';

/** What is put next to something lies where that lies: empty for the network itself, or `outer/`. */
export function placeOfAnchor(anchor: Anchor | undefined): string {
  switch (anchor?.kind) {
    case 'after':
      return placeOf(anchor.layer);
    case 'join':
      return placeOfAll(new Set(anchor.layers));
    case 'port':
      return placeOf(anchor.port.node);
    case 'edge':
      return placeOf(anchor.edge);
    case 'place':
      return anchor.inside === undefined ? '' : `${anchor.inside}/`;
    case undefined:
      return '';
    default:
      return anchor satisfies never;
  }
}

/** An anchor that names nodes and edges as they are drawn, naming the records that they show. */
export function anchorInRecords(anchor: Anchor): Anchor {
  switch (anchor.kind) {
    case 'after':
      return { ...anchor, layer: recordOf(anchor.layer) };
    case 'join':
      return { ...anchor, layers: anchor.layers.map(recordOf) };
    case 'port':
      return { ...anchor, port: { ...anchor.port, node: recordOf(anchor.port.node) } };
    case 'edge':
      return { ...anchor, edge: recordOf(anchor.edge) };
    case 'place':
      return anchor;
    default:
      return anchor satisfies never;
  }
}

/** What is added next follows what is selected: a layer, or several of one place. */
export function afterAll(nodes: ReadonlySet<string>): Anchor | undefined {
  const [first, ...others] = nodes;
  if (first === undefined) return undefined;
  if (others.length === 0) return { kind: 'after', layer: first };
  return others.every((node) => placeOf(node) === placeOf(first))
    ? { kind: 'join', layers: [first, ...others] }
    : undefined;
}
