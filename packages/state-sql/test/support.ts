import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ItemRow, MembershipRow } from '@mapistore/core';

/** A folder of its own for a test. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'mapistore-state-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** An item with its place, every column filled. */
export function row(
  number: number,
  item: Partial<ItemRow> = {},
  membership: Partial<MembershipRow> = {},
): { readonly item: ItemRow; readonly membership: MembershipRow } {
  return {
    item: {
      itemId: number,
      kind: 'mail',
      mediaType: 'message/rfc822',
      sha256: null,
      size: null,
      fingerprint: `f${number}`,
      messageClass: 'IPM.Note',
      subject: '',
      normalizedSubject: '',
      subjectKey: '',
      fromName: '',
      fromAddress: '',
      fromKey: '',
      displayTo: '',
      displayCc: '',
      sent: null,
      importance: 1,
      sensitivity: 0,
      messageId: null,
      inReplyTo: null,
      references: '',
      hasAttachments: null,
      startsAt: null,
      endsAt: null,
      allDay: 0,
      recurrence: null,
      clipStart: null,
      clipEnd: null,
      uid: null,
      creator: null,
      flags: '',
      coreFlags: '',
      ...item,
    },
    membership: {
      mid: number,
      itemId: number,
      folderId: 1,
      mountId: 1,
      epoch: 1,
      backendKey: `k${number}`,
      blob: null,
      contentRevision: 'c',
      flagsRevision: null,
      stableId: null,
      received: 0,
      storedSize: null,
      createdCn: number,
      cn: number,
      ...membership,
    },
  };
}
