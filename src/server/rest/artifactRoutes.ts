import path from 'node:path';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ArtifactRecord } from '../../../meta/index.ts';
import { blank, find } from '../../domain/state.ts';
import * as rest from '../../sync/protocol/rest.ts';
import { notFound, parsed } from '../errors.ts';
import { parameter, type Route } from './route.ts';
import type { RouteParts } from './routeParts.ts';
import { sendAttachment, sendFile } from './sending.ts';

const LARGEST_UPLOAD = 64 * 2 ** 30;
const { ROUTES } = rest;

const uploadQuery = z.object({ name: z.string().trim().min(1).max(200) });

export function artifactRoutes({ projects, content, author, now }: RouteParts): Route[] {
  return [
    {
      method: 'post',
      path: ROUTES.artifactUpload,
      summary: 'Upload a file as an artifact; its name tells the format',
      query: uploadQuery,
      body: 'file',
      answer: { status: 201, body: z.object({ artifact: z.guid() }) },
      run: async (request) => {
        const { name } = parsed(uploadQuery, request.query);
        const { sha256, size } = await content.put(request, LARGEST_UPLOAD);
        const record = uploadedArtifact({ name, sha256, size, author, now: now() });
        await projects.withSession(parameter(request, 'project'), async (session) => {
          const [project] = (await session.read('project')).filter(({ concept }) => concept === 'Project');
          const placed = { ...record, parent: project?.id ?? null };
          await session.change(author, [{ op: 'put', record: placed }], `Uploaded ${name}`);
        });
        return { artifact: record.id };
      },
    },
    {
      method: 'get',
      path: ROUTES.artifactFile,
      summary: 'The file of an artifact',
      answer: { status: 200, body: 'file' },
      run: async (request, response) => {
        const view = await projects.view(parameter(request, 'project'));
        const artifact = find(view, 'Artifact', parameter(request, 'artifact'));
        if (!artifact || !(await content.has(artifact.sha256))) throw notFound('The artifact');
        sendAttachment(response, artifact.fileName);
        await sendFile(response, content.path(artifact.sha256), { type: 'application/octet-stream' });
      },
    },
  ];
}

/** The Python type that a file of some ending becomes when an operation takes it. */
const TYPES: Readonly<Record<string, string>> = {
  keras: 'keras.Model',
  npy: 'numpy.ndarray',
  parquet: 'pandas.DataFrame',
};

function uploadedArtifact(of: {
  name: string;
  sha256: string;
  size: number;
  author: string;
  now: number;
}): ArtifactRecord {
  const { name, sha256, size, author, now } = of;
  const format = path.extname(name).slice(1).toLowerCase() || 'file';
  return blank('Artifact', {
    id: randomUUID(),
    parent: null,
    name: path.basename(name, path.extname(name)),
    type: TYPES[format] ?? 'Any',
    format,
    fileName: path.basename(name),
    size,
    sha256,
    createdAt: now,
    createdBy: author,
  });
}
