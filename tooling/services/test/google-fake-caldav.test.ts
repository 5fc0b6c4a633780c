import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGoogle, startFakeGoogle } from '../src/index.ts';
import { all, ask, event, syncReport } from './google-fake-client.ts';

let fake: FakeGoogle;
beforeEach(async () => {
  fake = await startFakeGoogle();
});
afterEach(() => fake.stop());

const propfind = (...names: readonly string[]): string =>
  `<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"><d:prop>${names.map((name) => `<${name}/>`).join('')}</d:prop></d:propfind>`;

describe('finding calendars', () => {
  test('the way goes from the root over the principal and the home to the collections', async () => {
    const id = fake.addCalendar('Work');
    const root = await ask(fake, 'PROPFIND', '/caldav/v2/', {
      headers: { Depth: '0' },
      body: propfind('d:current-user-principal'),
    });
    expect(root.status).toBe(207);
    const principal = all(root, 'current-user-principal')[0] ?? '';
    expect(principal).toBe('/caldav/v2/alice%40example.org/user/');
    const home = await ask(fake, 'PROPFIND', principal, {
      headers: { Depth: '0' },
      body: propfind('c:calendar-home-set'),
    });
    const path = all(home, 'calendar-home-set')[0] ?? '';
    const list = await ask(fake, 'PROPFIND', path, { headers: { Depth: '1' }, body: propfind('d:displayname') });
    expect(all(list, 'href')).toContain(`/caldav/v2/${encodeURIComponent(id)}/events/`);
    expect(all(list, 'displayname')).toContain('Work');
  });

  test('a calendar holds events only, and has a ctag and a sync token that change with it', async () => {
    const read = async (): Promise<readonly string[]> => {
      const said = await ask(fake, 'PROPFIND', '', {
        headers: { Depth: '0' },
        body: propfind('c:supported-calendar-component-set', 's:getctag', 'd:sync-token'),
      });
      expect(said.text).toContain('<caldav:comp name="VEVENT"/>');
      expect(said.text).not.toContain('VTODO');
      return [...all(said, 'getctag'), ...all(said, 'sync-token')];
    };
    const before = await read();
    expect(await read()).toEqual(before);
    fake.put('a.ics', event('a'));
    for (const [at, value] of (await read()).entries()) expect(value).not.toBe(before[at]);
  });

  test('the calendars of others are not there, and rights are not told', async () => {
    expect(
      (await ask(fake, 'PROPFIND', '/caldav/v2/bob%40example.org/events/', { headers: { Depth: '0' } })).status,
    ).toBe(404);
    const said = await ask(fake, 'PROPFIND', '', {
      headers: { Depth: '0' },
      body: propfind('d:current-user-privilege-set'),
    });
    expect(said.text).toContain('404 Not Found');
  });

  test('an endless depth and a body that is no XML are refused', async () => {
    expect((await ask(fake, 'PROPFIND', '')).status).toBe(403);
    expect((await ask(fake, 'PROPFIND', '', { headers: { Depth: '1' }, body: '<d:propfind' })).status).toBe(400);
    expect((await ask(fake, 'REPORT', '', { body: 'x' })).status).toBe(400);
  });
});

describe('what Google does not support', () => {
  test.each(['MKCALENDAR', 'MKCOL', 'COPY', 'MOVE', 'LOCK', 'UNLOCK'])('%s is not allowed', async (method) => {
    fake.put('a.ics', event('a'));
    const { status, headers } = await ask(fake, method, 'a.ics', {
      headers: { Destination: `${fake.eventsUrl()}b.ics` },
    });
    expect(status).toBe(405);
    expect(headers.get('allow')).not.toContain(method);
    expect(fake.names()).toEqual(['a.ics']);
  });

  test.each(['If-None-Match', 'If-Modified-Since', 'If-Unmodified-Since', 'If'])(
    'the header %s is refused',
    async (name) => {
      expect((await ask(fake, 'PUT', 'a.ics', { body: event('a'), headers: { [name]: '*' } })).status).toBe(400);
      expect(fake.names()).toEqual([]);
    },
  );

  test.each([
    ['a task', event('a').replaceAll('VEVENT', 'VTODO'), 'supported-calendar-component'],
    ['a journal', event('a').replaceAll('VEVENT', 'VJOURNAL'), 'supported-calendar-component'],
    [
      'two UIDs',
      event('a').replace('END:VCALENDAR', event('b').split('PRODID:-//Test//EN\r\n')[1] ?? ''),
      'valid-calendar-object-resource',
    ],
    ['a message of iTIP', event('a').replace('VERSION', 'METHOD:REQUEST\r\nVERSION'), 'valid-calendar-object-resource'],
    ['no UID', event('a').replace('UID:a\r\n', ''), 'valid-calendar-object-resource'],
    ['no calendar', 'hello', 'valid-calendar-data'],
  ])('%s is refused', async (_what, body, condition) => {
    const said = await ask(fake, 'PUT', 'a.ics', { body });
    expect(said.status).toBe(403);
    expect(said.text).toContain(`<caldav:${condition}/>`);
  });

  test('a second name for the same UID is refused with the first name', async () => {
    fake.put('a.ics', event('a'));
    const said = await ask(fake, 'PUT', 'b.ics', { body: event('a') });
    expect(said.status).toBe(409);
    expect(all(said, 'no-uid-conflict')[0]).toContain('/a.ics');
    expect((await ask(fake, 'PUT', 'a.ics', { body: event('other') })).status).toBe(409);
  });

  test('a property of one’s own is refused, and the name of a calendar may be changed', async () => {
    const patch = (inside: string): string =>
      `<d:propertyupdate xmlns:d="DAV:"><d:set><d:prop>${inside}</d:prop></d:set></d:propertyupdate>`;
    const own = await ask(fake, 'PROPPATCH', '', {
      body: patch('<x:mine xmlns:x="urn:x">1</x:mine><d:displayname>N</d:displayname>'),
    });
    expect(own.text).toContain('403 Forbidden');
    expect(own.text).toContain('424');
    expect((await ask(fake, 'PROPPATCH', '', { body: patch('<d:displayname>New</d:displayname>') })).text).toContain(
      '200 OK',
    );
    const said = await ask(fake, 'PROPFIND', '', { headers: { Depth: '0' }, body: propfind('d:displayname') });
    expect(all(said, 'displayname')).toEqual(['New']);
  });

  test('free-busy is not reported', async () => {
    const body = '<c:free-busy-query xmlns:c="urn:ietf:params:xml:ns:caldav"/>';
    expect((await ask(fake, 'REPORT', '', { body })).text).toContain('supported-report');
    expect((await ask(fake, 'POST', '/caldav/v2/alice%40example.org/outbox/', { body: 'x' })).status).toBe(403);
  });
});

describe('events', () => {
  test('are given back in another form, without what has no place, and without an ETag at once', async () => {
    const alarm = ['BEGIN:VALARM', 'ACTION:AUDIO', 'TRIGGER:-PT5M', 'END:VALARM'];
    const sent = event('a', ['X-OWN:1', 'CATEGORIES:Red', `DESCRIPTION:${'ä'.repeat(80)}`, ...alarm]);
    const put = await ask(fake, 'PUT', 'a.ics', { body: sent });
    expect(put.status).toBe(201);
    expect(put.headers.get('etag')).toBeNull();
    const { text, headers } = await ask(fake, 'GET', 'a.ics');
    expect(headers.get('etag')).toMatch(/^"\d+"$/u);
    expect(text).not.toMatch(/X-OWN|CATEGORIES|VALARM|\/\/Test/u);
    for (const name of ['CREATED', 'LAST-MODIFIED', 'SEQUENCE:0', 'STATUS:CONFIRMED']) expect(text).toContain(name);
    expect(text.indexOf('DTSTART')).toBeLessThan(text.indexOf('UID:a'));
    expect(text.replaceAll('\r\n ', '')).toContain(`DESCRIPTION:${'ä'.repeat(80)}`);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  test('are changed and removed with the right ETag only', async () => {
    fake.put('a.ics', event('a'));
    const etag = (await ask(fake, 'HEAD', 'a.ics')).headers.get('etag') ?? '';
    const change = (match: string): ReturnType<typeof ask> =>
      ask(fake, 'PUT', 'a.ics', { body: event('a', ['LOCATION:Here']), headers: { 'If-Match': match } });
    expect((await change('"1"')).status).toBe(412);
    expect((await change(etag)).status).toBe(204);
    expect((await ask(fake, 'DELETE', 'a.ics', { headers: { 'If-Match': etag } })).status).toBe(412);
    expect((await ask(fake, 'DELETE', 'a.ics')).status).toBe(204);
    expect((await ask(fake, 'GET', 'a.ics')).status).toBe(404);
    expect((await change(etag)).status).toBe(412);
  });

  test('are found by query and by name', async () => {
    fake.put('a.ics', event('a'));
    fake.put('b c.ics', event('b').replaceAll('20260301', '20280301'));
    const query = (inside: string, component = 'VEVENT'): string =>
      `<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:prop><d:getetag/></d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="${component}">${inside}</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>`;
    const hrefs = async (body: string): Promise<readonly string[]> =>
      all(await ask(fake, 'REPORT', '', { body }), 'href').map((href) => href.split('/').at(-1) ?? '');
    expect(await hrefs(query(''))).toEqual(['a.ics', 'b%20c.ics']);
    expect(await hrefs(query('', 'VTODO'))).toEqual([]);
    expect(await hrefs(query('<c:time-range start="20260101T000000Z" end="20270101T000000Z"/>'))).toEqual(['a.ics']);
    expect(await hrefs(query('<c:prop-filter name="UID"><c:text-match>b</c:text-match></c:prop-filter>'))).toEqual([
      'b%20c.ics',
    ]);
    const many = `<c:calendar-multiget xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:prop><c:calendar-data/></d:prop><d:href>${fake.eventsUrl()}a.ics</d:href><d:href>/caldav/v2/alice%40example.org/events/gone.ics</d:href></c:calendar-multiget>`;
    const said = await ask(fake, 'REPORT', '', { body: many });
    // A reader of XML makes CR LF one line end (XML 1.0 s.2.11).
    expect(all(said, 'calendar-data')).toEqual([fake.stored('a.ics')?.replaceAll('\r\n', '\n')]);
    expect(said.text).toContain('404 Not Found');
  });
});

describe('synchronisation', () => {
  const sync = async (
    token = '',
  ): Promise<{ readonly names: readonly string[]; readonly token: string; readonly text: string }> => {
    const said = await ask(fake, 'REPORT', '', { body: syncReport(token) });
    expect(said.status, said.text).toBe(207);
    const names = all(said, 'href').map((href) => href.split('/').at(-1) ?? '');
    return { names, token: all(said, 'sync-token')[0] ?? '', text: said.text };
  };

  test('tells what changed and what went since a token', async () => {
    for (const name of ['a', 'b', 'c']) fake.put(`${name}.ics`, event(name));
    fake.remove('c.ics');
    const first = await sync();
    expect(first.names).toEqual(['a.ics', 'b.ics']);
    expect((await sync(first.token)).names).toEqual([]);
    fake.put('a.ics', event('a', ['LOCATION:Here']));
    fake.remove('b.ics');
    const second = await sync(first.token);
    expect(second.names).toEqual(['a.ics', 'b.ics']);
    expect(second.text).toContain('404 Not Found');
  });

  test('refuses a token that is too old or of another calendar', async () => {
    const { token } = await sync();
    fake.expireSyncTokens();
    for (const bad of [token, 'x', `${token}9`]) {
      const said = await ask(fake, 'REPORT', '', { body: syncReport(bad) });
      expect(said.status).toBe(403);
      expect(said.text).toContain('<D:valid-sync-token/>');
    }
  });

  test('gives a part with 507 where there is too much, and the rest with its token', async () => {
    await fake.stop();
    fake = await startFakeGoogle({ syncLimit: 2 });
    for (const name of ['a', 'b', 'c']) fake.put(`${name}.ics`, event(name));
    const first = await sync();
    expect(first.names).toEqual(['a.ics', 'b.ics', '']);
    expect(first.text).toContain('507 Insufficient Storage');
    const second = await sync(first.token);
    expect(second.names).toEqual(['c.ics']);
    expect(second.text).not.toContain('507');
  });
});

describe('invitations', () => {
  const own = 'ORGANIZER:mailto:alice@example.org';
  const carol = 'ATTENDEE:mailto:carol@example.org';

  test('would go out for a new, a changed and a removed event with attendees', async () => {
    await ask(fake, 'PUT', 'a.ics', { body: event('a', [own, carol, 'ATTENDEE:mailto:alice@example.org']) });
    await ask(fake, 'PUT', 'a.ics', { body: event('a', [own, 'ATTENDEE:mailto:dan@example.org']) });
    await ask(fake, 'DELETE', 'a.ics');
    expect(fake.invitations.map(({ kind, to }) => [kind, ...to])).toEqual([
      ['request', 'carol@example.org'],
      ['request', 'dan@example.org'],
      ['cancel', 'carol@example.org'],
      ['cancel', 'dan@example.org'],
    ]);
  });

  test('answer the organiser once', async () => {
    const mine = (state: string): string =>
      event('a', ['ORGANIZER:mailto:carol@example.org', `ATTENDEE;PARTSTAT=${state}:mailto:alice@example.org`]);
    for (const state of ['NEEDS-ACTION', 'ACCEPTED', 'ACCEPTED'])
      await ask(fake, 'PUT', 'a.ics', { body: mine(state) });
    expect(fake.invitations).toEqual([
      { kind: 'reply', calendar: 'alice@example.org', uid: 'a', to: ['carol@example.org'] },
    ]);
  });

  test('stay away where there are no attendees, or the client says it sends them itself, unless the fake ignores that', async () => {
    const quiet = event('a', [own, 'ATTENDEE;SCHEDULE-AGENT=NONE:mailto:carol@example.org']);
    await ask(fake, 'PUT', 'b.ics', { body: event('b', [own]) });
    await ask(fake, 'PUT', 'a.ics', { body: quiet });
    expect(fake.invitations).toEqual([]);
    expect(fake.stored('a.ics')).not.toContain('SCHEDULE-AGENT');
    await using deaf = await startFakeGoogle({ scheduleAgent: false });
    await ask(deaf, 'PUT', 'a.ics', { body: quiet });
    expect(deaf.invitations).toHaveLength(1);
  });
});

test.each([
  ['rateLimitExceeded', 403],
  ['userRateLimitExceeded', 403],
  ['quotaExceeded', 403],
  ['tooManyRequests', 429],
  ['backendError', 503],
] as const)('the quota answers %s with %i as often as it is told', async (reason, status) => {
  fake.refuse({ reason, times: 2, retryAfterSeconds: 3, method: 'GET' });
  fake.put('a.ics', event('a'));
  expect((await ask(fake, 'HEAD', 'a.ics')).status).toBe(200);
  const refused = await ask(fake, 'GET', 'a.ics');
  expect(refused.status).toBe(status);
  expect(refused.headers.get('retry-after')).toBe('3');
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: status } });
  await ask(fake, 'GET', 'a.ics');
  expect((await ask(fake, 'GET', 'a.ics')).status).toBe(200);
  fake.refuse({ reason });
  expect((await ask(fake, 'GET', 'a.ics')).headers.get('retry-after')).toBeNull();
});
