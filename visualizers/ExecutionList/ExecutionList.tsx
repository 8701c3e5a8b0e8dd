import { useNavigate } from 'react-router';
import { useMemo } from 'react';
import { Workflow } from 'lucide-react';
import type { ExecutionRecord } from '../../meta/index.ts';
import { ActionButton, type Action } from '../actions/index.ts';
import { ProblemLines } from '../controls/index.ts';
import table from '../controls/Table.module.css';
import { Place } from '../Frame/index.ts';
import { useChildren, useEditing, useOpenProject, useRoot } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import { ExecutionRow } from './ExecutionRow.tsx';

/** What was run, the latest first. */
export default function ExecutionList() {
  const root = useRoot();
  const executions = useChildren(root?.id ?? '', 'Execution');
  const editing = useEditing();
  return (
    <Place title="Executions" crumbs={[{ label: 'Executions' }]}>
      <ProblemLines problems={editing.problems} />
      {executions.length === 0 ? (
        <Nothing />
      ) : (
        <Table executions={executions.toSorted(latestFirst)} editing={editing} />
      )}
    </Place>
  );
}

interface TableProps {
  readonly executions: readonly ExecutionRecord[];
  readonly editing: ReturnType<typeof useEditing>;
}

function Table({ executions, editing }: TableProps) {
  return (
    <table className={table.table} aria-label="Executions">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Status</th>
          <th scope="col">Pipeline</th>
          <th scope="col">Started</th>
          <th scope="col" className={table.number}>
            Duration
          </th>
          <th scope="col">Metrics</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {executions.map((execution) => (
          <ExecutionRow key={execution.id} execution={execution} editing={editing} />
        ))}
      </tbody>
    </table>
  );
}

function Nothing() {
  const { base } = useOpenProject();
  const navigate = useNavigate();
  const going = useMemo<Action>(
    () => ({
      id: 'go.pipelines',
      label: 'Open the pipelines',
      group: 'Go to',
      icon: <Workflow />,
      run: () => void navigate(`${base}/pipelines`),
    }),
    [base, navigate],
  );
  return (
    <EmptyState
      sentence="An execution is a snapshot of a pipeline with everything that came of it: output, plots, metrics, artifacts. Open a pipeline and press Execute."
      action={<ActionButton action={going} kind="primary" />}
    />
  );
}

const latestFirst = (a: ExecutionRecord, b: ExecutionRecord) => (b.createdAt ?? 0) - (a.createdAt ?? 0);
