/** New output of a job: text as it was written, and events as the job sent them. */
export interface JobOutput {
  readonly job: string;
  readonly bytes: { readonly from: number; readonly text: string; readonly to: number };
  readonly events: { readonly from: number; readonly list: readonly JobEvent[]; readonly to: number };
  /** Nothing more will come. */
  readonly ended: boolean;
}

/** What a job says of itself; python/deepforge/protocol.py documents each. */
export type JobEvent =
  | {
      readonly type: 'started';
      readonly time: number;
      readonly pid: number;
      readonly python: string;
      readonly keras?: string;
      readonly backend?: string;
    }
  | { readonly type: 'running'; readonly time: number }
  | {
      readonly type: 'metric';
      readonly time: number;
      /** Null where a number was none (NaN, infinite). */
      readonly values: Readonly<Record<string, number | null>>;
      readonly step: number;
      readonly epoch?: number;
      /** Which call of `fit` in the job, from 1, and the name of the model. */
      readonly fit?: number;
      readonly model?: string;
      readonly scope: 'epoch' | 'batch' | 'log';
    }
  | {
      readonly type: 'progress';
      readonly time: number;
      readonly value: number;
      readonly total?: number;
      readonly label?: string;
    }
  | {
      readonly type: 'figure';
      readonly time: number;
      readonly figure: string;
      readonly version: number;
      /** Empty when it has none. */
      readonly title: string;
      readonly file: string;
      readonly format: 'svg' | 'png';
    }
  | { readonly type: 'output' | 'failed' | 'succeeded'; readonly time: number };
