import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { ArtifactRecord } from '../../meta/index.ts';
import { findProject, withConnection, type Connection } from './connection.ts';
import type { ConnectionOptions } from './options.ts';
import { presentRecords } from './records.ts';
import { Stop } from './stop.ts';
import { printTable } from './table.ts';

export async function listArtifacts(project: string, options: ConnectionOptions): Promise<void> {
  await withConnection(options, async (gateway) => {
    const { artifacts } = await artifactsOf(gateway, project);
    if (options.json) {
      console.log(JSON.stringify(artifacts, null, 2));
      return;
    }
    printTable(
      ['name', 'type', 'bytes', 'made', 'id'],
      artifacts.map(({ name, type, size, createdAt, id }) => [
        name,
        type,
        String(size),
        createdAt === null ? '' : new Date(createdAt).toLocaleString(),
        id,
      ]),
    );
  });
}

export async function getArtifact(
  project: string,
  wanted: string,
  options: ConnectionOptions & { output?: string },
): Promise<void> {
  await withConnection(options, async (gateway) => {
    const { id, artifacts } = await artifactsOf(gateway, project);
    const found = artifacts.find((artifact) => artifact.id === wanted || artifact.name === wanted);
    if (!found) throw new Stop(`There is no artifact "${wanted}" in ${project}.`);
    // The name is somebody else's word: it must not choose the folder.
    const file = options.output ?? path.basename(found.fileName);
    const { body } = await gateway.download(`/projects/${encodeURIComponent(id)}/artifacts/${found.id}/file`);
    if (!body) throw new Stop('The gateway sent nothing.');
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(file));
    console.log(
      options.json
        ? JSON.stringify({ file, artifact: found })
        : `Saved ${file} (${String(found.size)} bytes)`,
    );
  });
}

/** The artifacts of a project, the newest first. */
async function artifactsOf(gateway: Connection, project: string) {
  const { id } = await findProject(gateway, project);
  const records = await presentRecords(gateway, id, 'project');
  const artifacts = records.filter((record): record is ArtifactRecord => record.concept === 'Artifact');
  return { id, artifacts: artifacts.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)) };
}
