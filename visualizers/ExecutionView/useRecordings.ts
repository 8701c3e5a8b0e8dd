import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useGateway } from '../gateway/index.ts';
import { useOpenProject, useProjectClient } from '../project/index.ts';
import { JobRecording } from './JobRecording.ts';

export type Recordings = ReadonlyMap<string, JobRecording>;

/** The recordings of jobs: live while they run, replayed from their records afterwards. */
export function useRecordings(jobs: readonly string[]): Recordings {
  const [recordings, setRecordings] = useState<Recordings>(new Map());
  const isSame = jobs.length === recordings.size && jobs.every((job) => recordings.has(job));
  if (!isSame) setRecordings(new Map(jobs.map((job) => [job, recordings.get(job) ?? new JobRecording()])));
  const listen = useListening();
  const releases = useRef(new Map<string, () => void>());
  useEffect(() => {
    const held = releases.current;
    for (const [job, release] of held) {
      if (recordings.has(job)) continue;
      release();
      held.delete(job);
    }
    for (const [job, recording] of recordings) if (!held.has(job)) held.set(job, listen(job, recording));
  }, [recordings, listen]);
  useEffect(() => {
    const held = releases.current;
    return () => {
      for (const release of held.values()) release();
      held.clear();
    };
  }, []);
  return recordings;
}

function useListening() {
  const client = useProjectClient();
  const gateway = useGateway();
  const { id: project } = useOpenProject();
  return useCallback(
    (job: string, { take }: JobRecording): (() => void) => {
      if (client) return client.watchJob(job, take);
      void gateway.recording(project, job).then(take, () => undefined);
      return () => undefined;
    },
    [client, gateway, project],
  );
}

/** How far the jobs are that say so, between 0 and 1. */
export type Progress = ReadonlyMap<string, number>;

export function useProgress(recordings: Recordings): Progress {
  const subscribe = useCallback(
    (listener: () => void) => {
      const releases = [...recordings.values()].map((recording) => recording.subscribe(listener));
      return () => {
        for (const release of releases) release();
      };
    },
    [recordings],
  );
  // Compared as text, so that only a step that can be seen draws the graph again.
  const told = useSyncExternalStore(subscribe, () => JSON.stringify(progressOf(recordings)));
  return useMemo(() => new Map(JSON.parse(told) as [string, number][]), [told]);
}

const progressOf = (recordings: Recordings) =>
  [...recordings].flatMap(([job, { progress }]) =>
    progress === undefined ? [] : [[job, Math.round(progress * 100) / 100] as const],
  );
