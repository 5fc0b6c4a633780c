import type { XmlBody } from './requests.ts';

/** Text as tsdav's writer wants it: it takes `&amp;` in a text for an ampersand, so what has one goes as CDATA. */
function text(value: string): object {
  return /[&<>]/.test(value) ? { _cdata: value } : { _text: value };
}

function named(names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

/** PROPFIND for these properties (RFC 4918 s.9.1). */
export function propfindBody(props: readonly string[]): XmlBody {
  return { 'd:propfind': { 'd:prop': named(props) } };
}

/** What is asked for of items in a REPORT: with their data, or without. */
export interface ObjectProps {
  readonly service: 'caldav' | 'carddav';
  readonly data: boolean;
}

/** The name of the property that holds an object. */
export function dataProp(service: ObjectProps['service']): string {
  return service === 'caldav' ? 'c:calendar-data' : 'card:address-data';
}

/** calendar-multiget (RFC 4791 s.7.9) or addressbook-multiget (RFC 6352 s.8.7). */
export function multigetBody(about: ObjectProps, paths: readonly string[]): XmlBody {
  const name = about.service === 'caldav' ? 'c:calendar-multiget' : 'card:addressbook-multiget';
  const props = ['d:getetag', ...(about.data ? [dataProp(about.service)] : [])];
  return { [name]: { 'd:prop': named(props), 'd:href': paths.map(text) } };
}

/** sync-collection (RFC 6578 s.3.2); an empty token asks for everything. */
export function syncBody(token: string): XmlBody {
  return {
    'd:sync-collection': {
      'd:sync-token': token === '' ? {} : text(token),
      'd:sync-level': { _text: '1' },
      'd:prop': named(['d:getetag', 'd:resourcetype']),
    },
  };
}

/** What a new collection is to be. */
export interface NewCollection {
  readonly name: string;
  /** Components of a calendar (RFC 4791 s.5.2.3); none for an address book. */
  readonly components: readonly string[];
}

/** MKCALENDAR (RFC 4791 s.5.3.1). */
export function mkcalendarBody({ name, components }: NewCollection): XmlBody {
  return {
    'c:mkcalendar': { 'd:set': { 'd:prop': { 'd:displayname': text(name), ...componentSet(components) } } },
  };
}

/** Extended MKCOL (RFC 5689) for an address book, or a calendar where there is no MKCALENDAR. */
export function mkcolBody({ name, components }: NewCollection): XmlBody {
  const type = components.length > 0 ? 'c:calendar' : 'card:addressbook';
  const resourcetype = { 'd:collection': {}, [type]: {} };
  return {
    'd:mkcol': {
      'd:set': {
        'd:prop': {
          'd:resourcetype': resourcetype,
          'd:displayname': text(name),
          ...(components.length > 0 && componentSet(components)),
        },
      },
    },
  };
}

function componentSet(components: readonly string[]): object {
  const comp = components.map((name) => ({ _attributes: { name } }));
  return { 'c:supported-calendar-component-set': { 'c:comp': comp } };
}

/** PROPPATCH of the name that people see. */
export function renameBody(name: string): XmlBody {
  return { 'd:propertyupdate': { 'd:set': { 'd:prop': { 'd:displayname': text(name) } } } };
}
