import { bytesSource, collect } from '../bytes/sources.ts';
import type { BodySource } from '../contract/body.ts';
import type { ItemKind } from '../contract/entries.ts';
import type { Occurrence } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { openOriginals, originalSource } from '../read/original.ts';
import type { ContentsRow, FolderRow } from '../state/rows.ts';
import { type ItemId, itemId } from '../store/ids.ts';

/** What to look for in calendars. */
export interface AgendaRequest {
  /** What ends after this … */
  readonly from: Date;
  /** … and begins before this. */
  readonly to: Date;
  /** IANA name of the zone that floating times and whole days are meant in. Default is UTC. */
  readonly timeZone?: string;
  /** The most instances; default 10,000. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** One instance of an item: an appointment that takes place, a task that is due, a journal entry. */
export interface AgendaEntry extends Occurrence {
  readonly id: ItemId;
  readonly path: StorePath;
  readonly kind: ItemKind;
}

/** Instances in the order of their start. */
export interface Agenda {
  readonly entries: readonly AgendaEntry[];
  /** What could not be read, one sentence each. It hides nothing else. */
  readonly problems: readonly string[];
}

const PAGE = 500;
const MOST = 10_000;
/** Items up to this size are read in bulk. */
const HELD_BYTES = 1_048_576;
/** In the index floating times and whole days stand as UTC; no zone is further away from that. */
const FLOATING_MS = 15 * 3_600_000;

/**
 * Expands everything with a time in a folder and below. The index tells which items may have an instance in the span;
 * only those are read.
 * @throws NOT_FOUND, INVALID_ARGUMENT (the span, the time zone), UNAVAILABLE
 */
export async function agenda(engine: Engine, path: StorePath, request: AgendaRequest): Promise<Agenda> {
  const { from, to, timeZone = 'UTC', limit = MOST, signal = new AbortController().signal } = request;
  checkSpan(from, to, timeZone);
  const tree = await Tree.read(engine.state);
  const entries: AgendaEntry[] = [];
  const problems: string[] = [];
  for (const folder of tree.subtree(tree.need(path))) {
    for await (const { row, source } of candidates(engine, folder, { from, to, signal })) {
      const format = engine.formats.get(row.mediaType);
      if (format?.occurrences === undefined) continue;
      // One item that cannot be read never hides the others.
      try {
        const found = await format.occurrences(source, { signal, from, to, timeZone, limit: limit + 1 });
        const about = { id: itemId(row.itemId), path: tree.path(folder), kind: row.kind as ItemKind };
        entries.push(...found.occurrences.map((occurrence) => ({ ...occurrence, ...about })));
        problems.push(...found.problems.map((problem) => `${about.id}: ${problem}`));
      } catch (error) {
        signal.throwIfAborted();
        problems.push(`m${row.itemId}: ${MapistoreError.from(error, 'Cannot read it').message}`);
      }
      // One more than wanted stays, to tell that there are more.
      if (entries.length > 2 * limit) keepFirst(entries, limit + 1);
    }
  }
  const more = entries.length > limit;
  keepFirst(entries, limit);
  if (more) problems.push(`There are more than ${limit} instances; ask for a shorter time.`);
  return { entries, problems };
}

/** So that memory does not grow with what is not asked for. */
function keepFirst(entries: AgendaEntry[], limit: number): void {
  entries.sort((a, b) => a.start.getTime() - b.start.getTime() || a.end.getTime() - b.end.getTime());
  entries.length = Math.min(entries.length, limit);
}

function checkSpan(from: Date, to: Date, timeZone: string): void {
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from > to)
    throw new MapistoreError('INVALID_ARGUMENT', 'A span of time begins before it ends; give two valid times.');
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new MapistoreError('INVALID_ARGUMENT', `"${timeZone}" is no time zone; they are named as Europe/Berlin is.`, {
      cause,
    });
  }
}

interface Candidate {
  readonly row: ContentsRow;
  readonly source: BodySource;
}

async function* candidates(
  engine: Engine,
  { folderId }: FolderRow,
  { from, to, signal }: { readonly from: Date; readonly to: Date; readonly signal: AbortSignal },
): AsyncIterable<Candidate> {
  const span = { folderId, from: from.getTime() - FLOATING_MS, to: to.getTime() + FLOATING_MS, limit: PAGE };
  for (let afterMid = 0; ; ) {
    const mid = afterMid;
    const rows = await engine.state.read((tx) => tx.contents.within({ ...span, afterMid: mid }));
    const left = new Map(rows.map((row) => [row.mid, row]));
    const small = rows.filter((row) => (row.storedSize ?? row.size ?? 0) <= HELD_BYTES);
    try {
      for await (const { row, body } of openOriginals(engine, small, signal)) {
        const bytes = await collect(body);
        left.delete(row.mid);
        yield { row, source: bytesSource(bytes, row.mediaType) };
      }
    } catch {
      // What could not be read together is read by itself, where a failure belongs to one item.
      signal.throwIfAborted();
    }
    for (const row of left.values()) yield { row, source: originalSource(engine, row) };
    if (rows.length < PAGE) return;
    afterMid = rows.at(-1)?.mid as number;
  }
}
