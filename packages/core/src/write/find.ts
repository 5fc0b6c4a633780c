import type { ItemWritten } from '../contract/backend.ts';
import type { ItemEntry } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import { aliveSessions } from '../engine/session.ts';
import { MapistoreError } from '../errors/error.ts';
import type { IntentRow } from '../state/rows.ts';
import { Candidate } from './candidate.ts';
import type { Payload, Target } from './place.ts';

const PAGE = 500;

/** The name under which a key is claimed. */
export function claim(folderId: number, key: string): string {
  return `${folderId} ${key}`;
}

/** What became of a begun write: where the item lies, or `ambiguous`. No entry: it was not stored. */
export type Found = ReadonlyMap<number, ItemWritten | 'ambiguous'>;

/**
 * Looks for the items of begun writes in a folder, among the keys past the checkpoint that no item owns, by the digest
 * of the bytes. Equal items pair in order; where there are more copies than writes, which of them are ours cannot be
 * told, and a move may not delete its source.
 * @throws UNAVAILABLE where the folder cannot be listed, PARTIAL where not to its end or while another program stores an
 *   equal item
 */
export async function findWritten(
  engine: Engine,
  target: Target,
  intents: readonly IntentRow[],
  signal: AbortSignal,
): Promise<Found> {
  const found = new Map<number, ItemWritten | 'ambiguous'>();
  const candidates = await unowned(engine, target, intents, signal);
  const matches = new Map<IntentRow, ItemEntry[]>();
  for (const entry of candidates) {
    const candidate = new Candidate(engine, target, entry, signal);
    for (const intent of intents) {
      if (!(await isItem(target, intent, candidate))) continue;
      const list = matches.get(intent) ?? [];
      matches.set(intent, [...list, entry]);
    }
  }
  await checkUndisputed(engine, target, matches);
  const taken = new Set<string>();
  for (const intent of intents) {
    const list = matches.get(intent) ?? [];
    const twins = intents.filter(
      (other) => other.sha256 === intent.sha256 && other.fingerprint === intent.fingerprint,
    ).length;
    const entry = list.find(({ key }) => !taken.has(key));
    if (entry === undefined) continue;
    if (intent.kind === 'move' && list.length > twins) {
      found.set(intent.intentId, 'ambiguous');
      continue;
    }
    taken.add(entry.key);
    found.set(intent.intentId, asWritten(entry));
  }
  return found;
}

/**
 * What matches may be the item of another program that moves the same one, has stored it and not noted where. It begins
 * before it stores, so it is seen now if its item was.
 * @throws PARTIAL while that is so
 */
async function checkUndisputed(
  engine: Engine,
  target: Target,
  matches: ReadonlyMap<IntentRow, readonly ItemEntry[]>,
): Promise<void> {
  if (matches.size === 0) return;
  const { folderId } = target.folder;
  const keys = [...new Set([...matches.values()].flat().map(({ key }) => key))];
  const isDisputed = await engine.state.read(async (tx) => {
    if ((await tx.contents.byKeys(folderId, keys)).length > 0) return true;
    const alive = await aliveSessions(tx, engine.clock);
    const others = (await tx.intents.ofMount(target.mount.mountId)).filter(
      ({ folderId: into, sessionId }) => into === folderId && sessionId !== engine.session.id && alive.has(sessionId),
    );
    return others.some(
      (other) =>
        keys.includes(other.backendKey ?? '') ||
        [...matches.keys()].some(({ fingerprint }) => fingerprint === other.fingerprint),
    );
  });
  if (isDisputed)
    throw new MapistoreError(
      'PARTIAL',
      `Another program is storing an equal item in ${target.path}; what was stored in it is not known yet.`,
    );
}

async function unowned(
  engine: Engine,
  target: Target,
  intents: readonly IntentRow[],
  signal: AbortSignal,
): Promise<readonly ItemEntry[]> {
  const folder = target.folder.backendKey as string;
  const marks = new Set(intents.map((intent) => intent.checkpoint));
  const after = marks.size === 1 ? [...marks][0] : null;
  const entries: ItemEntry[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await target.backend.listItems({
      signal,
      folder,
      limit: PAGE,
      detail: 'revision',
      ...(cursor !== undefined && { cursor }),
      ...(after !== null && after !== undefined && target.backend.checkpoint !== undefined && { after }),
    });
    const owned = await engine.state.read(async (tx) => {
      const rows = await tx.contents.byKeys(
        target.folder.folderId,
        page.items.map(({ key }) => key),
      );
      const claimed = (await tx.intents.ofMount(target.mount.mountId)).filter(
        (intent) => intent.folderId === target.folder.folderId,
      );
      return new Set([...rows.map((row) => row.backendKey), ...claimed.map((intent) => intent.backendKey)]);
    });
    entries.push(
      ...page.items.filter(({ key }) => !owned.has(key) && !engine.claims.has(claim(target.folder.folderId, key))),
    );
    if (page.next === undefined) {
      if (page.listing === 'complete') return entries;
      throw new MapistoreError(
        'PARTIAL',
        `${target.path} cannot be listed to its end; what was stored in it is not known.`,
      );
    }
    cursor = page.next;
  }
}

async function isItem(target: Target, intent: IntentRow, candidate: Candidate): Promise<boolean> {
  if (intent.sha256 !== '') {
    if ((await candidate.digest()) === intent.sha256) return true;
    if (target.backend.description.traits.bytes === 'exact') return false;
    return (await candidate.digest(intent.lineEnds)) === intent.sha256 || (await sameObject(intent, candidate));
  }
  // A move that the server was asked to do itself: the bytes were never here, the head and size must do.
  return candidate.entry.size === intent.size && (await candidate.columns())?.fingerprint === intent.fingerprint;
}

/** Columns of a head that a server leaves when it writes an object anew. */
const LASTING = [
  'kind',
  'messageClass',
  'subject',
  'fromName',
  'fromAddress',
  'startsAt',
  'endsAt',
  'allDay',
  'recurrence',
] as const;

/**
 * Whether a stored item is the one of an intent, on a server that changes more than line ends: by its UID, or, where the
 * original has none and got one for the server, by what a list shows of it.
 */
async function sameObject(intent: IntentRow, candidate: Candidate): Promise<boolean> {
  const { item } = JSON.parse(intent.payload) as Payload;
  // Mails have no UID of their own, and servers leave them as they are.
  if (item.kind === 'mail' || candidate.entry.mediaType !== item.mediaType) return false;
  const columns = await candidate.columns();
  if (columns === undefined || columns.uid === null || (item.uid ?? columns.uid) !== columns.uid) return false;
  return LASTING.every((column) => columns[column] === item[column]);
}

function asWritten(entry: ItemEntry): ItemWritten {
  return {
    key: entry.key,
    contentRevision: entry.contentRevision,
    ...(entry.flagsRevision !== undefined && { flagsRevision: entry.flagsRevision }),
    ...(entry.size !== undefined && { size: entry.size }),
    ...(entry.stableId !== undefined && { stableId: entry.stableId }),
  };
}
