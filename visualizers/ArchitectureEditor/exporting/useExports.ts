import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { ArchitectureRecord } from '../../../meta/index.ts';
import type { ExportFormat } from '../../../src/sync/protocol/rest.ts';
import { useActions, type Action } from '../../actions/index.ts';
import { fileName, save } from '../../controls/index.ts';
import { GatewayError, useGateway, wordsOf } from '../../gateway/index.ts';
import type { GraphHandle } from '../../graph/index.ts';
import { useOpenProject } from '../../project/index.ts';
import { pictureOf } from './picture.ts';

/** What stands in the way of an export, or what must be said of it. */
export interface ExportNotice {
  readonly title: string;
  readonly sentence: string;
  /** What is wrong with it, and where. */
  readonly problems: readonly { readonly at: string; readonly message: string }[];
}

export interface Exports {
  readonly actions: readonly Action[];
  /** The file that is being made. */
  readonly making: string | undefined;
  readonly stop: () => void;
  readonly notice: ExportNotice | undefined;
  readonly dismiss: () => void;
}

/** A file, with a sentence where it is not all that one would expect. */
interface Made {
  readonly content: Blob;
  readonly remark?: string;
}

type Make = (signal: AbortSignal) => Promise<Made>;

/** The ways to take an architecture elsewhere, for its menu and for the command palette. */
export function useExports({ id, name }: ArchitectureRecord, handle: RefObject<GraphHandle | null>): Exports {
  const gateway = useGateway();
  const { id: project, commit } = useOpenProject();
  const { making, notice, run, stop, dismiss } = useMaking();
  const actions = useMemo(() => {
    const fromKeras =
      (format: ExportFormat): Make =>
      async (signal) => ({
        content: await gateway.exportArchitecture(project, id, { format, commit }, signal),
      });
    const ways: readonly (readonly [string, string, Make])[] = [
      ['py', 'Python', fromKeras('py')],
      ['json', 'Keras JSON', fromKeras('json')],
      ['keras', '.keras (untrained)', fromKeras('keras')],
      ['svg', 'SVG', () => drawing(handle)],
      ['png', 'PNG', () => picture(handle)],
    ];
    return ways.map(([extension, label, make]): Action => ({
      id: `architecture.export.${extension}`,
      label: `Export as ${label}`,
      group: 'Export',
      keywords: ['export', 'save', 'download', extension],
      disabled: making !== undefined,
      run: () => void run(fileName(name, extension), make),
    }));
  }, [gateway, project, commit, id, name, handle, run, making]);
  useActions(actions);
  return { actions, making, stop, notice, dismiss };
}

function useMaking() {
  const [making, setMaking] = useState<string>();
  const [notice, setNotice] = useState<ExportNotice>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = useCallback(async (file: string, make: Make) => {
    const { signal } = (running.current = new AbortController());
    setMaking(file);
    try {
      const { content, remark } = await make(signal);
      if (signal.aborted) return;
      save(content, file);
      if (remark !== undefined) setNotice({ title: `Exported ${file}`, sentence: remark, problems: [] });
    } catch (error) {
      if (!signal.aborted) setNotice(failure(file, error));
    } finally {
      setMaking(undefined);
    }
  }, []);
  const stop = useCallback(() => running.current?.abort(), []);
  const dismiss = useCallback(() => setNotice(undefined), []);
  return { making, notice, run, stop, dismiss };
}

function failure(file: string, error: unknown): ExportNotice {
  const problems = error instanceof GatewayError ? error.problems : [];
  const sentence = problems.length > 0 ? 'This stands in its way:' : wordsOf(error);
  return { title: `${file} was not made`, sentence, problems };
}

async function drawing(handle: RefObject<GraphHandle | null>): Promise<Made> {
  return { content: new Blob([await svgOf(handle)], { type: 'image/svg+xml' }) };
}

async function picture(handle: RefObject<GraphHandle | null>): Promise<Made> {
  const { content, density } = await pictureOf(await svgOf(handle));
  if (density >= 1) return { content };
  const percent = Math.max(1, Math.round(density * 100));
  const remark = `The drawing is larger than a picture can be, so it was made at ${String(percent)} % of its size. As SVG it keeps every detail.`;
  return { content, remark };
}

async function svgOf(handle: RefObject<GraphHandle | null>): Promise<string> {
  if (!handle.current) throw new Error('There is nothing to draw. Add a layer first.');
  return handle.current.svg();
}
