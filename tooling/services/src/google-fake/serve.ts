/**
 * The fake as a process of its own, for a person: `serve.ts FOLDER`. Writes `facts.json` there once it listens, and goes
 * on until it is stopped. A first event stands in the calendar, so that there is something to see.
 */
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startFakeGoogle } from './google-fake.ts';

const [folder = '.'] = process.argv.slice(2);
const fake = await startFakeGoogle();
fake.put(
  'welcome.ics',
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fake//EN',
    'BEGIN:VEVENT',
    'UID:welcome',
    'DTSTAMP:20260101T000000Z',
    'DTSTART:20260105T090000Z',
    'DTEND:20260105T093000Z',
    'RRULE:FREQ=WEEKLY',
    'SUMMARY:Weekly tea',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n'),
);
const [account = ''] = fake.accounts;
const facts = {
  account,
  mount: `caldav://${encodeURIComponent(account)}@${fake.host}:${fake.port}/?profile=google`,
  calendar: fake.eventsUrl(),
  authorization: fake.endpoints.authorization,
  token: fake.endpoints.token,
  clientId: fake.client.id,
  clientSecret: fake.client.secret,
};
const file = path.join(folder, 'facts.json');
await writeFile(`${file}.new`, JSON.stringify(facts), { mode: 0o600 });
await rename(`${file}.new`, file);
