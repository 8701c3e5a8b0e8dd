import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { summaryOf, type ArchitectureSummary } from '../domain/architecture/summary.ts';
import { generateKeras } from '../domain/codegen/keras.ts';
import { kindOfFile, readModelFile, type ModelFile } from '../domain/import/file.ts';
import type { ImportedArchitecture, ImportReport } from '../domain/import/imported.ts';
import { importKeras } from '../domain/import/keras.ts';
import { formatShape } from '../domain/shapes/index.ts';
import { blank, ProjectState, type ProjectView } from '../domain/state.ts';
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
  for (const line of [...remarks(report), ...problems.map(({ message }) => message)]) console.error(line);
  if (problems.length > 0) process.exitCode = 1;
}

/** The network in a file, in a project of its own. */
async function readNetwork(file: string): Promise<Read> {
  const project = blank('Project', { id: randomUUID(), parent: null });
  const found = await readConfiguration(file);
  const imported = found.ok
    ? importKeras(found.configuration, { project: project.id, newId: randomUUID })
    : undefined;
  if (!imported)
    throw new Stop(`${file}: ${found.ok ? 'it holds no Keras model made of layers' : found.fault}.`);
  return { ...imported, view: new ProjectState([project, ...imported.records]) };
}

async function readConfiguration(file: string): Promise<ModelFile> {
  const content = await readFile(file).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Stop(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : message}.`);
  });
  if (kindOfFile(content) !== 'h5') return readModelFile(content);
  const { configurationInHdf5 } = await import('./hdf5.ts');
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
  for (const line of remarks(report)) console.log(line);
  if (problems.length > 0) console.log(`\n${problems.map(({ message }) => message).join('\n')}`);
}

const inWords = (count: number | null) => (count === null ? 'unknown' : count.toLocaleString('en'));

const remarks = ({ custom, notices }: ImportReport): string[] => [
  ...custom.map(({ layer, reason }) => `${layer}: ${reason}`),
  ...notices.map(({ layer, message }) => `${layer}: ${message}`),
];
