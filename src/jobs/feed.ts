import path from 'node:path';
import type { JobOutput } from '../domain/execution/output.ts';
import { parseEvent, type JobEvent } from './spec.ts';
import { followFile, LineSplitter, newBytes } from './tail.ts';

/** More than anybody scrolls through, and little enough to be sent at once. */
const LONGEST_TEXT = 4 * 1024 * 1024;

export interface FeedPosition {
  /** Bytes of stdout.log known already. */
  readonly bytes: number;
  /** Lines of events.jsonl known already. */
  readonly events: number;
}

/** What a job has written so far, from a position on. */
export async function readFeed(
  job: string,
  folder: string,
  from: FeedPosition,
  ended: boolean,
): Promise<JobOutput> {
  const { written, bytes } = await readText(path.join(folder, 'stdout.log'), from.bytes);
  const all = await readEvents(folder);
  const list = all.slice(from.events);
  return {
    job,
    bytes: { from: from.bytes, text: written, to: bytes },
    events: { from: from.events, list: list.filter(isEvent), to: all.length },
    ended,
  };
}

/** Text from an offset on; of very much of it the end, after a line that says so. */
async function readText(file: string, from: number): Promise<{ written: string; bytes: number }> {
  const text = new TextDecoder();
  let written = '';
  let bytes = from;
  let cut = false;
  for await (const piece of newBytes(file, from)) {
    written += text.decode(piece, { stream: true });
    bytes += piece.length;
    if (written.length <= 2 * LONGEST_TEXT) continue;
    written = written.slice(-LONGEST_TEXT);
    cut = true;
  }
  return { written: cut ? `[What came before is in the log as a file.]\n${written}` : written, bytes };
}

/** Every line of the record of a job, in order; lines that are no event are undefined, so that positions stay true. */
export async function readEvents(folder: string): Promise<(JobEvent | undefined)[]> {
  const splitter = new LineSplitter();
  const events: (JobEvent | undefined)[] = [];
  for await (const piece of newBytes(path.join(folder, 'events.jsonl'), 0)) {
    events.push(...splitter.push(piece).map(parseEvent));
  }
  return events;
}

/** Tells a listener what a job writes from a position on, as it is written. Returns the release. */
export function followFeed(
  job: string,
  folder: string,
  from: FeedPosition,
  listener: (output: JobOutput) => void,
): () => void {
  const position = { bytes: from.bytes, events: from.events };
  const splitter = new LineSplitter();
  const text = new TextDecoder();
  let skip = from.events;
  const tell = (written: string, list: readonly JobEvent[], before: FeedPosition) => {
    listener({
      job,
      bytes: { from: before.bytes, text: written, to: position.bytes },
      events: { from: before.events, list, to: position.events },
      ended: false,
    });
  };
  const stopLog = followFile(path.join(folder, 'stdout.log'), from.bytes, (piece, offset) => {
    const before = { ...position };
    position.bytes = offset;
    tell(text.decode(piece, { stream: true }), [], before);
  });
  const stopEvents = followFile(path.join(folder, 'events.jsonl'), 0, (piece) => {
    const lines = splitter.push(piece);
    const fresh = lines.slice(skip);
    skip = Math.max(0, skip - lines.length);
    if (fresh.length === 0) return;
    const before = { ...position };
    position.events += fresh.length;
    tell('', fresh.map(parseEvent).filter(isEvent), before);
  });
  return () => {
    stopLog();
    stopEvents();
  };
}

const isEvent = (event: JobEvent | undefined): event is JobEvent => event !== undefined;
