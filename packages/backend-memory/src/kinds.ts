import type { ItemKind } from '@mapistore/core';
import type { MemoryFolder } from './data.ts';
import { failure } from './errors.ts';
import type { Mount } from './mount.ts';

const COMPONENTS: Readonly<Record<string, ItemKind>> = { VEVENT: 'event', VTODO: 'task', VJOURNAL: 'journal' };

/** What kind of item these bytes are; undefined where they do not say. A journal entry without a date is a note. */
function kindOf(bytes: Uint8Array, mediaType: string): ItemKind | undefined {
  if (mediaType === 'message/rfc822') return 'mail';
  if (mediaType === 'text/vcard') return 'contact';
  if (mediaType !== 'text/calendar') return mediaType === 'text/markdown' ? 'note' : undefined;
  const text = Buffer.from(bytes).toString('latin1');
  const component = /^BEGIN:(VEVENT|VTODO|VJOURNAL)\r?$/im.exec(text)?.[1]?.toUpperCase();
  if (component === undefined) return undefined;
  return component === 'VJOURNAL' && !/^DTSTART[;:]/im.test(text) ? 'note' : COMPONENTS[component];
}

/** The kinds that a folder holds: its own, or all of the mount. */
export function kindsOf(mount: Mount, folder: MemoryFolder): readonly ItemKind[] {
  return folder.kinds.length > 0 ? folder.kinds : mount.description.kinds;
}

/** @throws INVALID_CONTENT for an item of a kind that the folder does not hold */
export function checkKind(
  mount: Mount,
  folder: MemoryFolder,
  item: { readonly bytes: Uint8Array; readonly mediaType: string },
  operation: string,
): void {
  const kind = kindOf(item.bytes, item.mediaType);
  const holds = kindsOf(mount, folder);
  // What does not say its kind is for a folder that was made for none.
  if (kind === undefined ? folder.kinds.length === 0 : holds.includes(kind)) return;
  throw failure(
    operation,
    'INVALID_CONTENT',
    `Cannot store ${kind ?? item.mediaType} in "${folder.name}": this folder holds ${holds.join(', ')}.`,
  );
}
