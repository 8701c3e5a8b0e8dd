import type { ConnectionRecord, LayerRecord, ModelRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { blank, ProjectState } from '../../src/domain/state.ts';

export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const PROJECT = id(1);
export const NETWORK = id(2);

let last = 1000;
export const newId = () => id((last += 1));

export const layer = (
  n: number,
  type: string,
  args: Readonly<Record<string, Json>> = {},
  given: Partial<LayerRecord> = {},
) => blank('Layer', { id: id(n), parent: NETWORK, name: `layer_${String(n)}`, type, args, ...given });

export const connection = (
  n: number,
  source: number,
  target: number,
  given: Partial<ConnectionRecord> = {},
) =>
  blank('Connection', {
    id: id(n),
    parent: NETWORK,
    source: id(source),
    sourcePort: '0',
    target: id(target),
    targetPort: 'inputs',
    ...given,
  });

export const network = (...records: ModelRecord[]) =>
  new ProjectState([
    blank('Project', { id: PROJECT, parent: null }),
    blank('Architecture', { id: NETWORK, parent: PROJECT, name: 'Net' }),
    ...records,
  ]);
