import type { ModelRecord } from '../../meta/index.ts';
import type { CommitInfo } from '../sync/protocol/rest.ts';
import type { Connection } from './connection.ts';

/** The records of a scope as they are at the newest commit. */
export async function presentRecords(
  gateway: Connection,
  project: string,
  scope: string,
): Promise<ModelRecord[]> {
  const base = `/projects/${encodeURIComponent(project)}`;
  const { commits } = await gateway.request<{ commits: CommitInfo[] }>('GET', `${base}/history?limit=1`);
  const commit = encodeURIComponent(commits[0]?.hash ?? '');
  const { records } = await gateway.request<{ records: ModelRecord[] }>(
    'GET',
    `${base}/commits/${commit}/scopes/${scope}`,
  );
  return records;
}
