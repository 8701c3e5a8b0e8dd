import type { JobOutput, WatchJob } from '../protocol/socket.ts';

/** Where the gateway gets what jobs print and report. */
export interface JobOutputs {
  /** What is known beyond `request.from`, and from then on whatever comes. */
  watch(
    request: WatchJob,
    listener: (output: JobOutput) => void,
  ): Promise<{ readonly output: JobOutput; readonly stop: () => void }>;
}
