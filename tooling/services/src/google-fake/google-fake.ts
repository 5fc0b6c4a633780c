import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { loopback } from '../ports.ts';
import { Calendar } from './data/calendar.ts';
import type { Invitation } from './data/invitations.ts';
import { normalise } from './data/normalise.ts';
import { CalendarServer } from './dav/calendar-server.ts';
import { type Answer, apiError, type Question, question, write } from './http.ts';
import { OAuthEndpoints } from './oauth/endpoints.ts';
import { Grants, type TokenAnswer } from './oauth/grants.ts';
import { calendarScope, client, type FakeGoogleOptions } from './options.ts';
import { Quota, type QuotaRefusal } from './quota.ts';

/**
 * A fake of Google's sign-in and of Google Calendar's CalDAV, in memory, on loopback, without TLS. It speaks the real
 * protocols and refuses what Google documents to refuse. It is not Google: what is not documented is a guess.
 */
export interface FakeGoogle extends AsyncDisposable {
  /** Where all of it is: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** The registered desktop app. */
  readonly client: { readonly id: string; readonly secret: string };
  /** The addresses that stand for `accounts.google.com` and `oauth2.googleapis.com`. */
  readonly endpoints: { readonly authorization: string; readonly token: string; readonly revocation: string };
  /** The one that signs in is the first. Each has a calendar of the account's own name. */
  readonly accounts: readonly string[];
  /** Every message that would have gone to other people. */
  readonly invitations: readonly Invitation[];
  /** Every request so far, as `METHOD path`. */
  readonly requests: readonly string[];
  /** How often a refresh token was used. */
  readonly refreshes: number;
  /** The address of a calendar's collection. */
  eventsUrl(calendarId?: string): string;
  /** One more calendar, as its owner would make it on Google's page; CalDAV cannot. Gives its id. */
  addCalendar(name: string, owner?: string): string;
  /** Puts an event into a calendar by other hands. Throws where the fake would refuse it. */
  put(name: string, text: string, calendarId?: string): void;
  /** Takes an event away by other hands. */
  remove(name: string, calendarId?: string): void;
  /** The event as it is stored. */
  stored(name: string, calendarId?: string): string | undefined;
  names(calendarId?: string): readonly string[];
  /** An access token without a sign-in, perhaps with too small a scope. */
  accessToken(account?: string, scopes?: readonly string[]): string;
  /** From now on no access token given out before is good. */
  expireAccessTokens(): void;
  /** The person takes the app's access away: refresh tokens too. */
  revokeAll(): void;
  /** From now on no sync token given out before is good. */
  expireSyncTokens(): void;
  /** Refuses the next requests for calendars as the quota does. */
  refuse(refusal: QuotaRefusal): void;
  stop(): Promise<void>;
}

/** Starts a fake Google. It ends with `stop()`, or with this process. */
export async function startFakeGoogle(options: FakeGoogleOptions = {}): Promise<FakeGoogle> {
  const fake = new Fake(options);
  await fake.listen(options.port ?? 0);
  return fake;
}

class Fake implements FakeGoogle {
  readonly host = loopback;
  readonly client = client;
  readonly accounts: readonly string[];
  readonly invitations: Invitation[] = [];
  readonly requests: string[] = [];
  port = 0;
  readonly #calendars: Calendar[];
  readonly #grants: Grants;
  readonly #oauth: OAuthEndpoints;
  readonly #dav: CalendarServer;
  readonly #quota = new Quota();
  readonly #server: Server;

  constructor(options: FakeGoogleOptions) {
    this.accounts = options.accounts ?? ['alice@example.org', 'bob@example.org'];
    this.#calendars = this.accounts.map((account) => new Calendar(account, account, account));
    this.#grants = new Grants(options, Date.now);
    this.#oauth = new OAuthEndpoints(this.#grants, this.accounts, options);
    this.#dav = new CalendarServer(this.#calendars, this.invitations, options);
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  get origin(): string {
    return `http://${this.host}:${this.port}`;
  }

  get endpoints(): FakeGoogle['endpoints'] {
    const { origin } = this;
    return {
      authorization: `${origin}/o/oauth2/v2/auth`,
      token: `${origin}/token`,
      revocation: `${origin}/revoke`,
    };
  }

  get refreshes(): number {
    return this.#oauth.refreshes;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, loopback, () => {
        const address = this.#server.address();
        if (address !== null && typeof address === 'object') this.port = address.port;
        resolve();
      });
    });
  }

  eventsUrl(calendarId: string = this.#first): string {
    return `${this.origin}/caldav/v2/${encodeURIComponent(calendarId)}/events/`;
  }

  addCalendar(name: string, owner: string = this.#first): string {
    const id = `c${this.#calendars.length}@group.calendar.example.org`;
    this.#calendars.push(new Calendar(id, owner, name));
    return id;
  }

  put(name: string, text: string, calendarId?: string): void {
    const stored = normalise(text, new Date());
    if (typeof stored === 'string') throw new Error(`The fake refuses ${name}: ${stored}.`);
    this.#calendar(calendarId).put(name, stored);
  }

  remove(name: string, calendarId?: string): void {
    this.#calendar(calendarId).remove(name);
  }

  stored(name: string, calendarId?: string): string | undefined {
    return this.#calendar(calendarId).get(name)?.text;
  }

  names(calendarId?: string): readonly string[] {
    return this.#calendar(calendarId).names();
  }

  accessToken(account: string = this.#first, scopes: readonly string[] = [calendarScope]): string {
    const answer: TokenAnswer = this.#grants.issue(account, scopes);
    return answer.access_token;
  }

  expireAccessTokens(): void {
    this.#grants.expireAccess();
  }

  revokeAll(): void {
    this.#grants.revokeAll();
  }

  expireSyncTokens(): void {
    for (const calendar of this.#calendars) calendar.expireTokens();
  }

  refuse(refusal: QuotaRefusal): void {
    this.#quota.refuse(refusal);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  get #first(): string {
    return this.accounts[0] ?? '';
  }

  #calendar(id: string = this.#first): Calendar {
    const found = this.#calendars.find((calendar) => calendar.id === id);
    if (found === undefined) throw new Error(`The fake has no calendar ${id}.`);
    return found;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await question(request, this.origin).catch(() => undefined);
    if (asked === undefined) {
      response.destroy();
      return;
    }
    this.requests.push(`${asked.method} ${asked.url.pathname}`);
    write(response, this.#answer(asked));
  }

  #answer(asked: Question): Answer {
    const { method, url, headers } = asked;
    const oauth = this.#oauth.answer(asked);
    if (oauth !== undefined) return oauth;
    if (!url.pathname.startsWith('/caldav/v2')) return apiError(404, absent);
    // "Attempting to connect … using Basic authentication results in an HTTP 401": the CalDAV guide, "Connecting".
    const [, bearer] = /^Bearer (\S+)$/iu.exec(headers.authorization ?? '') ?? [];
    const holder = bearer === undefined ? undefined : this.#grants.holder(bearer);
    if (holder === undefined) {
      const why = bearer === undefined ? '' : ', error="invalid_token"';
      return apiError(401, unknown, { 'WWW-Authenticate': `Bearer realm="https://accounts.google.com/"${why}` });
    }
    // RFC 6750 s.3.1, and the 403 of "Handle API errors".
    if (!holder.mayUseCalendars)
      return apiError(403, tooLittle, {
        'WWW-Authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${calendarScope}"`,
      });
    return this.#quota.answer(method) ?? this.#dav.answer(asked, holder.account);
  }
}

const absent = { domain: 'global', reason: 'notFound', message: 'Not Found' } as const;
const unknown = { domain: 'global', reason: 'authError', message: 'Invalid Credentials' } as const;
const tooLittle = {
  domain: 'global',
  reason: 'insufficientPermissions',
  message: 'Request had insufficient authentication scopes.',
  status: 'PERMISSION_DENIED',
} as const;
