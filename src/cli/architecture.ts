import { randomUUID } from 'node:crypto';
import { summaryOf, type ArchitectureSummary } from '../domain/architecture/summary.ts';
import { generateKeras } from '../domain/codegen/keras.ts';
import type { Configuration } from '../domain/import/configurationText.ts';
import type { FileContent } from '../domain/import/content.ts';
import { kindOfFile, readModelFile } from '../domain/import/file.ts';
import type { ImportedArchitecture, ImportReport } from '../domain/import/imported.ts';
import { networkFrom } from '../domain/import/network.ts';
import { formatShape } from '../domain/shapes/index.ts';
import { blank, ProjectState, type ProjectView } from '../domain/state.ts';
import { withFile } from './files.ts';
import { remarksOf } from './remarks.ts';
import { Stop } from './stop.ts';
import { printTable } from './table.ts';

interface Read extends ImportedArchitecture {
  readonly view: ProjectView;
}

/** Says what is wrong with the network in a file, and what it comes to. Problems end it with exit code 1. */
export async function checkFile(file: string, { json = false }: { json?: boolean }): Promise<void> {
  const { view, architecture, report } = await readNetwork(file);
  const summary = summaryOf(view, architecture);
  if (json) console.log(JSON.stringify(summary));
  else printSummary(summary, report);
  if (!summary.ok) process.exitCode = 1;
}

/** Prints the network in a file as a Python module. */
export async function printCode(file: string): Promise<void> {
  const { view, architecture, report } = await readNetwork(file);
  process.stdout.write(generateKeras(view, architecture).code);
  const { problems } = summaryOf(view, architecture);
  for (const line of [...remarksOf(report), ...problems.map(({ message }) => message)]) console.error(line);
  if (problems.length > 0) process.exitCode = 1;
}

/** The network in a file. What modules its project has is not in it, so the view holds no project. */
async function readNetwork(file: string): Promise<Read> {
  const project = blank('Project', { id: randomUUID(), parent: null });
  const found = await withFile(file, readConfiguration);
  const network = found.ok
    ? networkFrom(found.configuration, { project: project.id, newId: randomUUID, fileName: file })
    : found;
  if (!network.ok) throw new Stop(`${file}: ${network.fault}.`);
  return { ...network, view: new ProjectState(network.records) };
}

async function readConfiguration(content: FileContent, file: string): Promise<Configuration> {
  if ((await kindOfFile(content)) !== 'h5') return readModelFile(content);
  const { configurationInHdf5 } = await import('../jobs/convert.ts');
  return configurationInHdf5(file);
}

function printSummary({ layers, totals, problems }: ArchitectureSummary, report: ImportReport): void {
  printTable(
    ['layer', 'type', 'outputs', 'parameters', 'multiply-adds'],
    layers.map(({ name, type, outputs, params, macs }) => [
      name,
      type,
      outputs?.map(formatShape).join(', ') ?? 'unknown',
      inWords(params),
      inWords(macs),
    ]),
  );
  console.log(
    `\n${inWords(totals.params)} parameters (${inWords(totals.trainable)} trainable), ${inWords(totals.macs)} ` +
      `multiply-adds and ${inWords(totals.activationBytes)} bytes of activations per sample`,
  );
  for (const line of remarksOf(report)) console.log(line);
  if (problems.length > 0) console.log(`\n${problems.map(({ message }) => message).join('\n')}`);
}

const inWords = (count: number | null) => (count === null ? 'unknown' : count.toLocaleString('en'));
