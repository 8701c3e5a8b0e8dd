import { Square, Trash2 } from 'lucide-react';
import { useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { ExecutionRecord, JobRecord } from '../../meta/index.ts';
import { ActionButton, useActions, type Action } from '../actions/index.ts';
import { Place, type DrawerTab } from '../Frame/index.ts';
import { useGateway, wordsOf } from '../gateway/index.ts';
import { GraphView, type GraphNode } from '../graph/index.ts';
import { GraphPlace, useGraphState, type GraphState } from '../graphEditing/index.ts';
import type { Graph } from '../PipelineEditor/pipelineGraph.ts';
import {
  useChildren,
  useEditing,
  useOpenProject,
  useRecord,
  useScope,
  useView,
  type Editing,
} from '../project/index.ts';
import { Badge, EmptyState, STATUS_TEXT, StatusLine } from '../ui/index.ts';
import { ErrorView } from './ErrorView.tsx';
import { executionGraphOf } from './executionGraph.ts';
import { JobInspector } from './JobInspector.tsx';
import type { JobRecording } from './JobRecording.ts';
import { LogView } from './LogView.tsx';
import { MetricsView } from './MetricsView.tsx';
import { PlotsView } from './PlotsView.tsx';
import { useProgress, useRecordings, type Progress } from './useRecordings.ts';

export default function ExecutionView() {
  const { execution: id = '' } = useParams();
  const state = useScope(id);
  const execution = useRecord(id, 'Execution');
  const { base } = useOpenProject();
  const crumbs = [{ label: 'Executions', to: `${base}/executions` }];
  if (!execution) {
    return (
      <Place title="Execution" crumbs={crumbs}>
        <EmptyState sentence="This execution is not there. It may have been deleted; undo or history brings it back." />
      </Place>
    );
  }
  if (state !== 'open') {
    return <Place title={execution.name} crumbs={[...crumbs, { label: execution.name }]} children={null} />;
  }
  return <Watching execution={execution} />;
}

function Watching({ execution }: { readonly execution: ExecutionRecord }) {
  const jobs = useChildren(execution.id, 'Job');
  const graph = useView(useMemo(() => executionGraphOf(execution.id), [execution.id]));
  const { selection, select, selected } = useGraphState(graph);
  const job = jobs.find(({ id }) => id === selected) ?? mostTelling(jobs);
  const recordings = useRecordings(watched(jobs, job));
  const progress = useProgress(recordings);
  const recording = job && recordings.get(job.id);
  const shared = { execution, selection, select, graph, progress };
  return job && recording ? (
    <WithJob key={job.id} {...shared} {...{ job, recording }} chosen={selected !== undefined} />
  ) : (
    <Layout {...shared} job={undefined} drawer={[]} />
  );
}

/** All that run, so that each shows how far it is, and the one whose output is shown. */
function watched(jobs: readonly JobRecord[], shown: JobRecord | undefined): readonly string[] {
  return jobs.filter((job) => job === shown || job.status === 'running').map(({ id }) => id);
}

interface Shared extends Pick<GraphState, 'selection' | 'select'> {
  readonly execution: ExecutionRecord;
  readonly graph: Graph;
  readonly progress: Progress;
}

type WithJobProps = Shared & {
  readonly job: JobRecord;
  readonly recording: JobRecording;
  /** Somebody selected it; otherwise it is merely what tells the most. */
  readonly chosen: boolean;
};

function WithJob({ job, recording, chosen, ...shared }: WithJobProps) {
  useSyncExternalStore(recording.subscribe, recording.version);
  const gateway = useGateway();
  const { id: project } = useOpenProject();
  const running = job.status === 'running';
  const tabs: DrawerTab[] = [
    {
      id: 'output',
      label: `Output of ${job.name}`,
      content: (
        <LogView
          label={`Output of ${job.name}`}
          terminal={recording.terminal}
          version={recording.version()}
          address={gateway.jobLogAddress(project, job.id)}
          fileName={`${job.name}.log`}
          running={running}
        />
      ),
    },
    {
      id: 'metrics',
      label: 'Metrics',
      badge: <Count of={recording.curves.size} />,
      content: <MetricsView recording={recording} />,
    },
    {
      id: 'plots',
      label: 'Plots',
      badge: <Count of={recording.figures.length} />,
      content: <PlotsView job={job} recording={recording} />,
    },
  ];
  const failed = job.status === 'failed';
  if (failed) tabs.unshift({ id: 'error', label: 'Error', content: <ErrorView job={job} /> });
  return (
    <Layout {...shared} job={chosen ? job : undefined} drawer={tabs} firstTab={failed ? 'error' : 'output'} />
  );
}

function Count({ of }: { readonly of: number }): ReactNode {
  return of === 0 ? null : <Badge>{of}</Badge>;
}

type LayoutProps = Shared & {
  readonly job: JobRecord | undefined;
  readonly drawer: readonly DrawerTab[];
  readonly firstTab?: string;
};

function Layout({ execution, graph, job, progress, drawer, firstTab, selection, select }: LayoutProps) {
  const { base } = useOpenProject();
  const editing = useEditing();
  const nodes = useMemo(
    () => graph.nodes.map((node) => withProgress(node, progress)),
    [graph.nodes, progress],
  );
  const ending = useEnding(execution, editing);
  return (
    <Place
      title={execution.name}
      crumbs={[{ label: 'Executions', to: `${base}/executions` }, { label: execution.name }]}
      actions={<ActionButton action={ending.action} />}
      inspector={<JobInspector execution={execution} job={job} />}
      drawer={drawer}
      firstTab={firstTab}
    >
      <GraphPlace
        palette={null}
        notices={
          <>
            {ending.fault !== undefined && <StatusLine tone="problem">{ending.fault}</StatusLine>}
            {editing.problems.map(({ message }) => (
              <StatusLine key={message} tone="problem">
                {message}
              </StatusLine>
            ))}
          </>
        }
      >
        <GraphView
          label={`Execution ${execution.name}, ${STATUS_TEXT[execution.status].toLowerCase()}`}
          nodes={nodes}
          edges={graph.edges}
          readOnly
          selection={selection}
          onSelect={select}
          minimap={nodes.length > 12}
        />
      </GraphPlace>
    </Place>
  );
}

function withProgress(node: GraphNode, progress: Progress): GraphNode {
  const value = progress.get(node.id);
  if (value === undefined || node.status?.kind !== 'running') return node;
  return { ...node, status: { ...node.status, progress: value } };
}

/** Cancel while it goes on, delete afterwards. */
function useEnding(execution: ExecutionRecord, { run, readOnly }: Editing) {
  const gateway = useGateway();
  const navigate = useNavigate();
  const { id: project, base } = useOpenProject();
  const [fault, setFault] = useState<string>();
  const active = ['pending', 'queued', 'running'].includes(execution.status);
  const action = useMemo<Action>(() => {
    const group = 'Execution';
    const cancel = () => {
      gateway.cancelExecution(project, execution.id).then(
        () => setFault(undefined),
        (error: unknown) => setFault(wordsOf(error)),
      );
    };
    const remove = () => {
      if (run({ type: 'remove', ids: [execution.id] }).length === 0) void navigate(`${base}/executions`);
    };
    return active
      ? { id: 'execution.cancel', label: 'Cancel', group, icon: <Square />, disabled: readOnly, run: cancel }
      : { id: 'execution.delete', label: 'Delete', group, icon: <Trash2 />, disabled: readOnly, run: remove };
  }, [active, base, execution.id, gateway, navigate, project, readOnly, run]);
  useActions(useMemo(() => [action], [action]));
  return { action, fault };
}

/** What one would look at first: what failed, else what runs, else what trained the longest. */
function mostTelling(jobs: readonly JobRecord[]): JobRecord | undefined {
  const took = ({ startedAt, endedAt }: JobRecord) => (endedAt ?? 0) - (startedAt ?? endedAt ?? 0);
  return (
    jobs.find(({ status }) => status === 'failed') ??
    jobs.find(({ status }) => status === 'running') ??
    jobs.toSorted((a, b) => took(b) - took(a))[0]
  );
}
