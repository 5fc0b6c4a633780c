import type { Calendar, Resource } from '../data/calendar.ts';
import { hrefTag, type Props } from './multistatus.ts';
import { boxPath, calendarPath, homePath, type Place, principalPath, resourcePath, rootPath } from './places.ts';
import { caldav, dav, escapeXml, namespaces, type QName, tag } from './xml.ts';

const cs = (name: string): QName => `{${namespaces.cs}}${name}`;
const ical = (name: string): QName => `{${namespaces.ical}}${name}`;

/** The properties that PROPPATCH may set; "arbitrary (user-defined) WebDAV properties" are not among them: the CalDAV guide. */
export const settable: Readonly<Record<'displayName' | 'description' | 'color', QName>> = {
  displayName: dav('displayname'),
  description: caldav('calendar-description'),
  color: ical('calendar-color'),
};

/** The path and the properties of a place. No property of RFC 3744 is there: "Doesn't support WebDAV Access Control". */
export function propsOf(
  place: Place,
  account: string,
  origin: string,
): { readonly href: string; readonly props: Props } {
  const who = { [dav('current-user-principal')]: hrefTag(principalPath(account)) };
  switch (place.kind) {
    case 'root':
      return { href: rootPath, props: { ...collection('Google Calendar'), ...who } };
    case 'home':
      return { href: homePath(place.id), props: { ...collection(place.id), ...who } };
    case 'principal':
      return {
        href: principalPath(place.id),
        props: {
          ...who,
          [dav('resourcetype')]: tag(dav('collection')) + tag(dav('principal')),
          [dav('displayname')]: escapeXml(place.id),
          [caldav('calendar-home-set')]: hrefTag(homePath(place.id)),
          [caldav('calendar-user-address-set')]: hrefTag(`mailto:${account}`),
          [caldav('schedule-inbox-URL')]: hrefTag(boxPath(place.id, 'inbox')),
          [caldav('schedule-outbox-URL')]: hrefTag(boxPath(place.id, 'outbox')),
        },
      };
    case 'inbox':
    case 'outbox':
      return {
        href: boxPath(place.id, place.kind),
        props: {
          ...who,
          [dav('displayname')]: place.kind,
          [dav('resourcetype')]: tag(dav('collection')) + tag(caldav(`schedule-${place.kind}`)),
        },
      };
    case 'calendar':
      return {
        href: calendarPath(place.calendar),
        props: { ...who, ...calendarProps(place.calendar, account, origin) },
      };
    case 'resource':
      return {
        href: resourcePath(place.calendar, place.name),
        props: place.resource === undefined ? {} : { ...who, ...resourceProps(place.resource) },
      };
  }
}

export function resourceProps(resource: Resource): Props {
  return {
    [dav('getetag')]: escapeXml(resource.etag),
    [dav('getcontenttype')]: 'text/calendar; component=vevent',
    [dav('getcontentlength')]: String(Buffer.byteLength(resource.text)),
    [dav('resourcetype')]: '',
    [caldav('calendar-data')]: escapeXml(resource.text),
  };
}

/** A sync token as it is given out: an address that only this server understands. */
export function syncTokenUri(calendar: Calendar, token: string, origin: string): string {
  return `${origin}${homePath(calendar.id)}sync/${token}`;
}

function collection(name: string): Props {
  return { [dav('resourcetype')]: tag(dav('collection')), [dav('displayname')]: escapeXml(name) };
}

function calendarProps(calendar: Calendar, account: string, origin: string): Props {
  const report = (name: QName): string => tag(dav('supported-report'), tag(dav('report'), tag(name)));
  return {
    [dav('resourcetype')]: tag(dav('collection')) + tag(caldav('calendar')),
    [dav('displayname')]: escapeXml(calendar.displayName),
    [dav('owner')]: hrefTag(principalPath(account)),
    // "All reports except free-busy-query are implemented": the CalDAV guide, rfc4791.
    [dav('supported-report-set')]: [caldav('calendar-query'), caldav('calendar-multiget'), dav('sync-collection')]
      .map(report)
      .join(''),
    [dav('sync-token')]: escapeXml(syncTokenUri(calendar, calendar.token, origin)),
    [cs('getctag')]: escapeXml(calendar.ctag),
    // "Doesn't support VTODO or VJOURNAL data": the CalDAV guide, rfc5545.
    [caldav('supported-calendar-component-set')]: `<caldav:comp name="VEVENT"/>`,
    [caldav('supported-calendar-data')]: `<caldav:calendar-data content-type="text/calendar" version="2.0"/>`,
    ...(calendar.description !== '' && { [settable.description]: escapeXml(calendar.description) }),
    [settable.color]: escapeXml(calendar.color),
  };
}
