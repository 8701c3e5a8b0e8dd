import { useEffect } from 'react';
import { customLayersOf, readsModule } from '../../src/domain/customLayers/index.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import { rootOf, useProject, useView } from '../project/index.ts';

/** Keeps the layers of all architectures loaded, to tell which of them use a class. */
export function useAllArchitectures(): void {
  const project = useProject();
  const ids = useView(architecturesOf);
  useEffect(() => {
    const releases = ids.map((id) => project.open(id));
    return () => releases.forEach((release) => release());
  }, [project, ids]);
}

function architecturesOf(view: ProjectView): readonly string[] {
  const root = rootOf(view);
  return root ? childrenOf(view, root.id, 'Architecture').map(({ id }) => id) : [];
}

/** The architectures that have a layer of this type, by their names. */
export function usersOfLayer(view: ProjectView, type: string): readonly string[] {
  const root = rootOf(view);
  const custom = customLayersOf(view).byType.get(type);
  return (root ? childrenOf(view, root.id, 'Architecture') : [])
    .filter(({ id }) =>
      childrenOf(view, id, 'Layer').some((layer) => customLayersOf(view).byType.get(layer.type) === custom),
    )
    .map(({ name }) => name);
}

/** What would miss a module: architectures with its layers, operations and modules that import it. */
export function usersOfModule(view: ProjectView, module: string): readonly string[] {
  const root = rootOf(view);
  const own = customLayersOf(view).layers.filter((layer) => layer.module === module);
  const record = view.get(module);
  if (!root || record?.concept !== 'Code') return [];
  const codes = [...childrenOf(view, root.id, 'Operation'), ...childrenOf(view, root.id, 'Code')];
  const importing = codes.filter(({ id, code }) => id !== module && readsModule(code, record.name));
  return [
    ...new Set([
      ...own.flatMap(({ type }) => usersOfLayer(view, type.name)),
      ...importing.map(({ name }) => name),
    ]),
  ];
}
