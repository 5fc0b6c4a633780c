import { type ChangePage, type ListChanges, MapistoreError } from '@mapistore/core';
import { cursorOf, type Mark, markOf, newLife, readCursor, readToken, tokenOf, type Walk } from './cursors.ts';
import { entryOf, revisionItems } from './entries.ts';
import type { Connection, Selected } from './imap/connection.ts';
import { fetchRows } from './imap/fetch.ts';
import { searchUids } from './imap/search.ts';
import { inMailbox, type Mount } from './mount.ts';
import { keyOf, missingUids, parseSet } from './uids.ts';

/** UIDs asked about at once: so many entries a page holds at most, whatever the limit says. */
const FIRST_WIDTH = 5_000;
const MAX_WIDTH = 20_000;

/**
 * What changed since a token; see {@link Backend.changes}. Flags and new items come by CHANGEDSINCE (RFC 7162 s.3.1.4),
 * what is gone by VANISHED (s.3.2.6) or, without QRESYNC, by comparing the UIDs of then and now.
 */
export async function changes(mount: Mount, request: ListChanges): Promise<ChangePage> {
  if (request.token === '-') return { changed: [], removed: [], token: '-' };
  const since = readToken(request.token);
  if (since?.modseq === undefined) throw expired('it was given for a folder without mod-sequences');
  const { modseq } = since;
  return await inMailbox(
    mount,
    request,
    request.cursor === undefined ? 'select' : 'noop',
    async (connection, selected) => {
      const walk =
        request.cursor === undefined
          ? await start(mount, connection, selected, since, request)
          : readCursor(request.cursor);
      if (walk.uidValidity !== selected.uidValidity) throw newLife();
      const target = readToken(walk.token) as Mark;
      if (!mount.features.qresync && (since.uids === undefined || target.uids === undefined))
        throw expired('it does not say which items there were');
      return await nextChanges(mount, connection, { since: { ...since, modseq }, target, walk, request });
    },
  );
}

async function start(
  mount: Mount,
  connection: Connection,
  selected: Selected,
  since: Mark,
  request: ListChanges,
): Promise<Walk> {
  if (selected.uidValidity !== since.uidValidity) throw expired('the folder was made anew (UIDVALIDITY)');
  const now = selected.highestModseq;
  if (now === undefined || now < (since.modseq as bigint)) throw expired('the server lost its mod-sequences');
  if (selected.uidNext < since.uidNext) throw expired('the server gives out UIDs again that were used already');
  const { qresync } = mount.features;
  const target = markOf(selected, qresync ? undefined : await searchUids(connection, 'ALL', request.signal));
  // The mod-sequence rises with every change and, with QRESYNC, every removal: the same one means nothing happened.
  const end = qresync && now === since.modseq ? 1 : selected.uidNext;
  return {
    uidValidity: selected.uidValidity,
    next: 1,
    end,
    width: FIRST_WIDTH,
    partial: false,
    token: tokenOf(target),
  };
}

interface Step {
  readonly since: Mark & { readonly modseq: bigint };
  readonly target: Mark;
  readonly walk: Walk;
  readonly request: ListChanges;
}

async function nextChanges(mount: Mount, connection: Connection, step: Step): Promise<ChangePage> {
  const { walk, since, target } = step;
  const { signal, limit } = step.request;
  const { qresync } = mount.features;
  const changed: ChangePage['changed'][number][] = [];
  const removed: string[] = [];
  let { next, width } = walk;
  while (next < walk.end && changed.length + removed.length < limit) {
    signal.throwIfAborted();
    const last = Math.min(next + width, walk.end) - 1;
    const gone: string[] = [];
    const rows = await fetchRows(connection, {
      signal,
      set: `${next}:${last}`,
      items: revisionItems(mount),
      modifiers: `CHANGEDSINCE ${since.modseq}${qresync ? ' VANISHED' : ''}`,
      ...(qresync && { onVanished: (set: string) => gone.push(set) }),
    });
    for (const row of rows.values()) {
      const entry = row.uid < next || row.uid > last ? undefined : entryOf(row, walk.uidValidity);
      if (entry !== undefined) changed.push(entry);
    }
    const uids = qresync
      ? vanishedUids(gone, next, last)
      : missingUids(since.uids ?? [], target.uids ?? [], [next, last]);
    for (const uid of uids) if (!rows.has(uid)) removed.push(keyOf(walk.uidValidity, uid));
    next = last + 1;
    if (rows.size + removed.length === 0) width = Math.min(MAX_WIDTH, width * 2);
  }
  if (next < walk.end) return { changed, removed, next: cursorOf({ ...walk, next, width }) };
  return { changed, removed, token: walk.token };
}

/** What the server says is gone, cut to what was asked: a server may say more. */
function* vanishedUids(sets: readonly string[], first: number, last: number): Generator<number> {
  for (const set of sets) {
    for (const [from, to] of parseSet(set)) {
      for (let uid = Math.max(from, first); uid <= Math.min(to, last); uid++) yield uid;
    }
  }
}

function expired(why: string): MapistoreError {
  return new MapistoreError('SYNC_TOKEN_EXPIRED', `The sync token no longer holds: ${why}. List the folder afresh.`, {
    backend: 'imap',
  });
}
