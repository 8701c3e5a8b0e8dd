import { choice, concept, json, number, optionalPointer, text, time } from '../concept.ts';
import type { Json } from '../json.ts';
import { position } from './architecture.ts';

/** In the order a job passes them; the last three are final. */
export const STATUSES = ['pending', 'queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];

/** The interface of the operation as it was when the execution began. */
export interface JobInterface {
  readonly ports: readonly {
    readonly id: string;
    readonly name: string;
    readonly direction: 'input' | 'output';
    readonly type: string;
    readonly optional: boolean;
  }[];
}

/** What a reference held when the execution began: generated code for an architecture, content for an artifact. */
export type JobReference =
  | { readonly kind: 'architecture'; readonly id: string; readonly name: string; readonly code: string }
  | {
      readonly kind: 'artifact';
      readonly id: string;
      readonly name: string;
      readonly sha256: string;
      readonly format: string;
      readonly type: string;
      readonly size: number;
      readonly fileName: string;
    };

export interface JobError {
  readonly kind: string;
  readonly type: string;
  readonly message: string;
  /** The whole traceback as Python prints it. */
  readonly text: string;
  /** The line of the operation's own code nearest the failure, from 1. */
  readonly line: number | null;
}

/** A result on its way to the next job: content by hash. */
export interface JobOutput {
  readonly port: string;
  readonly sha256: string;
  readonly format: string;
  readonly type: string;
  readonly size: number;
  readonly fileName: string;
  readonly summary: Json;
}

export const Execution = concept('Execution', {
  doc: 'A snapshot of a pipeline and what became of it. Nothing edited later changes it.',
  fields: {
    name: text('The name people gave it, unique in the project.', 'Execution'),
    status: choice(STATUSES, 'How far it is.'),
    commit: text('The commit whose state it ran.'),
    pipelineName: text('What the pipeline was called then.'),
    startedBy: text('Who clicked Execute.'),
    createdAt: time('When it was asked for.'),
    startedAt: time('When its first job started.'),
    endedAt: time('When its last job ended.'),
    modules: json<readonly { readonly name: string; readonly code: string }[]>(
      [],
      'The Python modules of the project as they were.',
    ),
    seed: number('The seed of its random numbers.', 1),
  },
  pointers: {
    pipeline: optionalPointer(['Pipeline'], 'The pipeline it is a snapshot of, while that exists.'),
  },
  contains: ['Job', 'Connection'],
});

export const Job = concept('Job', {
  doc: 'One operation of an execution, copied whole, with its state.',
  fields: {
    name: text('The name of the step.', 'job'),
    operation: text('The name of the operation.'),
    role: choice(['python', 'input', 'output'], 'As of its operation.'),
    position: position(),
    status: choice(STATUSES, 'How far it is.'),
    reason: text('Why it was cancelled or failed, in a sentence.'),
    code: text('The Python source that runs.'),
    args: json<{ readonly [name: string]: Json }>({}, 'All attribute values, defaults filled in.'),
    references: json<{ readonly [name: string]: JobReference }>({}, 'What its references held.'),
    interface: json<JobInterface>({ ports: [] }, 'Its inputs and outputs.'),
    outputs: json<readonly JobOutput[]>([], 'What it produced.'),
    error: json<JobError | null>(null, 'What went wrong.'),
    queuedAt: time('When all its inputs were ready.'),
    startedAt: time('When its process started.'),
    endedAt: time('When it ended.'),
  },
  contains: ['Metric', 'Figure'],
});

export const Metric = concept('Metric', {
  doc: 'A number that a job recorded over its steps; the curve itself lies in the record of the job.',
  fields: {
    name: text('What was measured, such as `val_accuracy`.', 'loss'),
    last: json<number | null>(null, 'The value at the last step.'),
    best: json<{ readonly min: number; readonly max: number } | null>(null, 'The extremes.'),
    steps: number('How many values there are.'),
  },
});

export const Figure = concept('Figure', {
  doc: 'A plot that a job drew, as it stood at the end.',
  fields: {
    name: text('Its title, or its number.', 'Figure 1'),
    format: choice(['svg', 'png'], 'How it is stored.'),
    sha256: text('Its content.'),
  },
});

export const Artifact = concept('Artifact', {
  doc: 'A file worth keeping: what an output operation left, or somebody uploaded.',
  fields: {
    name: text('What it is called.', 'artifact'),
    type: text('The Python type it was made from.', 'Any'),
    format: text('How it is stored, such as `keras` or `npy`.'),
    fileName: text('The name it is downloaded under.'),
    size: number('Bytes.'),
    sha256: text('Its content.'),
    createdAt: time('When it was made.'),
    createdBy: text('Who made it.'),
    job: text('The job that made it.'),
    summary: json<Json>(null, 'What is known of it without opening it: shape, dtype, parameters.'),
  },
  pointers: { execution: optionalPointer(['Execution'], 'The execution that made it; null for an upload.') },
});
