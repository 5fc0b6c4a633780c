import { type CopyItems, type ItemWritten, MapistoreError, type Result } from '@mapistore/core';
import { batchesOf } from './entries.ts';
import { Refusal, refusalError } from './errors.ts';
import type { Connection, Selected } from './imap/connection.ts';
import { quote } from './imap/names.ts';
import { codeOf, type ResponseCode, textOf } from './imap/tokens.ts';
import { presentUids } from './items.ts';
import { inMailbox, type Mount, mailboxOf, missingFolder, missingItem } from './mount.ts';
import { expandSet, keyOf, setsOf, uidOf } from './uids.ts';

/** Copies on the server; see {@link Backend.copyItems}. */
export async function copyItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  return await transfer(mount, request, 'UID COPY');
}

/** Moves on the server (RFC 6851); see {@link Backend.moveItems}. */
export async function moveItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  return await transfer(mount, request, 'UID MOVE');
}

type Verb = 'UID COPY' | 'UID MOVE';

async function transfer(mount: Mount, request: CopyItems, verb: Verb): Promise<readonly Result<ItemWritten>[]> {
  const to = mailboxOf(mount, request.to);
  const { signal, keys } = request;
  const written = new Map<number, Result<ItemWritten>>();
  const batches = batchesOf([...new Set(keys)], Number.POSITIVE_INFINITY, mount.options.batchItems, () => 1);
  let uidValidity = '';
  for (const batch of batches) {
    await inMailbox(mount, request, 'select', async (connection, selected) => {
      uidValidity = selected.uidValidity;
      const present = await presentUids(connection, selected, batch, signal);
      for (const set of setsOf(present))
        await transferSet(mount, connection, { selected, verb, set, to, signal, written });
    });
  }
  return keys.map((key) => written.get(uidOf(key, uidValidity) ?? 0) ?? { ok: false, error: missingItem(key) });
}

interface Step {
  readonly selected: Selected;
  readonly verb: Verb;
  readonly set: string;
  readonly to: string;
  readonly signal: AbortSignal;
  readonly written: Map<number, Result<ItemWritten>>;
}

async function transferSet(mount: Mount, connection: Connection, step: Step): Promise<void> {
  const { verb, set, to, signal, written } = step;
  const uids = expandSet(set, Number.POSITIVE_INFINITY) ?? [];
  try {
    const copied = await run(connection, verb, set, to, signal);
    for (const [from, key] of copied) written.set(from, { ok: true, value: { key, contentRevision: key } });
    // OK without COPYUID for one that was there: it may have been copied, and nobody says where.
    const gone =
      copied.size === uids.length
        ? undefined
        : await presentUids(
            connection,
            step.selected,
            uids.map((uid) => keyOf(step.selected.uidValidity, uid)),
            signal,
          );
    for (const uid of uids)
      if (!written.has(uid) && gone?.has(uid)) written.set(uid, { ok: false, error: unsaid(verb) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'TRYCREATE' || error.code === 'NONEXISTENT') throw missingFolder(mount, to);
    const failure = refusalError(error, verb === 'UID COPY' ? 'Cannot copy the item' : 'Cannot move the item', 'other');
    // COPY takes all or none (RFC 3501 s.6.4.7); MOVE may have moved some (RFC 6851 s.3.3), so each is asked for again.
    if (uids.length === 1) for (const uid of uids) written.set(uid, { ok: false, error: failure });
    else
      for (const uid of uids)
        if (!written.has(uid)) await transferSet(mount, connection, { ...step, set: String(uid) });
  }
}

function unsaid(verb: Verb): MapistoreError {
  return new MapistoreError('AMBIGUOUS', `The server answered ${verb} without saying what became of the item.`, {
    backend: 'imap',
  });
}

/** The new keys by old UID, from COPYUID (RFC 4315 s.3), which MOVE sends before its end. */
async function run(
  connection: Connection,
  verb: Verb,
  set: string,
  to: string,
  signal: AbortSignal,
): Promise<Map<number, string>> {
  const codes: (ResponseCode | undefined)[] = [];
  const { code } = await connection.run(verb, `${set} ${quote(to)}`, {
    signal,
    untagged: {
      OK: (answer) => {
        codes.push(codeOf(answer));
      },
    },
  });
  const keys = new Map<number, string>();
  for (const found of [...codes, code]) {
    if (found?.name !== 'COPYUID') continue;
    const [uidValidity, source, target] = found.args.map(textOf);
    const from = expandSet(source ?? '', 100_000) ?? [];
    const into = expandSet(target ?? '', 100_000) ?? [];
    if (uidValidity === undefined || from.length !== into.length) continue;
    for (const [at, uid] of from.entries()) keys.set(uid, keyOf(uidValidity, into[at] as number));
  }
  return keys;
}
