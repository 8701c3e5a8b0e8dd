import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import type { PickerItem } from '../graphEditing/index.ts';
import { rootOf, useProject, useView } from '../project/index.ts';
import { BANDS } from './pipelineGraph.ts';
import { fitsAt, type StepAnchor } from './stepLinks.ts';
import { NEW_OPERATION } from './usePipelineEdits.ts';

/** The operations of the project, as the palette shows them. */
export function useOperations(): readonly PickerItem[] {
  const operations = useView(operationsOf);
  return useMemo(
    () => [
      ...operations
        .toSorted((a, b) => a.category.localeCompare(b.category) || a.name.localeCompare(b.name))
        .map(({ id, name, category, description, role }) => ({
          id,
          label: name,
          group: category,
          hint: description,
          band: BANDS[role],
        })),
      { id: NEW_OPERATION, label: 'New operation', group: 'Make your own', icon: <Plus /> },
    ],
    [operations],
  );
}

function operationsOf(view: ProjectView) {
  const root = rootOf(view);
  return root ? childrenOf(view, root.id, 'Operation') : [];
}

/** Those of them that fit at a port or a connection. */
export function useOffered(
  items: readonly PickerItem[],
  anchor: StepAnchor | undefined,
): readonly PickerItem[] {
  const { view } = useProject();
  return useMemo(
    () => (anchor ? items.filter(({ id }) => id === NEW_OPERATION || fitsAt(view, id, anchor)) : items),
    [items, anchor, view],
  );
}
