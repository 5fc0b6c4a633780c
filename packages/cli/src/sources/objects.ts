import type { ImportSource } from '@mapistore/core';
import type { Kept } from './spool.ts';

/** Media types of files that hold many objects one after another. */
export type ObjectType = 'text/calendar' | 'text/vcard';

/**
 * The objects of an iCalendar stream (one for each UID, a series with its exceptions) or of a file of vCards as sources,
 * each kept until it is stored. Labels are `file#1`, `file#2` …; that of a file with one object is the file's.
 */
export async function* objectSources(
  bytes: AsyncIterable<Uint8Array>,
  label: string,
  mediaType: ObjectType,
  keep: (object: AsyncIterable<Uint8Array>) => Promise<Kept>,
): AsyncIterable<ImportSource & { readonly kept: Kept }> {
  let held: (ImportSource & { readonly kept: Kept }) | undefined;
  let count = 0;
  for await (const object of await split(bytes, mediaType)) {
    if (held !== undefined) yield held;
    const kept = await keep(once(object.bytes));
    held = {
      label: `${label}#${++count}`,
      body: kept.source(mediaType),
      kept,
      ...(object.problem !== undefined && { problem: object.problem }),
    };
  }
  if (held !== undefined) yield count === 1 ? { ...held, label } : held;
}

interface SplitObject {
  readonly bytes: Uint8Array;
  readonly problem?: string;
}

async function split(bytes: AsyncIterable<Uint8Array>, mediaType: ObjectType): Promise<AsyncIterable<SplitObject>> {
  if (mediaType === 'text/vcard') return (await import('@mapistore/format-vcard')).splitVcards(bytes);
  return (await import('@mapistore/format-icalendar')).splitCalendar(bytes);
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
