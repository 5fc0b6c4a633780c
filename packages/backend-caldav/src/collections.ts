import type { ItemKind } from '@mapistore/core';
import { type DavResponse, namesIn, textOf } from './dav/multistatus.ts';
import { childrenOf } from './dav/xml.ts';
import { COMPONENT_KINDS } from './objects/check.ts';

/** A calendar or address book as its server describes it. */
export interface Collection {
  /** The names of its path. */
  readonly names: readonly string[];
  /** What people see; the last name of its path where it has no other. */
  readonly title: string;
  readonly kinds: readonly ItemKind[];
  /** The components a calendar takes; undefined where it does not say, and then it takes all (RFC 4791 s.5.2.3). */
  readonly components?: ReadonlySet<string>;
  /** Changes when an item of it does. */
  readonly revision?: string;
  /** Whether it tells changes (RFC 6578). Undefined where it was not asked. */
  readonly syncs?: boolean;
}

/** What makes a collection something else than a folder of items. */
const NO_FOLDERS = new Set([
  'c:schedule-inbox',
  'c:schedule-outbox',
  'cs:notification',
  'cs:subscribed',
  'cs:dropbox-home',
  '{http://nextcloud.com/ns}trash-bin',
  '{http://nextcloud.com/ns}deleted-calendar',
]);

/** The properties that describe a collection. The last one is long and asked for only once. */
export const COLLECTION_PROPS: readonly string[] = [
  'd:resourcetype',
  'd:displayname',
  'c:supported-calendar-component-set',
  'cs:getctag',
  'd:sync-token',
];
export const REPORTS_PROP = 'd:supported-report-set';

/** Which kind of collection a resource is, if it is one that holds items. */
export function serviceOf(response: DavResponse): 'caldav' | 'carddav' | undefined {
  const types = namesIn(response, 'd:resourcetype');
  if (types.some((type) => NO_FOLDERS.has(type))) return undefined;
  if (types.includes('c:calendar')) return 'caldav';
  return types.includes('card:addressbook') ? 'carddav' : undefined;
}

/** Reads a collection; undefined for what is none of that service. */
export function collectionOf(
  response: DavResponse,
  names: readonly string[],
  service: 'caldav' | 'carddav',
): Collection | undefined {
  if (serviceOf(response) !== service) return undefined;
  const listed = response.props.get('c:supported-calendar-component-set');
  const components =
    listed === undefined
      ? undefined
      : new Set(childrenOf(listed, 'c:comp').map((each) => (each.attributes['name'] ?? '').toUpperCase()));
  const kinds =
    service === 'carddav'
      ? (['contact'] as const)
      : Object.entries(COMPONENT_KINDS).flatMap(([name, of]) =>
          components === undefined || components.has(name) ? of : [],
        );
  const revision = textOf(response, 'cs:getctag') ?? textOf(response, 'd:sync-token');
  const reports = response.props.get(REPORTS_PROP);
  const title = response.props.get('d:displayname')?.text ?? '';
  return {
    names,
    title: title.trim() === '' ? (names.at(-1) ?? '') : title,
    kinds,
    ...(components !== undefined && { components }),
    ...(revision !== undefined && { revision }),
    ...(reports !== undefined && { syncs: JSON.stringify(reports).includes('"d:sync-collection"') }),
  };
}
