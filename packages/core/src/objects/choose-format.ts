import type { ItemKind } from '../contract/entries.ts';
import type { Format } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Target } from '../write/place.ts';

/** What items of a message class are ([MS-OXOCAL], [MS-OXOTASK] …), the longest class that is a prefix first. */
const KINDS: readonly (readonly [messageClass: string, kind: ItemKind, mediaType: string])[] = [
  ['ipm.appointment', 'event', 'text/calendar'],
  ['ipm.task', 'task', 'text/calendar'],
  ['ipm.activity', 'journal', 'text/calendar'],
  ['ipm.contact', 'contact', 'text/vcard'],
  ['ipm.distlist', 'contact', 'text/vcard'],
  ['ipm.stickynote', 'note', 'text/markdown'],
];

const MAIL = 'message/rfc822';

/** Whether a message class is another or one below it, case aside ([MS-OXCMSG] 2.2.1.3). */
export function isOfClass(messageClass: string, base: string): boolean {
  const lower = messageClass.toLowerCase();
  return base === '' || lower === base.toLowerCase() || lower.startsWith(`${base.toLowerCase()}.`);
}

/**
 * The format to write a new message in: the one of its class where the mount takes that, else mail, which holds a message of
 * any class. What it cannot say goes into the overlay. @throws UNSUPPORTED, FORMAT_NOT_INSTALLED
 */
export function chooseFormat(engine: Engine, { backend, folder, path }: Target, messageClass: string): Format {
  const own = KINDS.find(([base]) => isOfClass(messageClass, base));
  const { accepts } = backend.description;
  const kinds = folder.kinds === '' ? [] : folder.kinds.split(',');
  const fits = (kind: string): boolean => kinds.length === 0 || kinds.includes(kind);
  if (own !== undefined && accepts.includes(own[2]) && fits(own[1])) return engine.formats.need(own[2]);
  if (accepts.includes(MAIL) && fits('mail')) return engine.formats.need(MAIL);
  throw new MapistoreError(
    'UNSUPPORTED',
    `${path} takes no message of class ${messageClass}, only ${accepts.join(', ')}; choose another folder.`,
  );
}
