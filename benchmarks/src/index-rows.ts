import { createHash } from 'node:crypto';
import { type ItemRow, type MembershipRow, type StateStore, textKey } from '@mapistore/core';
import { openSqliteState } from '@mapistore/state-sql';

const WORDS = 'invoice offer meeting report plan budget letter answer question holiday'.split(' ');

/** Puts rows into the one mount of a state, as a synchronisation would make them, without the files behind them. */
export async function fillIndex(file: string, count: number): Promise<void> {
  const state: StateStore = await openSqliteState({ file });
  try {
    const folder = await state.read(async (tx) => (await tx.folders.all()).find(({ mountId }) => mountId !== null));
    if (folder === undefined) throw new Error('the mount has no folder');
    const place = { folderId: folder.folderId, mountId: folder.mountId as number };
    for (let start = 0; start < count; start += 5_000) {
      await state.write(async (tx) => {
        const id = await tx.take('id', 5_000);
        const cn = await tx.take('cn', 5_000);
        await tx.contents.insert(
          Array.from({ length: 5_000 }, (_, offset) => pair(start + offset, id + offset, cn + offset, place)),
        );
      });
    }
  } finally {
    await state[Symbol.asyncDispose]();
  }
}

function pair(
  index: number,
  id: number,
  cn: number,
  place: { readonly folderId: number; readonly mountId: number },
): { readonly item: ItemRow; readonly membership: MembershipRow } {
  const digest = createHash('sha256').update(String(index)).digest('hex');
  const number = Number.parseInt(digest.slice(0, 8), 16);
  const topic = `${WORDS[(number % 9_973) % WORDS.length]} ${number % 9_973} about something with a longer title`;
  const from = `Sender ${number % 97}`;
  const size = 2_000 + (number % 200_000);
  return {
    item: {
      itemId: id,
      kind: 'mail',
      mediaType: 'message/rfc822',
      sha256: digest,
      size,
      fingerprint: digest,
      messageClass: 'IPM.Note',
      subject: number % 3 === 0 ? `Re: ${topic}` : topic,
      normalizedSubject: topic,
      subjectKey: textKey(topic),
      fromName: from,
      fromAddress: `s${number % 97}@example.org`,
      fromKey: textKey(from),
      displayTo: 'Reader',
      displayCc: '',
      sent: Date.UTC(2020, 0, 1) + (number % 100_000) * 60_000,
      importance: 1,
      sensitivity: 0,
      messageId: `<${index}@example.org>`,
      inReplyTo: null,
      references: '',
      hasAttachments: number % 2,
      startsAt: null,
      endsAt: null,
      allDay: 0,
      recurrence: null,
      clipStart: null,
      clipEnd: null,
      uid: null,
      flags: digest.endsWith('0') || digest.endsWith('1') ? '' : '$seen',
      coreFlags: '',
      creator: null,
    },
    membership: {
      mid: id,
      itemId: id,
      ...place,
      epoch: 1,
      backendKey: `${index}.eml`,
      blob: null,
      contentRevision: digest,
      flagsRevision: null,
      stableId: null,
      received: Date.UTC(2020, 0, 1) + ((index * 7_919) % 100_000) * 60_000,
      storedSize: size,
      createdCn: cn,
      cn,
    },
  };
}
