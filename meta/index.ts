import type { Concept, RecordOf } from './concept.ts';
import { Architecture, Code, Connection, Layer } from './concepts/architecture.ts';
import { Artifact, Execution, Figure, Job, Metric } from './concepts/execution.ts';
import { Attribute, Operation, Port, Reference } from './concepts/operation.ts';
import { Pipeline, Step } from './concepts/pipeline.ts';
import { Project } from './concepts/project.ts';

/** The metamodel: every concept by its name. */
export const CONCEPTS = {
  Project,
  Architecture,
  Layer,
  Connection,
  Pipeline,
  Step,
  Operation,
  Port,
  Attribute,
  Reference,
  Code,
  Execution,
  Job,
  Metric,
  Figure,
  Artifact,
} as const;

export type ConceptName = keyof typeof CONCEPTS;

export type ProjectRecord = RecordOf<typeof Project>;
export type ArchitectureRecord = RecordOf<typeof Architecture>;
export type LayerRecord = RecordOf<typeof Layer>;
export type ConnectionRecord = RecordOf<typeof Connection>;
export type PipelineRecord = RecordOf<typeof Pipeline>;
export type StepRecord = RecordOf<typeof Step>;
export type OperationRecord = RecordOf<typeof Operation>;
export type PortRecord = RecordOf<typeof Port>;
export type AttributeRecord = RecordOf<typeof Attribute>;
export type ReferenceRecord = RecordOf<typeof Reference>;
export type CodeRecord = RecordOf<typeof Code>;
export type ExecutionRecord = RecordOf<typeof Execution>;
export type JobRecord = RecordOf<typeof Job>;
export type MetricRecord = RecordOf<typeof Metric>;
export type FigureRecord = RecordOf<typeof Figure>;
export type ArtifactRecord = RecordOf<typeof Artifact>;

/** Anything in a project; a union told apart by `concept`. */
export type ModelRecord =
  | ProjectRecord
  | ArchitectureRecord
  | LayerRecord
  | ConnectionRecord
  | PipelineRecord
  | StepRecord
  | OperationRecord
  | PortRecord
  | AttributeRecord
  | ReferenceRecord
  | CodeRecord
  | ExecutionRecord
  | JobRecord
  | MetricRecord
  | FigureRecord
  | ArtifactRecord;

export type RecordFor<Name extends ConceptName> = Extract<ModelRecord, { concept: Name }>;

export const conceptOf = (name: ConceptName): Concept => CONCEPTS[name];

/** What opens as a graph of its own: its contents are loaded when somebody looks at it. */
export const DOCUMENTS = ['Architecture', 'Pipeline', 'Execution'] as const satisfies readonly ConceptName[];

/** The version of the metamodel; each migration leads to the next. */
export const METAMODEL_VERSION = 1;
