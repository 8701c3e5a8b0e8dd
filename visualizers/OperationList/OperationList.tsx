import { EllipsisVertical, Plus, Trash2 } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import type { OperationRecord } from '../../meta/index.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import { ActionButton, useActions, type Action } from '../actions/index.ts';
import { ProblemLines } from '../controls/index.ts';
import table from '../controls/Table.module.css';
import { Place } from '../Frame/index.ts';
import { newOperation } from '../PipelineEditor/newOperation.ts';
import { useChildren, useEditing, useOpenProject, useRoot, useView, type Editing } from '../project/index.ts';
import { EmptyState, IconButton, Menu } from '../ui/index.ts';

/** The operations of the project: what pipelines are made of. */
export default function OperationList() {
  const root = useRoot();
  const operations = useChildren(root?.id ?? '', 'Operation');
  const editing = useEditing();
  const creating = useCreation(root?.id ?? '', editing);
  useActions(useMemo(() => [creating], [creating]));
  const primary = <ActionButton action={creating} kind="primary" />;
  return (
    <Place title="Operations" crumbs={[{ label: 'Operations' }]} actions={primary}>
      <ProblemLines problems={editing.problems} />
      {operations.length === 0 ? (
        <EmptyState
          sentence="An operation is a Python class with named inputs and outputs: load data, train, score. It is defined once and used in pipelines."
          action={editing.readOnly ? undefined : primary}
        />
      ) : (
        <table className={table.table} aria-label="Operations">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">What it does</th>
              <th scope="col">Category</th>
              <th scope="col">Takes</th>
              <th scope="col">Gives</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {operations.toSorted(byCategory).map((operation) => (
              <Row key={operation.id} operation={operation} editing={editing} />
            ))}
          </tbody>
        </table>
      )}
    </Place>
  );
}

function useCreation(parent: string, { run, readOnly }: Editing): Action {
  const { base } = useOpenProject();
  const navigate = useNavigate();
  return useMemo(() => {
    const create = () => {
      const records = newOperation(parent, () => crypto.randomUUID());
      if (run({ type: 'insert', records }).length === 0) void navigate(`${base}/operations/${records[0].id}`);
    };
    return {
      id: 'operation.new',
      label: 'New operation',
      group: 'Operations',
      icon: <Plus />,
      disabled: readOnly,
      run: create,
    };
  }, [parent, run, readOnly, base, navigate]);
}

function Row({ operation, editing }: { readonly operation: OperationRecord; readonly editing: Editing }) {
  const { base } = useOpenProject();
  const { id, name, description, category } = operation;
  const takes = usePortNames(id, 'input');
  const gives = usePortNames(id, 'output');
  const remove = {
    id: 'delete',
    label: 'Delete',
    icon: <Trash2 />,
    danger: true,
    onSelect: () => editing.run({ type: 'remove', ids: [id] }),
  };
  return (
    <tr>
      <td className={table.name}>
        <Link to={`${base}/operations/${id}`}>{name}</Link>
      </td>
      <td className={table.faint}>{description}</td>
      <td className={table.faint}>{category}</td>
      <td className={table.faint}>{takes}</td>
      <td className={table.faint}>{gives}</td>
      <td className={table.tools}>
        {!editing.readOnly && (
          <Menu entries={[remove]} align="end">
            <IconButton label={`Actions for ${name}`} icon={<EllipsisVertical />} />
          </Menu>
        )}
      </td>
    </tr>
  );
}

function usePortNames(operation: string, direction: 'input' | 'output'): string {
  return useView(
    useCallback(
      (view: ProjectView) =>
        childrenOf(view, operation, 'Port')
          .filter((port) => port.direction === direction)
          .map(({ name }) => name)
          .join(', '),
      [operation, direction],
    ),
  );
}

const byCategory = (a: OperationRecord, b: OperationRecord) =>
  a.category.localeCompare(b.category) || a.name.localeCompare(b.name);
