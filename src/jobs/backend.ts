/** Where jobs run. One implementation for each kind of machine; the engine knows nothing else of them. */
export interface Backend {
  readonly name: string;
  /** How many jobs it runs at once. */
  readonly slots: number;
  /** Starts the job that was prepared in `folder`; resolves when its process is running. */
  submit(folder: string): Promise<RunningJob>;
  /** Finds a job again that an earlier gateway started; undefined when it is no longer running. */
  reattach(folder: string): Promise<RunningJob | undefined>;
  /** Gets ready for jobs to come, where that saves them time. */
  warmUp?(): void;
  close(): Promise<void>;
}

export interface RunningJob {
  /** Resolves when the process has ended, however it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** Ends the job with everything it started; resolves when that is done, within 2 seconds. */
  cancel(): Promise<void>;
}
