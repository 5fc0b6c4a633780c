import type { Calendar, Resource } from '../data/calendar.ts';
import type { Component } from '../data/content.ts';
import { type Invitation, invitationsFor } from '../data/invitations.ts';
import { normalise } from '../data/normalise.ts';
import { type Answer, apiError, type Question } from '../http.ts';
import { conditionError, hrefTag } from './multistatus.ts';
import { type Place, resourcePath } from './places.ts';
import { notFound } from './refusals.ts';
import { caldav } from './xml.ts';

type ResourcePlace = Extract<Place, { readonly kind: 'resource' }>;

/** GET, HEAD, PUT and DELETE of events, with the invitations that a write would send. */
export class Resources {
  readonly #sent: Invitation[];
  readonly #heedsScheduleAgent: boolean;

  constructor(sent: Invitation[], heedsScheduleAgent: boolean) {
    this.#sent = sent;
    this.#heedsScheduleAgent = heedsScheduleAgent;
  }

  answer({ method, headers, body }: Question, place: ResourcePlace, account: string): Answer {
    const { resource, calendar, name } = place;
    const match = headers['if-match'];
    if (match !== undefined && match !== resource?.etag && !(match === '*' && resource !== undefined))
      return apiError(412, { domain: 'global', reason: 'conditionNotMet', message: 'Precondition Failed' });
    if (method === 'PUT') return this.#put(place, body, account);
    if (resource === undefined) return notFound();
    if (method !== 'DELETE') {
      const type = { 'Content-Type': 'text/calendar; charset=UTF-8', ETag: resource.etag };
      return { status: 200, headers: type, body: resource.text };
    }
    calendar.remove(name);
    this.#invite(calendar, { account, uid: resource.uid, before: resource.sent, after: [] });
    return { status: 204 };
  }

  /** Without an ETag in the answer: what is stored is not what was sent (RFC 4791 s.5.3.4). */
  #put({ calendar, name, resource }: ResourcePlace, text: string, account: string): Answer {
    const stored = normalise(text, new Date());
    if (typeof stored === 'string') return conditionError(403, caldav(stored));
    const holder = calendar.holderOf(stored.uid);
    // RFC 4791 s.5.3.2.1: neither an event of another name with this UID, nor another UID under this name.
    if (holder !== undefined && holder.name !== name) return uidConflict(calendar, holder);
    if (resource !== undefined && resource.uid !== stored.uid) return uidConflict(calendar, resource);
    calendar.put(name, stored);
    this.#invite(calendar, { account, uid: stored.uid, before: resource?.sent ?? [], after: stored.sent });
    return { status: resource === undefined ? 201 : 204 };
  }

  #invite(
    calendar: Calendar,
    change: {
      readonly account: string;
      readonly uid: string;
      readonly before: readonly Component[];
      readonly after: readonly Component[];
    },
  ): void {
    this.#sent.push(
      ...invitationsFor({ ...change, calendar: calendar.id, heedsScheduleAgent: this.#heedsScheduleAgent }),
    );
  }
}

function uidConflict(calendar: Calendar, { name }: Resource): Answer {
  return conditionError(409, caldav('no-uid-conflict'), hrefTag(resourcePath(calendar, name)));
}
