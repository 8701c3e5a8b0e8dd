import { EllipsisVertical, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import type { CodeRecord } from '../../meta/index.ts';
import { customLayersOf } from '../../src/domain/customLayers/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { ActionButton, useActions } from '../actions/index.ts';
import { ConfirmDelete, ProblemLines } from '../controls/index.ts';
import table from '../controls/Table.module.css';
import { Place } from '../Frame/index.ts';
import { usersOfModule, useAllArchitectures } from '../ModuleEditor/usersOfModule.ts';
import { useChildren, useEditing, useOpenProject, useRoot, useView, type Editing } from '../project/index.ts';
import { Badge, EmptyState, IconButton, Menu } from '../ui/index.ts';
import { useModuleCreation } from './useModuleCreation.tsx';

/** The Python modules of the project: layers of its own, and what operations share. */
export default function ModuleList() {
  const root = useRoot();
  const modules = useChildren(root?.id ?? '', 'Code');
  const editing = useEditing();
  const creations = useModuleCreation(editing);
  useActions(creations);
  useAllArchitectures();
  const [layer, module] = creations;
  const buttons = (
    <>
      <ActionButton action={module} />
      <ActionButton action={layer} kind="primary" />
    </>
  );
  return (
    <Place title="Code" crumbs={[{ label: 'Code' }]} actions={buttons}>
      <ProblemLines problems={editing.problems} />
      {modules.length === 0 ? (
        <EmptyState
          sentence="A module is Python that the whole project shares. A class in it that derives from keras.layers.Layer becomes a layer of the designer, and operations can import the module by its name."
          action={editing.readOnly ? undefined : <ActionButton action={layer} kind="primary" />}
        />
      ) : (
        <table className={table.table} aria-label="Modules">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">What it offers</th>
              <th scope="col">Layers</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {modules
              .toSorted((a, b) => a.name.localeCompare(b.name))
              .map((one) => (
                <Row key={one.id} module={one} editing={editing} />
              ))}
          </tbody>
        </table>
      )}
    </Place>
  );
}

function Row({ module, editing }: { readonly module: CodeRecord; readonly editing: Editing }) {
  const { base } = useOpenProject();
  const { id, name, description } = module;
  const [asking, setAsking] = useState(false);
  const found = useView(useCallback((view: ProjectView) => foundIn(view, id), [id]));
  const users = useView(useCallback((view: ProjectView) => usersOfModule(view, id).join(', '), [id]));
  const remove = () => editing.run({ type: 'remove', ids: [id] });
  const entry = {
    id: 'delete',
    label: 'Delete',
    icon: <Trash2 />,
    danger: true,
    onSelect: () => (users === '' ? remove() : setAsking(true)),
  };
  return (
    <tr>
      <td className={table.name}>
        <Link to={`${base}/code/${id}`}>{name}</Link>
      </td>
      <td className={table.faint}>{description}</td>
      <td className={table.faint}>
        {found.layers} {found.problems > 0 && <Badge tone="danger">{found.problems}</Badge>}
      </td>
      <td className={table.tools}>
        {!editing.readOnly && (
          <Menu entries={[entry]} align="end">
            <IconButton label={`Actions for ${name}`} icon={<EllipsisVertical />} />
          </Menu>
        )}
        <ConfirmDelete
          title={`Delete the module ${name}?`}
          consequence={`It is used by ${users}, which will not work without it. Undo brings it back.`}
          open={asking}
          onClose={() => setAsking(false)}
          onDelete={remove}
        />
      </td>
    </tr>
  );
}

function foundIn(view: ProjectView, module: string) {
  const { layers, problems } = customLayersOf(view);
  return {
    layers: layers
      .filter((layer) => layer.module === module)
      .map(({ className }) => className)
      .join(', '),
    problems: problems.filter((problem) => problem.module === module).length,
  };
}
