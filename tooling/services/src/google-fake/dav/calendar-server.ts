import type { Calendar } from '../data/calendar.ts';
import type { Invitation } from '../data/invitations.ts';
import type { Answer, Question } from '../http.ts';
import type { FakeGoogleOptions } from '../options.ts';
import { conditionError, multistatus, patchResponse, propResponse } from './multistatus.ts';
import { type Place, placeOf } from './places.ts';
import { propsOf, settable } from './props.ts';
import { badRequest, notAllowed, notFound } from './refusals.ts';
import { askedProps, report } from './reports.ts';
import { Resources } from './resources.ts';
import { caldav, childOf, childrenOf, dav, nameOf, parseXml, type QName } from './xml.ts';

/** The methods that the CalDAV guide names; LOCK, UNLOCK, COPY, MOVE, MKCOL and MKCALENDAR it rules out. */
const METHODS = 'OPTIONS, GET, HEAD, POST, PUT, DELETE, PROPFIND, PROPPATCH, REPORT';

/** CalDAV as Google documents it, for requests whose token was found good. */
export class CalendarServer {
  readonly #calendars: readonly Calendar[];
  readonly #resources: Resources;
  readonly #syncLimit: number;

  constructor(calendars: readonly Calendar[], sent: Invitation[], options: FakeGoogleOptions) {
    this.#calendars = calendars;
    this.#resources = new Resources(sent, options.scheduleAgent ?? true);
    this.#syncLimit = options.syncLimit ?? Number.POSITIVE_INFINITY;
  }

  answer(question: Question, account: string): Answer {
    const { method, url } = question;
    const place = placeOf(url.pathname, account, this.#calendars);
    if (!METHODS.split(', ').includes(method)) return notAllowed(method, METHODS);
    // "Doesn't support … the If* header (except for If-Match)": the CalDAV guide, rfc4918.
    const condition = Object.keys(question.headers).find((name) => /^if(?:-|$)/u.test(name) && name !== 'if-match');
    if (condition !== undefined) return badRequest(`The header ${condition} is not supported.`);
    if (place === undefined) return notFound();
    switch (method) {
      case 'OPTIONS':
        return {
          status: 200,
          headers: { Allow: METHODS, DAV: '1, calendar-access, calendar-schedule, calendar-proxy' },
        };
      case 'PROPFIND':
        return this.#propfind(question, place, account);
      case 'PROPPATCH':
        return proppatch(question, place, account);
      case 'REPORT':
        return this.#report(question, place, account);
      case 'POST':
        // The method is supported, yet what it is for is not: "Doesn't support free-busy lookup", rfc6638.
        return conditionError(403, caldav('supported-collection'));
      default:
        return place.kind === 'resource'
          ? this.#resources.answer(question, place, account)
          : notAllowed(method, METHODS);
    }
  }

  #propfind({ headers, body, url }: Question, place: Place, account: string): Answer {
    const depth = headers['depth'] ?? 'infinity';
    if (depth !== '0' && depth !== '1') return conditionError(403, dav('propfind-finite-depth'));
    if (place.kind === 'resource' && place.resource === undefined) return notFound();
    const asked = body.trim() === '' ? undefined : parseXml(body);
    if (body.trim() !== '' && (asked === undefined || nameOf(asked) !== dav('propfind')))
      return badRequest('The body is no propfind.');
    const places = [place, ...(depth === '1' ? this.#below(place, account) : [])];
    return multistatus(
      places.map((each) => {
        const { href, props } = propsOf(each, account, url.origin);
        // The data itself is given by reports only (RFC 4791 s.9.6).
        const { [caldav('calendar-data')]: _data, ...plain } = props;
        return propResponse(href, askedProps(asked), plain);
      }),
    );
  }

  #below(place: Place, account: string): readonly Place[] {
    if (place.kind === 'calendar')
      return place.calendar.names().flatMap((name) => {
        const resource = place.calendar.get(name);
        return resource === undefined ? [] : [{ kind: 'resource' as const, calendar: place.calendar, name, resource }];
      });
    if (place.kind !== 'home') return [];
    return [
      { kind: 'principal', id: place.id },
      // "Supports a trivial inbox, which is always empty": the CalDAV guide, rfc6638.
      { kind: 'inbox', id: place.id },
      { kind: 'outbox', id: place.id },
      ...this.#calendars
        .filter(({ owner }) => owner === account)
        .map((calendar) => ({ kind: 'calendar' as const, calendar })),
    ];
  }

  #report({ body, url }: Question, place: Place, account: string): Answer {
    const asked = parseXml(body);
    if (asked === undefined) return badRequest('The body is no report.');
    if (place.kind !== 'calendar') return conditionError(403, dav('supported-report'));
    return report({
      calendar: place.calendar,
      account,
      body: asked,
      origin: url.origin,
      syncLimit: this.#syncLimit,
    });
  }
}

function proppatch({ body, url }: Question, place: Place, account: string): Answer {
  const asked = parseXml(body);
  if (asked === undefined || nameOf(asked) !== dav('propertyupdate'))
    return badRequest('The body is no propertyupdate.');
  const props = childrenOf(asked).flatMap((step) => childrenOf(childOf(step, dav('prop'))));
  const known = Object.values(settable);
  const isAllowed = place.kind === 'calendar' && props.every((prop) => known.includes(nameOf(prop)));
  const results = new Map<QName, number>();
  for (const prop of props) {
    const name = nameOf(prop);
    // All or nothing (RFC 4918 s.9.2). "Doesn't support arbitrary (user-defined) WebDAV properties": the CalDAV guide.
    results.set(name, isAllowed ? 200 : known.includes(name) && place.kind === 'calendar' ? 424 : 403);
    if (!isAllowed) continue;
    const text = prop.textContent ?? '';
    if (name === settable.displayName) place.calendar.displayName = text;
    if (name === settable.description) place.calendar.description = text;
    if (name === settable.color) place.calendar.color = text;
  }
  return multistatus([patchResponse(propsOf(place, account, url.origin).href, results)]);
}
