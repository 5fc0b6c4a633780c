import { MapistoreError } from '@mapistore/core';
import { AnswerTooLarge } from './dav/answers.ts';
import { dataProp, multigetBody } from './dav/bodies.ts';
import { pathOfNames, placeOf } from './dav/hrefs.ts';
import { type DavResponse, isFine, textOf } from './dav/multistatus.ts';
import { Refusal, refusalError } from './errors.ts';
import { askCollection, type Mount, missingItem, namesOfItems, pathOfItem } from './mount.ts';
import { bytesOf, type ObjectBytes, readObject } from './stored.ts';

/** So many of the largest items may be in the answer to one multiget; more are asked for in parts. */
const LARGEST_ITEMS = 4;
/** What a multiget found of one key: the object, or the reason why not. */
export type Got = ({ readonly etag: string } & Partial<ObjectBytes>) | MapistoreError;

/** Many items by their keys; a key that is not in the answer was not there. */
export interface Multiget {
  readonly folder: string;
  readonly keys: readonly string[];
  /** Whether the bytes are wanted, too. */
  readonly data: boolean;
  readonly signal: AbortSignal;
}

/**
 * Many items in one request. What the server cannot say in XML, or not in a bounded answer, is asked for in parts, and
 * at last one by one. @throws NOT_FOUND where the collection is gone
 */
export async function multiget(mount: Mount, about: Multiget): Promise<Map<string, Got>> {
  const { folder, signal, data } = about;
  const names = namesOfItems(mount, folder);
  const got = new Map<string, Got>();
  const paths = new Map<string, string>();
  for (const key of new Set(about.keys)) {
    const path = pathOfItem(mount, folder, key);
    if (path === undefined) got.set(key, missingItem(key));
    else paths.set(key, path);
  }
  if (paths.size === 0) return got;
  try {
    await askCollection(mount, folder, {
      method: 'REPORT',
      depth: '1',
      path: pathOfNames(names, 'collection'),
      body: multigetBody({ service: mount.service, data }, [...paths.values()]),
      signal,
      maxBytes: mount.options.maxItemBytes * LARGEST_ITEMS,
      onResponse: (response) => {
        const place = placeOf(response.href, names);
        if (typeof place === 'object' && paths.has(place.member))
          got.set(place.member, gotOf(mount, place.member, response, data));
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    const part = error instanceof AnswerTooLarge || MapistoreError.is(error, 'UNAVAILABLE');
    if (!part || !data || MapistoreError.is(error, 'NOT_FOUND')) throw error;
    return await inParts(mount, about, error);
  }
  // A server may leave out what it cannot find, or what it cannot give.
  for (const key of paths.keys()) if (!got.has(key)) got.set(key, await readOne(mount, about, key));
  return got;
}

function gotOf(mount: Mount, key: string, response: DavResponse, data: boolean): Got {
  if (response.status === 404 || response.status === 410) return missingItem(key);
  const etag = textOf(response, 'd:getetag');
  const text = response.props.get(dataProp(mount.service))?.text;
  if (etag === undefined || !isFine(response) || (data && text === undefined)) {
    const status = response.status ?? [...response.failed.values()][0] ?? 0;
    // Some say it of the properties and not of the item.
    if (status === 404 && etag === undefined) return missingItem(key);
    return refusalError({ status, conditions: response.conditions }, 'An item cannot be read', 'other', {
      retry: 'never',
    });
  }
  return text === undefined ? { etag } : { etag, ...bytesOf(Buffer.from(text, 'utf8')) };
}

async function inParts(mount: Mount, about: Multiget, why: unknown): Promise<Map<string, Got>> {
  const { keys } = about;
  if (keys.length === 1) return new Map([[keys[0] as string, await readOne(mount, about, keys[0] as string)]]);
  // A server that is down would be asked for each item.
  if (MapistoreError.is(why) && why.details.context?.['reason'] !== undefined) throw why;
  const middle = Math.ceil(keys.length / 2);
  const first = await multiget(mount, { ...about, keys: keys.slice(0, middle) });
  const second = await multiget(mount, { ...about, keys: keys.slice(middle) });
  return new Map([...first, ...second]);
}

async function readOne(mount: Mount, { folder, signal }: Multiget, key: string): Promise<Got> {
  try {
    return await readObject(mount, folder, key, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refusal) return refusalError(error, 'An item cannot be read', 'other');
    if (MapistoreError.is(error) && error.retry === 'never') return error;
    throw error;
  }
}
