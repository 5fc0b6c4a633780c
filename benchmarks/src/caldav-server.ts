import { definition } from '@mapistore/backend-caldav';
import type { Backend } from '@mapistore/core';
import { startCyrus, startRadicale } from '@mapistore/services';
import { type DAVCalendar, DAVClient } from 'tsdav';

/** A calendar server with the bare client on it. */
export interface DavServer {
  /** Root of the service, such as `http://127.0.0.1:5232/`. */
  readonly url: string;
  readonly client: DAVClient;
  stop(): Promise<void>;
}

const START: Readonly<Record<string, () => Promise<{ readonly url: string; stop(): Promise<void> }>>> = {
  radicale: () => startRadicale(),
  cyrus: () => startCyrus(),
};

export async function startDavServer(name: 'radicale' | 'cyrus'): Promise<DavServer> {
  const server = await (START[name] as () => ReturnType<typeof startRadicale>)();
  return { url: server.url, client: await bareClient(server.url), stop: () => server.stop() };
}

async function bareClient(serverUrl: string): Promise<DAVClient> {
  const client = new DAVClient({
    serverUrl,
    credentials: { username: 'alice', password: 'secret' },
    authMethod: 'Basic',
    defaultAccountType: 'caldav',
  });
  await client.login();
  return client;
}

/** A calendar as the bare client knows it. */
export async function calendarNamed({ client }: DavServer, name: string): Promise<DAVCalendar> {
  const found = (await client.fetchCalendars()).find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`There is no calendar ${name}.`);
  return found;
}

/** The URI of a mount below the root of a server. */
export function mountUri({ url }: Pick<DavServer, 'url'>, path = ''): string {
  return `caldav://alice@${new URL(url).host}/${path}`;
}

/** The backend by itself, without a store around it. */
export async function openBackend(server: DavServer): Promise<Backend> {
  const checked = await definition.options['~standard'].validate({});
  if (checked.issues) throw new Error(checked.issues[0]?.message);
  const { signal } = new AbortController();
  const quiet = { debug() {}, info() {}, warn() {} };
  return definition.open(
    { uri: new URL(mountUri(server)), options: checked.value, create: false, signal },
    { secret: async () => ({ kind: 'password', password: 'secret' }), log: quiet, clock: () => new Date() },
  );
}

/** An event; equal numbers give equal bytes. */
export function event(index: number): string {
  const day = String(1 + (index % 28)).padStart(2, '0');
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//MAPIStore//benchmark//EN',
    'BEGIN:VEVENT',
    `UID:event-${index}@benchmark.example`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART:202603${day}T100000Z`,
    `DTEND:202603${day}T110000Z`,
    `SUMMARY:Event ${index}`,
    `DESCRIPTION:${'What is to be talked about. '.repeat(1 + (index % 20))}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
