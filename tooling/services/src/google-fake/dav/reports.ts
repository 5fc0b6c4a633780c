import type { Element } from '@xmldom/xmldom';
import type { Calendar, Resource } from '../data/calendar.ts';
import { textOf } from '../data/content.ts';
import { mayOverlap } from '../data/time-range.ts';
import { type Answer, apiError } from '../http.ts';
import { conditionError, multistatus, propResponse, statusResponse } from './multistatus.ts';
import { calendarPath, placeOf, resourcePath } from './places.ts';
import { resourceProps, syncTokenUri } from './props.ts';
import { caldav, childOf, childrenOf, dav, escapeXml, nameOf, type QName, tag } from './xml.ts';

/** A report on a calendar. */
export interface ReportRequest {
  readonly calendar: Calendar;
  readonly account: string;
  readonly body: Element;
  readonly origin: string;
  readonly syncLimit: number;
}

/** Answers a report. "All reports except free-busy-query are implemented": the CalDAV guide, rfc4791. */
export function report(request: ReportRequest): Answer {
  switch (nameOf(request.body)) {
    case caldav('calendar-query'):
      return query(request);
    case caldav('calendar-multiget'):
      return multiget(request);
    case dav('sync-collection'):
      return syncCollection(request);
    default:
      return conditionError(403, dav('supported-report'));
  }
}

/** The names in the body's `prop`. */
export function askedProps(body: Element | undefined): readonly QName[] | 'all' {
  const prop = childOf(body, dav('prop'));
  return prop === undefined ? 'all' : childrenOf(prop).map(nameOf);
}

function query({ calendar, body }: ReportRequest): Answer {
  const outer = childOf(childOf(body, caldav('filter')), caldav('comp-filter'));
  if (outer?.getAttribute('name') !== 'VCALENDAR') return conditionError(403, caldav('valid-filter'));
  const inner = childrenOf(outer, caldav('comp-filter'));
  if (inner.some((each) => childrenOf(each).some((test) => !isKnownTest(test))))
    return conditionError(403, caldav('supported-filter'));
  const asked = askedProps(body);
  const found = calendar
    .names()
    .map((name) => calendar.get(name))
    .filter((resource) => resource !== undefined && inner.every((each) => passes(resource, each))) as Resource[];
  return multistatus(found.map((one) => propResponse(resourcePath(calendar, one.name), asked, resourceProps(one))));
}

function isKnownTest(test: Element): boolean {
  return nameOf(test) === caldav('time-range') || nameOf(test) === caldav('prop-filter');
}

function passes(resource: Resource, filter: Element): boolean {
  if (filter.getAttribute('name') !== 'VEVENT') return false;
  const range = childOf(filter, caldav('time-range'));
  if (range !== undefined && !mayOverlap(resource.events, range.getAttribute('start'), range.getAttribute('end')))
    return false;
  return childrenOf(filter, caldav('prop-filter')).every((each) => {
    const wanted = childOf(each, caldav('text-match'))?.textContent?.toLowerCase() ?? '';
    const name = each.getAttribute('name') ?? '';
    return resource.events.some((event) => textOf(event, name)?.toLowerCase().includes(wanted) === true);
  });
}

function multiget({ calendar, account, body, origin }: ReportRequest): Answer {
  const asked = askedProps(body);
  const responses = childrenOf(body, dav('href')).map((element) => {
    const href = (element.textContent ?? '').trim();
    const place = URL.canParse(href, origin) ? placeOf(new URL(href, origin).pathname, account, [calendar]) : undefined;
    if (place?.kind !== 'resource' || place.resource === undefined) return statusResponse(href, 404);
    return propResponse(resourcePath(calendar, place.name), asked, resourceProps(place.resource));
  });
  return multistatus(responses);
}

function syncCollection({ calendar, body, origin, syncLimit }: ReportRequest): Answer {
  const uri = childOf(body, dav('sync-token'))?.textContent?.trim() ?? '';
  const level = childOf(body, dav('sync-level'))?.textContent?.trim();
  if (level !== undefined && level !== '1')
    return apiError(400, { domain: 'global', reason: 'badRequest', message: 'Only sync-level 1 is supported.' });
  const start = syncTokenUri(calendar, '', origin);
  const asked = Number(childOf(childOf(body, dav('limit')), dav('nresults'))?.textContent ?? Infinity);
  const limit = Math.min(syncLimit, asked > 0 ? asked : Infinity);
  const changes =
    uri !== '' && !uri.startsWith(start) ? undefined : calendar.changesSince(uri.slice(start.length), limit);
  // RFC 6578 s.3.2: a token that is not, or no longer, one of this collection's.
  if (changes === undefined) return conditionError(403, dav('valid-sync-token'));
  const props = askedProps(body);
  const responses = changes.names.map((name) => {
    const resource = calendar.get(name);
    const href = resourcePath(calendar, name);
    return resource === undefined ? statusResponse(href, 404) : propResponse(href, props, resourceProps(resource));
  });
  // RFC 6578 s.3.6: the collection itself with 507 says that there is more, to be asked for with the token of this answer.
  if (changes.isTruncated)
    responses.push(
      statusResponse(calendarPath(calendar), 507, tag(dav('error'), tag(dav('number-of-matches-within-limits')))),
    );
  const token = syncTokenUri(calendar, calendar.tokenAt(changes.sequence), origin);
  return multistatus(responses, tag(dav('sync-token'), escapeXml(token)));
}
