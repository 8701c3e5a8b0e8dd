import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { ArchitectureRecord } from '../../meta/index.ts';
import { configurationTextIn, kindOfFile } from '../domain/import/file.ts';
import type { ImportReport } from '../domain/import/imported.ts';
import { compareNames } from '../domain/names.ts';
import { exportFormat, type ExportFormat, type ImportedArchitectureInfo } from '../sync/protocol/rest.ts';
import { findProject, withConnection, type Connection } from './connection.ts';
import { withFile } from './files.ts';
import type { ArchitectureExportOptions, ArchitectureImportOptions } from './options.ts';
import { presentRecords } from './records.ts';
import { remarksOf } from './remarks.ts';
import { Stop } from './stop.ts';
import { printTable } from './table.ts';

/** Brings the network in a file into a project, and says what was made of it. */
export async function importFile(file: string, options: ArchitectureImportOptions): Promise<void> {
  const content = await contentToSend(file);
  await withConnection(options, async (gateway) => {
    const { id, name: project } = await findProject(gateway, options.project);
    const query = new URLSearchParams({
      name: path.basename(file),
      ...(options.name === undefined ? {} : { as: options.name }),
    });
    const route = `/projects/${encodeURIComponent(id)}/architectures?${query.toString()}`;
    const imported = await gateway.upload<ImportedArchitectureInfo>(route, content());
    if (options.json) console.log(JSON.stringify(imported));
    else printReport(`Imported ${imported.name} into ${project}`, imported.report);
  });
}

/** Saves an architecture of a project as a file that works outside. */
export async function exportNetwork(wanted: string, options: ArchitectureExportOptions): Promise<void> {
  const format = formatOf(options);
  await withConnection(options, async (gateway) => {
    const { id } = await findProject(gateway, options.project);
    const found = await findArchitecture(gateway, id, wanted);
    const base = `/projects/${encodeURIComponent(id)}/architectures/${found.id}`;
    const { body } = await gateway.download(`${base}/export?format=${format}`);
    if (!body) throw new Stop('The gateway sent nothing.');
    const content = Readable.fromWeb(body as ReadableStream);
    if (options.output === '-') {
      await pipeline(content, process.stdout, { end: false });
      return;
    }
    const file = options.output ?? `${found.name.replace(/[\\/:\p{C}]/gu, '_')}.${format}`;
    await pipeline(content, createWriteStream(file));
    console.log(options.json ? JSON.stringify({ file, architecture: found.id }) : `Saved ${file}`);
  });
}

/** Weights stay where they are: of a `.keras` file only the configuration is sent. */
async function contentToSend(file: string): Promise<() => string | Readable> {
  return withFile(file, async (content) => {
    if ((await kindOfFile(content)) === 'h5') return () => createReadStream(file);
    const found = await configurationTextIn(content);
    if (!found.ok) throw new Stop(`${file} cannot be imported: ${found.fault}.`);
    return () => found.text;
  });
}

function printReport(title: string, report: ImportReport): void {
  console.log(`${title}\n`);
  const types = Object.entries(report.recognised).sort(([, a], [, b]) => b - a);
  printTable(
    ['recognised', 'layers'],
    types.map(([type, times]) => [type, String(times)]),
  );
  const remarks = remarksOf(report);
  if (remarks.length > 0) console.log(`\n${remarks.join('\n')}`);
}

function formatOf({ format, output }: ArchitectureExportOptions): ExportFormat {
  const wanted = format ?? path.extname(output ?? '').slice(1);
  const parsed = exportFormat.safeParse(wanted);
  if (parsed.success) return parsed.data;
  const given = wanted === '' ? 'nothing' : wanted;
  throw new Stop(`Expected --format py, json or keras, or a file that ends so. Received: ${given}.`);
}

async function findArchitecture(gateway: Connection, project: string, wanted: string) {
  const records = await presentRecords(gateway, project, 'project');
  const all = records.filter((record): record is ArchitectureRecord => record.concept === 'Architecture');
  const found = all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name === wanted);
  if (found) return found;
  const names = all
    .toSorted(compareNames)
    .map(({ name }) => `"${name}"`)
    .join(', ');
  throw new Stop(
    `There is no architecture "${wanted}". ${names ? `There are ${names}.` : 'The project has none yet.'}`,
  );
}
