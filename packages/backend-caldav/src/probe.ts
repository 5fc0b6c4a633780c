import type { IncomingHttpHeaders } from 'node:http';
import type { Features } from './capabilities.ts';
import { COLLECTION_PROPS, type Collection, collectionOf, REPORTS_PROP } from './collections.ts';
import { propfindBody } from './dav/bodies.ts';
import type { Dav } from './dav/client.ts';
import { pathOfNames, placeOf } from './dav/hrefs.ts';
import { bytesIn, type DavResponse, textOf } from './dav/multistatus.ts';

/** Where a mount is rooted, as far as it is known while it opens. */
export interface Root {
  readonly dav: Dav;
  readonly service: 'caldav' | 'carddav';
  readonly names: readonly string[];
  readonly isHome: boolean;
  readonly google: boolean;
  /** What the root said of itself. */
  readonly response: DavResponse;
  readonly signal: AbortSignal;
}

const LIMIT_PROPS = ['c:max-resource-size', 'card:max-resource-size'];

/** Asks what the server can do, and what the collections of the mount say of it. */
export async function probe(root: Root): Promise<{ features: Features; product: string | undefined }> {
  const { collections, limits, ctags } = await collectionsOf(root);
  const options = (names: readonly string[]) =>
    root.dav.object({ method: 'OPTIONS', path: pathOfNames(names, 'collection'), signal: root.signal });
  const { headers } = await options(root.names);
  const classes = wordsOf(headers['dav']);
  const [first] = collections;
  // What can be done with items is said of what holds some.
  const inner = root.isHome && first !== undefined ? (await options(first.names)).headers.allow : undefined;
  const methods = new Set([...wordsOf(headers.allow), ...wordsOf(inner)]);
  const product = productOf(headers);
  const schedules = root.service === 'caldav' && classes.has('calendar-auto-schedule') && !root.google;
  const smallest = limits.length === 0 ? undefined : Math.min(...limits);
  return {
    product,
    features: {
      schedules,
      schedulingSwitch: schedules && /^Cyrus ([3-9]|\d\d)\./.test(product ?? ''),
      mkcalendar: methods.has('mkcalendar') && root.service === 'caldav',
      mkcol: classes.has('extended-mkcol'),
      move: methods.has('move'),
      sync: collections.length === 0 || collections.some(({ syncs }) => syncs === true),
      ctags: collections.length > 0 && ctags === collections.length,
      revisions: collections.length === 0 || collections.some(({ revision }) => revision !== undefined),
      quota: bytesIn(root.response, 'd:quota-used-bytes') !== undefined,
      ...(smallest !== undefined && smallest > 0 && { maxItemBytes: smallest }),
    },
  };
}

async function collectionsOf(root: Root): Promise<{ collections: Collection[]; limits: number[]; ctags: number }> {
  const collections: Collection[] = [];
  let ctags = 0;
  const limits: number[] = [];
  await root.dav.dav({
    method: 'PROPFIND',
    path: pathOfNames(root.names, 'collection'),
    depth: root.isHome ? '1' : '0',
    body: propfindBody([...COLLECTION_PROPS, REPORTS_PROP, ...LIMIT_PROPS]),
    signal: root.signal,
    onResponse: (response) => {
      const place = placeOf(response.href, root.names);
      const names = place === 'self' ? root.names : typeof place === 'object' ? [...root.names, place.member] : [];
      const collection = collectionOf(response, names, root.service);
      if (collection === undefined) return;
      collections.push(collection);
      if (textOf(response, 'cs:getctag') !== undefined) ctags++;
      for (const prop of LIMIT_PROPS) limits.push(...[bytesIn(response, prop)].filter((limit) => limit !== undefined));
    },
  });
  return { collections, limits, ctags };
}

function wordsOf(header: string | readonly string[] | undefined): ReadonlySet<string> {
  const text = Array.isArray(header) ? header.join(',') : ((header as string | undefined) ?? '');
  return new Set(text.split(',').map((word) => word.trim().toLowerCase()));
}

/** What the server calls itself: the first product of its Server header, or what is known to say nothing there. */
function productOf(headers: IncomingHttpHeaders): string | undefined {
  const said = [headers['server'] ?? ''].flat().join(' ').slice(0, 200);
  const cyrus = /\bCyrus(?:-HTTP)?\/([\w.-]+)/.exec(said)?.[1];
  if (cyrus !== undefined) return `Cyrus ${cyrus}`;
  const first = /^[\w.-]+(?:\/[\w.-]+)?/.exec(said)?.[0];
  // What stands in front of a server, or below it, says nothing of it.
  return first === undefined || /^(WSGIServer|BaseHTTP|nginx|Apache|Caddy|cloudflare)\b/i.test(first)
    ? undefined
    : first.replace('/', ' ');
}
