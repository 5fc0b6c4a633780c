import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesSource, named, PropertyBag, type Store, stringNamed, tagged } from '@mapistore/core';
import { type Radicale, startRadicale } from '@mapistore/services';
import { createDAVClient } from 'tsdav';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpCutter, startHttpCutter } from './http-cutter.ts';
import { all, cat, problemsOf, storeIn, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let radicale: Radicale;
let cutter: HttpCutter;
let store: Store;

beforeEach(async () => {
  folder = await temporaryFolder();
  radicale = await startRadicale();
  cutter = await startHttpCutter(radicale.port);
  store = await storeIn(folder.path);
  await store.mounts.add({ path: '/Files', uri: `file://${join(folder.path, 'files')}` });
  await store.mounts.add({
    path: '/Home',
    uri: `caldav://alice@127.0.0.1:${cutter.port}/`,
    secretRef: 'env:DAV_PASSWORD',
  });
  await all(store.sync());
  await store.folders.create('/Home/Work', { kind: 'event' });
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await cutter[Symbol.asyncDispose]();
  await radicale.stop();
  await folder.remove();
});

const calendar = (...lines: readonly string[]): Buffer =>
  Buffer.from(
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Odd//Program//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n'),
  );

const event = (uid: string, ...more: readonly string[]): Buffer =>
  calendar('BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', ...more, 'END:VEVENT');

/** A weekly meeting with things in it that no property holds. */
const series = calendar(
  'X-WR-CALNAME:Odd',
  'BEGIN:VEVENT',
  'UID:series@example.org',
  'DTSTAMP:20260101T000000Z',
  'X-ODD;X-PARAM="a;b":keep',
  ' me folded',
  'DTSTART;TZID=Europe/Berlin:20260105T090000',
  'DTEND;TZID=Europe/Berlin:20260105T100000',
  'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=10',
  'SUMMARY;LANGUAGE=de:Runde',
  'LOCATION:Raum 1',
  'ORGANIZER;CN=Ann:mailto:ann@example.org',
  'ATTENDEE;CN=Bob;PARTSTAT=NEEDS-ACTION;X-NUM=7:mailto:bob@example.org',
  'END:VEVENT',
);

async function add(path: string, ...objects: readonly Uint8Array[]): Promise<readonly string[]> {
  const sources = objects.map((bytes, index) => ({ label: String(index), body: bytesSource(bytes, 'text/calendar') }));
  const results = await all(store.import(path, sources));
  expect(results.filter(({ outcome }) => outcome !== 'imported')).toEqual([]);
  return results.map(({ id }) => id as string);
}

async function subjects(path: string): Promise<readonly string[]> {
  return (await all(store.items.list(path))).map(({ subject }) => subject).sort();
}

/** Lines that differ between two texts. */
function difference(before: string, after: string): { readonly gone: string[]; readonly come: string[] } {
  const [a, b] = [before.split('\r\n'), after.split('\r\n')];
  return { gone: a.filter((line) => !b.includes(line)), come: b.filter((line) => !a.includes(line)) };
}

/** Another program on the same account, without anything of ours in it. */
async function other() {
  const client = await createDAVClient({
    serverUrl: radicale.url,
    credentials: { username: 'alice', password: 'secret' },
    authMethod: 'Basic',
    defaultAccountType: 'caldav',
  });
  const [first] = await client.fetchCalendars();
  if (first === undefined) throw new Error('There is no calendar.');
  const objects = () => client.fetchCalendarObjects({ calendar: first });
  return { client, calendar: first, objects };
}

describe('an edit of an event at Radicale', () => {
  it('changes the line of its property and no other, through the store and at the server', async () => {
    const [id = ''] = await add('/Home/Work', series);
    const set = new PropertyBag().set(tagged('PidTagSubject'), 'Weekly round');
    await store.items.setProperties(id, { set, remove: [] });
    const after = (await cat(store, id)).toString();
    expect(difference(series.toString(), after)).toEqual({
      gone: ['SUMMARY;LANGUAGE=de:Runde'],
      come: [expect.stringMatching(/^SUMMARY.*:Weekly round$/u)],
    });
    expect(after.indexOf('X-ODD;X-PARAM="a;b":keep\r\n me folded')).toBeGreaterThan(0);
    const [object] = await (await other()).objects();
    expect(String(object?.data)).toContain('Weekly round');
    expect(String(object?.data)).toMatch(/X-ODD;X-PARAM="a;b":keepme folded/u);
    expect((await store.items.get(id)).subject).toBe('Weekly round');
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('makes an exception of one instance, takes one out, and puts it back; the rest of the series stays', async () => {
    const [id = ''] = await add('/Home/Work', series);
    const span = { from: new Date('2026-01-01T00:00Z'), to: new Date('2026-02-01T00:00Z'), timeZone: 'Europe/Berlin' };
    const shown = async () =>
      (await store.calendar.agenda('/Home/Work', span)).entries.map(
        ({ start, location }) => `${start.toISOString().slice(5, 16)} ${location}`,
      );
    const second = new Date('2026-01-12T08:00Z');
    const third = new Date('2026-01-19T08:00Z');
    await store.items.setProperties(id, {
      set: new PropertyBag(),
      remove: [],
      exceptions: [
        {
          originalStart: second,
          action: 'change',
          set: new PropertyBag().set(named('PidLidLocation'), 'Raum 2'),
          remove: [],
        },
        { originalStart: third, action: 'delete', set: new PropertyBag(), remove: [] },
      ],
    });
    expect(await shown()).toEqual(['01-05T08:00 Raum 1', '01-12T08:00 Raum 2', '01-26T08:00 Raum 1']);
    await store.items.setProperties(id, {
      set: new PropertyBag(),
      remove: [],
      exceptions: [{ originalStart: third, action: 'reset', set: new PropertyBag(), remove: [] }],
    });
    expect(await shown()).toEqual([
      '01-05T08:00 Raum 1',
      '01-12T08:00 Raum 2',
      '01-19T08:00 Raum 1',
      '01-26T08:00 Raum 1',
    ]);
    const noInstance = {
      originalStart: new Date('2026-01-13T08:00Z'),
      action: 'delete' as const,
      set: new PropertyBag(),
      remove: [],
    };
    await expect(
      store.items.setProperties(id, { set: new PropertyBag(), remove: [], exceptions: [noInstance] }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('answers for an attendee by the address, whatever order they stand in', async () => {
    const [id = ''] = await add('/Home/Work', series);
    const set = new PropertyBag().set(tagged('PidTagRecipientTrackStatus'), 3);
    await store.items.setProperties(id, {
      set: new PropertyBag(),
      remove: [],
      recipients: [{ address: 'BOB@example.org', set, remove: [] }],
    });
    const { gone, come } = difference(series.toString(), (await cat(store, id)).toString());
    expect(gone).toEqual(['ATTENDEE;CN=Bob;PARTSTAT=NEEDS-ACTION;X-NUM=7:mailto:bob@example.org']);
    expect(come).toEqual(['ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED;X-NUM=7:mailto:bob@example.org']);
  });

  it('meets an edit by others: both live on where they changed different fields, and the same field is a conflict', async () => {
    const [id = ''] = await add('/Home/Work', series);
    const outside = async (find: RegExp, put: string): Promise<void> => {
      const { client, objects } = await other();
      const [object] = await objects();
      if (object === undefined) throw new Error('There is no object.');
      const data = String(object.data).replace(find, put);
      expect((await client.updateCalendarObject({ calendarObject: { ...object, data } })).ok).toBe(true);
    };
    /** Others are faster between our reading and our writing, once. */
    const inBetween = (find: RegExp, put: string): void =>
      cutter.onRequest(async (method) => {
        if (method !== 'PUT') return;
        cutter.onRequest(undefined);
        await outside(find, put);
      });
    inBetween(/^LOCATION:.*$/mu, 'LOCATION:Raum 3\r');
    await store.items.setProperties(id, { set: new PropertyBag().set(tagged('PidTagSubject'), 'Ours'), remove: [] });
    const { properties } = await store.items.properties(id);
    expect([properties.get('PidTagSubject'), properties.get('PidLidLocation')]).toEqual(['Ours', 'Raum 3']);
    inBetween(/^SUMMARY.*$/mu, 'SUMMARY:Theirs\r');
    const again = { set: new PropertyBag().set(tagged('PidTagSubject'), 'Ours again'), remove: [] };
    await expect(store.items.setProperties(id, again)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('PidTagSubject'),
    });
    await all(store.sync());
    expect((await store.items.get(id)).subject).toBe('Theirs');
  });

  it('keeps beside it what a calendar cannot say', async () => {
    const [id = ''] = await add('/Home/Work', series);
    const odd = stringNamed('PS_PUBLIC_STRINGS', 'odd');
    await store.items.setProperties(id, { set: new PropertyBag().set(odd, 'kept'), remove: [] });
    expect((await cat(store, id)).equals(series)).toBe(true);
    expect((await store.items.properties(id)).properties.get(odd)).toBe('kept');
  });
});

describe('what another program does to a calendar', () => {
  it('arrives: changes, exceptions, new events, deletions and moves; ids stay', async () => {
    const [id = '', plain = ''] = await add(
      '/Home/Work',
      series,
      event('plain@example.org', 'DTSTART:20260301T100000Z', 'SUMMARY:Plain'),
    );
    const { token } = await store.changes('/Home');
    const { client, calendar: theirs, objects } = await other();
    const object = (await objects()).find(({ data }) => String(data).includes('series@'));
    if (object === undefined) throw new Error('There is no object.');
    const exception = [
      'BEGIN:VEVENT',
      'UID:series@example.org',
      'DTSTAMP:20260101T000000Z',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260112T090000',
      'DTSTART;TZID=Europe/Berlin:20260112T150000',
      'DTEND;TZID=Europe/Berlin:20260112T160000',
      'SUMMARY:Moved',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    const data = String(object.data).replace('END:VCALENDAR', exception);
    expect((await client.updateCalendarObject({ calendarObject: { ...object, data } })).ok).toBe(true);
    const fresh = event('fresh@example.org', 'DTSTART:20260401T100000Z', 'SUMMARY:Fresh').toString();
    await client.createCalendarObject({ calendar: theirs, iCalString: fresh, filename: 'fresh.ics' });
    await client.deleteCalendarObject({
      calendarObject: (await objects()).find(({ data: text }) => String(text).includes('plain@')) as never,
    });
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    const { changes } = await store.changes('/Home', token);
    expect(
      changes
        .map(({ change, id: of }) => `${change} ${of === id ? 'series' : of === plain ? 'plain' : 'fresh'}`)
        .sort(),
    ).toEqual(['created fresh', 'deleted plain', 'updated series']);
    const { entries } = await store.calendar.agenda('/Home', {
      from: new Date('2026-01-10T00:00Z'),
      to: new Date('2026-01-20T00:00Z'),
    });
    expect(
      entries.map(({ id: of, start, subject, exception: isOne }) => [of, start.toISOString(), subject, isOne]),
    ).toEqual([
      [id, '2026-01-12T14:00:00.000Z', 'Moved', true],
      [id, '2026-01-19T08:00:00.000Z', 'Runde', false],
    ]);
    expect(await subjects('/Home/Work')).toEqual(['Fresh', 'Runde']);
  });

  it('is no move to a new id: an event they put into another calendar keeps its own', async () => {
    const [id = ''] = await add('/Home/Work', series);
    await store.folders.create('/Home/Private', { kind: 'event' });
    await all(store.sync());
    const { client } = await other();
    const calendars = await client.fetchCalendars();
    const from = calendars.find(({ displayName }) => displayName === 'Work');
    const to = calendars.find(({ displayName }) => displayName === 'Private');
    const [object] = await client.fetchCalendarObjects({ calendar: from as never });
    await client.createCalendarObject({
      calendar: to as never,
      iCalString: String(object?.data),
      filename: 'other-name.ics',
    });
    await client.deleteCalendarObject({ calendarObject: object as never });
    await all(store.sync());
    expect((await store.items.get(id)).path).toBe('/Home/Private');
    expect(await subjects('/Home/Work')).toEqual([]);
  });

  it('arrives after the token was lost, too, and nothing is doubled', async () => {
    const events = Array.from({ length: 20 }, (_, index) =>
      event(`e${index}@example.org`, 'DTSTART:20260301T100000Z', `SUMMARY:Event ${index}`),
    );
    const ids = await add('/Home/Work', ...events);
    await all(store.sync());
    const { client, objects } = await other();
    const [first, second] = await objects();
    await client.deleteCalendarObject({ calendarObject: first as never });
    const data = String(second?.data).replace(/SUMMARY:.*/u, 'SUMMARY:Changed');
    await client.updateCalendarObject({ calendarObject: { ...second, data } as never });
    // Radicale forgets what its tokens meant.
    let forgotten = 0;
    for await (const cache of glob(`${radicale.dir}/collections/**/.Radicale.cache/sync-token`)) {
      await rm(cache, { recursive: true });
      forgotten++;
    }
    expect(forgotten).toBeGreaterThan(0);
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    const left = await all(store.items.list('/Home/Work'));
    expect(left).toHaveLength(19);
    expect(left.every(({ id }) => ids.includes(id))).toBe(true);
    expect(left.filter(({ subject }) => subject === 'Changed')).toHaveLength(1);
  });

  it('costs one request where nothing happened', async () => {
    await add('/Home/Work', series);
    await store.folders.create('/Home/Tasks', { kind: 'task' });
    await all(store.sync());
    await all(store.sync());
    cutter.taken();
    expect(problemsOf(await all(store.sync('/Home')))).toEqual([]);
    expect(cutter.taken()).toEqual(['PROPFIND']);
  });
});

describe('storing events', () => {
  it('takes a request for each, and one to read all of them back, though the server writes them anew', async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      event(`${index}@example.org`, 'DTSTART:20260301T100000Z', `SUMMARY:${index}`),
    );
    await add('/Home/Work', event('first@example.org', 'DTSTART:20260301T100000Z'));
    cutter.taken();
    const ids = await add('/Home/Work', ...many);
    const taken = cutter.taken();
    expect(
      Object.fromEntries(Object.entries(Object.groupBy(taken, (each) => each)).map(([k, v]) => [k, v?.length])),
    ).toEqual({
      PUT: 40,
      REPORT: 1,
    });
    expect((await cat(store, ids[7] as string)).equals(many[7] as Buffer)).toBe(true);
  });
});

describe('an answer that is lost', () => {
  it('doubles nothing in an import: the event is found by its UID, though the server wrote it anew', async () => {
    cutter.swallow('PUT');
    const [id = ''] = await add('/Home/Work', series);
    await all(store.sync());
    expect(await subjects('/Home/Work')).toEqual(['Runde']);
    expect((await cat(store, id)).equals(series)).toBe(true);
  });

  it('loses and doubles nothing in a move', async () => {
    const [id = ''] = await add('/Files', series);
    cutter.swallow('PUT');
    expect((await all(store.move([id], '/Home/Work'))).map(({ outcome }) => outcome)).toEqual(['moved']);
    await all(store.sync());
    expect([await subjects('/Files'), await subjects('/Home/Work')]).toEqual([[], ['Runde']]);
    expect((await cat(store, id)).equals(series)).toBe(true);
    cutter.swallow('DELETE');
    await all(store.move([id], '/Files'));
    await all(store.sync());
    expect([await subjects('/Files'), await subjects('/Home/Work')]).toEqual([['Runde'], []]);
    expect((await cat(store, id)).equals(series)).toBe(true);
  });
});

describe('an import into a calendar', () => {
  it('of what is there is present, of another object with the same UID is kept, and says why', async () => {
    const one = event('one@example.org', 'DTSTART:20260301T100000Z', 'SUMMARY:One');
    const same = event('one@example.org', 'DTSTART:20260301T100000Z', 'X-NEW:line', 'SUMMARY:One');
    const another = event('one@example.org', 'DTSTART:20260301T110000Z', 'SUMMARY:One');
    await add('/Home/Work', one);
    const sources = [one, same, another].map((bytes, index) => ({
      label: String(index),
      body: bytesSource(bytes, 'text/calendar'),
    }));
    const results = await all(store.import('/Home/Work', sources));
    expect(results.map(({ outcome, error }) => [outcome, error?.code])).toEqual([
      ['present', undefined],
      ['present', undefined],
      ['kept', 'ALREADY_EXISTS'],
    ]);
    expect((await cat(store, results[2]?.id as string)).equals(another)).toBe(true);
  });

  it('of a kind it does not hold is told before anything is sent', async () => {
    const task = calendar('BEGIN:VTODO', 'UID:t@example.org', 'DTSTAMP:20260101T000000Z', 'SUMMARY:Do', 'END:VTODO');
    const [id = ''] = await add('/Files', task);
    const planned = await all(store.plan([id], '/Home/Work'));
    expect(planned).toMatchObject([
      {
        outcome: 'failed',
        error: { code: 'UNSUPPORTED', message: '/Home/Work takes no tasks, only events; choose another folder.' },
      },
    ]);
    cutter.taken();
    expect(await all(store.move([id], '/Home/Work'))).toMatchObject([
      { outcome: 'failed', error: { code: 'UNSUPPORTED' } },
    ]);
    expect(cutter.taken()).not.toContain('PUT');
    await store.folders.create('/Home/Tasks', { kind: 'task' });
    expect(await all(store.plan([id], '/Home/Tasks'))).toMatchObject([{ outcome: 'fits' }]);
    expect(await all(store.move([id], '/Home/Tasks'))).toMatchObject([{ outcome: 'moved' }]);
  });
});
