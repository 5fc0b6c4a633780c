import { createHash } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import type { FakeGoogle } from '../src/index.ts';

/** An answer of the fake, read. */
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks for a calendar's collection, or for a path below it. */
export async function ask(
  fake: FakeGoogle,
  method: string,
  path = '',
  options: { readonly body?: string; readonly headers?: Record<string, string>; readonly token?: string } = {},
): Promise<Said> {
  const url = path.startsWith('/') ? `${fake.origin}${path}` : `${fake.eventsUrl()}${path}`;
  const response = await fetch(url, {
    method,
    headers: { Authorization: `Bearer ${options.token ?? fake.accessToken()}`, ...options.headers },
    ...(options.body !== undefined && { body: options.body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The texts of all elements of that local name. */
export function all(said: Said, name: string): readonly string[] {
  const found = new DOMParser().parseFromString(said.text, 'text/xml').getElementsByTagNameNS('*', name);
  return Array.from({ length: found.length }, (_, at) => found.item(at)?.textContent ?? '');
}

/** An event as a client would send it. */
export function event(uid: string, more: readonly string[] = []): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VEVENT', `UID:${uid}`];
  const time = ['DTSTAMP:20260101T000000Z', 'DTSTART:20260301T100000Z', 'DTEND:20260301T110000Z', 'SUMMARY:Tea'];
  return `${[...lines, ...time, ...more, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')}\r\n`;
}

/** A sync-collection report, after a token or for all. */
export const syncReport = (token = ''): string =>
  `<d:sync-collection xmlns:d="DAV:"><d:sync-token>${token}</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>`;

/** Goes to the consent page as a browser does, and gives the address it leads back to. */
export async function consent(fake: FakeGoogle, changes: Readonly<Record<string, string>> = {}): Promise<Response> {
  const url = new URL(fake.endpoints.authorization);
  const asked = {
    client_id: fake.client.id,
    redirect_uri: 'http://127.0.0.1:1/',
    response_type: 'code',
    scope: 'https://www.googleapis.com/auth/calendar',
    state: 'st',
    access_type: 'offline',
    code_challenge: challenge(verifier),
    code_challenge_method: 'S256',
    ...changes,
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return fetch(url, { redirect: 'manual' });
}

/** Asks the token endpoint. */
export async function tokens(
  fake: FakeGoogle,
  form: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, string>> }> {
  const response = await fetch(fake.endpoints.token, {
    method: 'POST',
    body: new URLSearchParams({ client_id: fake.client.id, client_secret: fake.client.secret, ...form }),
  });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, string>> };
}

export const verifier: string = 'v'.repeat(43);

function challenge(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
