import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useGateway } from '../gateway/index.ts';
import { useOpenProject, useProjectClient } from '../project/index.ts';
import { JobRecording } from './JobRecording.ts';

/** The recording of a job: live while it runs, replayed from its record afterwards. */
export function useRecording(job: string): JobRecording {
  const client = useProjectClient();
  const gateway = useGateway();
  const { id: project } = useOpenProject();
  // Whoever watches begins at the beginning, so the recording is as new as the watch.
  const recording = useMemo(
    () => ({ client, project, job, of: new JobRecording() }),
    [client, project, job],
  ).of;
  useEffect(() => {
    if (client) return client.watchJob(job, recording.take);
    void gateway.recording(project, job).then(recording.take, () => undefined);
    return undefined;
  }, [client, gateway, project, job, recording]);
  useSyncExternalStore(recording.subscribe, recording.version);
  return recording;
}
