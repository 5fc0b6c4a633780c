import { type BodySource, bytesSource, collect, type Delta, type Patched } from '@mapistore/core';
import { textBytes } from '../lines/text.ts';
import { readObject } from '../object.ts';
import { MAX_BYTES } from '../parse.ts';
import { type Choice, changeComponent } from './component.ts';
import { changeException } from './exceptions.ts';
import { changeRecipients } from './recipients.ts';

const MAIN: Choice = ({ main }) => main;

/**
 * Changes the lines that a delta must, and leaves every other byte. No line is brought up to date beside them: neither
 * SEQUENCE nor LAST-MODIFIED nor DTSTAMP, which are properties of their own.
 */
export async function patchCalendar(source: BodySource, delta: Delta, signal: AbortSignal): Promise<Patched> {
  const names = [...new Set([...[...delta.set].map(({ property }) => property.name), ...delta.remove])];
  const isMore = (delta.recipients?.length ?? 0) > 0 || (delta.exceptions?.length ?? 0) > 0;
  const refuse = (reason: string): Patched => ({
    unsaid: names,
    ...(isMore && { refused: { code: 'UNSUPPORTED', reason } }),
  });
  if ((source.size ?? 0) > MAX_BYTES) return refuse(`The calendar is longer than ${MAX_BYTES} bytes.`);
  const bytes = await collect(source.open({ signal }), MAX_BYTES);
  const object = readObject(bytes);
  if (object === undefined) return refuse('The calendar holds no event, task or journal entry.');
  if (!object.text.utf8) return refuse('The calendar is not in UTF-8.');
  const { raw } = object.text;
  const changed = changeComponent(raw, MAIN, delta);
  let now = changed.raw;
  const people = changeRecipients(now, MAIN, delta.recipients ?? []);
  if ('reason' in people) return { unsaid: names, refused: { code: 'UNSUPPORTED', reason: people.reason } };
  now = people.raw;
  for (const exception of delta.exceptions ?? []) {
    const next = changeException(now, exception);
    if ('code' in next) return { unsaid: names, refused: { code: next.code, reason: next.reason } };
    now = next.raw;
  }
  const { unsaid } = changed;
  return now === raw ? { unsaid } : { body: bytesSource(textBytes(now), source.mediaType), unsaid };
}
