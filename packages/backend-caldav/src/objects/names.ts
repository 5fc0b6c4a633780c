import { createHash } from 'node:crypto';

/** What may stand in the name of a resource on any server and in any log. */
const SAFE = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,149}$/;

/**
 * The name of the resource for an item of that UID: the UID itself where it is safe, else a digest of it. Always the
 * same for a UID, so that storing an item twice meets the first one, whoever stored it with this backend.
 */
export function resourceNameOf(uid: string, mediaType: string): string {
  const extension = mediaType === 'text/vcard' ? '.vcf' : '.ics';
  if (SAFE.test(uid)) return `${uid}${extension}`;
  return `${createHash('sha256').update(uid).digest('hex').slice(0, 40)}${extension}`;
}

/** A path segment for a new collection of that name, which no other has. */
export function collectionNameOf(name: string, taken: (segment: string) => boolean): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const plain = words !== '' && words === name ? words : `${words === '' ? 'x' : words}-${digestOf(name)}`;
  if (!taken(plain)) return plain;
  for (let number = 2; ; number++) if (!taken(`${plain}-${number}`)) return `${plain}-${number}`;
}

function digestOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8);
}
