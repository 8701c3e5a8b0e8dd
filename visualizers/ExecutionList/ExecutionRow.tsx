import { EllipsisVertical, Trash2 } from 'lucide-react';
import { useCallback } from 'react';
import { Link } from 'react-router';
import type { ExecutionRecord } from '../../meta/index.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import table from '../controls/Table.module.css';
import { useOpenProject, useRecord, useScope, useView, type Editing } from '../project/index.ts';
import { IconButton, Menu, STATUS_TEXT, StatusMark } from '../ui/index.ts';
import { Ago, duration, measure, useNow } from '../words/index.ts';
import styles from './ExecutionList.module.css';

export function ExecutionRow({
  execution,
  editing,
}: {
  readonly execution: ExecutionRecord;
  readonly editing: Editing;
}) {
  const { id, name, status, createdAt, startedAt } = execution;
  const { base } = useOpenProject();
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
        <Link to={`${base}/executions/${id}`}>{name}</Link>
      </td>
      <td>
        <span className={styles.status}>
          <StatusMark status={status} decorative />
          {STATUS_TEXT[status]}
        </span>
      </td>
      <td className={table.faint}>
        <PipelineLink execution={execution} />
      </td>
      <td className={table.faint}>{createdAt === null ? '' : <Ago time={startedAt ?? createdAt} />}</td>
      <td className={table.number}>
        <Elapsed execution={execution} />
      </td>
      <td>
        <FinalMetrics execution={id} />
      </td>
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

function PipelineLink({ execution }: { readonly execution: ExecutionRecord }) {
  const { base } = useOpenProject();
  const pipeline = useRecord(execution.pipeline ?? undefined, 'Pipeline');
  return pipeline ? (
    <Link to={`${base}/pipelines/${pipeline.id}`}>{execution.pipelineName}</Link>
  ) : (
    execution.pipelineName
  );
}

function Elapsed({ execution: { startedAt, endedAt } }: { readonly execution: ExecutionRecord }) {
  if (startedAt === null) return null;
  return endedAt === null ? <Running since={startedAt} /> : duration(endedAt - startedAt);
}

function Running({ since }: { readonly since: number }) {
  return duration(useNow(1000) - since);
}

const SHOWN = 3;

function FinalMetrics({ execution }: { readonly execution: string }) {
  useScope(execution);
  const metrics = useView(
    useCallback(
      (view: ProjectView) =>
        childrenOf(view, execution, 'Job').flatMap((job) => childrenOf(view, job.id, 'Metric')),
      [execution],
    ),
  );
  return metrics
    .toSorted(tellingFirst)
    .slice(0, SHOWN)
    .map(({ id, name, last }) => (
      <span key={id} className={styles.metric}>
        {name} <b>{last === null ? '–' : measure(last)}</b>
      </span>
    ));
}

/** What was measured on data the network has not seen says the most. */
const tellingFirst = (a: { readonly name: string }, b: { readonly name: string }) =>
  weight(a.name) - weight(b.name);
const weight = (name: string) =>
  (/^(test|val)/.test(name) ? 0 : 2) + (/acc|score|f1|auc/i.test(name) ? 0 : 1);
