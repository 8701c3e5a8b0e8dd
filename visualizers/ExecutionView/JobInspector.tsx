import type { ExecutionRecord, JobRecord } from '../../meta/index.ts';
import { Form, Section } from '../forms/index.ts';
import { valueText } from '../PipelineEditor/pipelineGraph.ts';
import { useChildren } from '../project/index.ts';
import { Panel, STATUS_TEXT, StatusMark } from '../ui/index.ts';
import { Ago, bytes, duration, measure, useNow } from '../words/index.ts';
import styles from './JobPanels.module.css';

export interface JobInspectorProps {
  readonly execution: ExecutionRecord;
  readonly job: JobRecord | undefined;
}

export function JobInspector({ execution, job }: JobInspectorProps) {
  return (
    <Panel title={job?.name ?? execution.name}>
      {job ? <JobFacts job={job} /> : <ExecutionFacts execution={execution} />}
    </Panel>
  );
}

type Facts = readonly (readonly [name: string, value: React.ReactNode])[];

function ExecutionFacts({ execution }: { readonly execution: ExecutionRecord }) {
  const { status, pipelineName, startedBy, createdAt } = execution;
  return (
    <Form>
      <p className={styles.status}>
        <StatusMark status={status} decorative />
        {STATUS_TEXT[status]}
      </p>
      <FactList
        facts={[
          ['Pipeline', pipelineName],
          ['Started by', startedBy],
          ['Started', createdAt !== null && <Ago time={createdAt} />],
          ['Took', <Elapsed key="took" of={execution} />],
        ]}
      />
    </Form>
  );
}

function JobFacts({ job }: { readonly job: JobRecord }) {
  const metrics = useChildren(job.id, 'Metric');
  const sections: readonly (readonly [string, Facts])[] = [
    ['Metrics', metrics.map(({ name, last }) => [name, last === null ? '–' : measure(last)])],
    ['Attributes', Object.entries(job.args).map(([name, value]) => [name, valueText(value)])],
    ['References', Object.entries(job.references).map(([name, { name: target }]) => [name, target])],
    [
      'Outputs',
      job.outputs.map((output) => [portName(job, output.port), `${output.type}, ${bytes(output.size)}`]),
    ],
  ];
  return (
    <Form>
      <div>
        <p className={styles.status}>
          <StatusMark status={job.status} decorative />
          {STATUS_TEXT[job.status]}
        </p>
        {job.reason !== '' && <p className={styles.reason}>{job.reason}</p>}
      </div>
      <FactList
        facts={[
          ['Operation', job.operation],
          ['Took', <Elapsed key="took" of={job} />],
        ]}
      />
      {sections
        .filter(([, facts]) => facts.length > 0)
        .map(([title, facts]) => (
          <Section key={title} title={title}>
            <FactList facts={facts} />
          </Section>
        ))}
    </Form>
  );
}

const portName = (job: JobRecord, port: string) =>
  job.interface.ports.find(({ id, name }) => id === port || name === port)?.name ?? port;

function FactList({ facts }: { readonly facts: Facts }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Elapsed({ of: { startedAt, endedAt } }: { readonly of: Pick<JobRecord, 'startedAt' | 'endedAt'> }) {
  if (startedAt === null) return '–';
  return endedAt === null ? <Running since={startedAt} /> : duration(endedAt - startedAt);
}

function Running({ since }: { readonly since: number }) {
  return duration(useNow(1000) - since);
}
