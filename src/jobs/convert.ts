import path from 'node:path';
import { readConfigurationText, type Configuration } from '../domain/import/configurationText.ts';
import { runPython, type PythonOutcome } from './python.ts';

const LIMIT_MS = 60_000;
const LARGEST_CONFIGURATION = 2 ** 28;

/** The configuration that a legacy `.h5` file holds. Python reads one text of it; Keras is not even imported. */
export async function configurationInHdf5(file: string, signal?: AbortSignal): Promise<Configuration> {
  const outcome = await runPython({
    args: ['-m', 'deepforge.convert', 'config', path.resolve(file)],
    limit: LIMIT_MS,
    largestOutput: LARGEST_CONFIGURATION,
    signal,
  });
  if (outcome.status === 'ended' && outcome.code === 0)
    return readConfigurationText(outcome.stdout.toString());
  return { ok: false, fault: faultOf(outcome) };
}

function faultOf(outcome: PythonOutcome): string {
  switch (outcome.status) {
    case 'ended':
      // A sentence of ours; anything else is Python's own, which nobody should have to read.
      return /^cannot read: (.+)$/m.exec(outcome.stderr)?.[1] ?? 'the file is damaged';
    case 'late':
      return `reading it took longer than ${String(LIMIT_MS / 1000)} s`;
    case 'overflowing':
      return 'its configuration is too large';
    case 'aborted':
      return 'reading it was stopped';
    case 'missing':
      return `reading .h5 files needs Python, which could not be started (${outcome.reason})`;
    default:
      return outcome satisfies never;
  }
}
