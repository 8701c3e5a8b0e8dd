import { useCallback, useEffect, useRef, useState } from 'react';
import { contentOfBlob } from '../../src/domain/import/content.ts';
import { configurationTextIn, kindOfFile } from '../../src/domain/import/file.ts';
import type { ImportedArchitectureInfo } from '../../src/sync/protocol/rest.ts';
import { useGateway, wordsOf, type Gateway } from '../gateway/index.ts';
import { useOpenProject } from '../project/index.ts';

/** What became of one file. */
export type ImportOutcome =
  | { readonly file: string; readonly imported: ImportedArchitectureInfo }
  | { readonly file: string; readonly fault: string };

export interface ArchitectureImport {
  /** The file that is being imported. */
  readonly importing: string | undefined;
  /** What became of the files that were brought last, until they are dismissed. */
  readonly outcomes: readonly ImportOutcome[];
  readonly bring: (files: readonly File[]) => Promise<void>;
  readonly stop: () => void;
  readonly dismiss: () => void;
}

/** Imports networks into the open project, one file after the other. */
export function useArchitectureImport(): ArchitectureImport {
  const gateway = useGateway();
  const { id } = useOpenProject();
  const [importing, setImporting] = useState<string>();
  const [outcomes, setOutcomes] = useState<readonly ImportOutcome[]>([]);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const bring = useCallback(
    async (files: readonly File[]) => {
      const { signal } = (running.current = new AbortController());
      const found: ImportOutcome[] = [];
      for (const file of files) {
        if (signal.aborted) break;
        setImporting(file.name);
        const outcome = await importFile(gateway, id, file, signal);
        if (outcome) found.push(outcome);
      }
      setImporting(undefined);
      setOutcomes(found);
    },
    [gateway, id],
  );
  const stop = useCallback(() => running.current?.abort(), []);
  const dismiss = useCallback(() => setOutcomes([]), []);
  return { importing, outcomes, bring, stop, dismiss };
}

/** Undefined when it was stopped. */
async function importFile(
  gateway: Gateway,
  project: string,
  file: File,
  signal: AbortSignal,
): Promise<ImportOutcome | undefined> {
  try {
    const content = await contentToSend(file);
    if (typeof content === 'string') return { file: file.name, fault: content };
    const imported = await gateway.importArchitecture(project, file.name, content, signal);
    return { file: file.name, imported };
  } catch (error) {
    return signal.aborted ? undefined : { file: file.name, fault: wordsOf(error) };
  }
}

/** Weights stay where they are: of a `.keras` file only the configuration is sent. A sentence where there is none. */
async function contentToSend(file: File): Promise<Blob | string> {
  const content = contentOfBlob(file);
  if ((await kindOfFile(content)) === 'h5') return file;
  const found = await configurationTextIn(content);
  return found.ok ? new Blob([found.text]) : `${file.name} cannot be imported: ${found.fault}.`;
}
