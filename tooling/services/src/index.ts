/** Throw-away servers for mail, calendars and address books, for tests; and a proxy that breaks connections on purpose. */
export { calendarReaders } from './calendar-readers.ts';
export { type Cyrus, startCyrus } from './cyrus/cyrus.ts';
export type { CyrusOptions } from './cyrus/options.ts';
export { cyrusPackages } from './cyrus/packages.ts';
export type { SentMessage } from './cyrus/sendmail.ts';
export { type Dovecot, startDovecot } from './dovecot/dovecot.ts';
export type { DovecotOptions } from './dovecot/options.ts';
export { dovecotPackages } from './dovecot/packages.ts';
export { type Cut, createFaultProxy, type FaultProxy } from './fault-proxy.ts';
export { type FakeGoogle, startFakeGoogle } from './google-fake/google-fake.ts';
export type { FakeGoogleOptions } from './google-fake/options.ts';
export type { RadicaleOptions } from './radicale/options.ts';
export { radicalePackages } from './radicale/packages.ts';
export { type Radicale, startRadicale } from './radicale/radicale.ts';
export type { ThrowAwayServer } from './server.ts';
export { ensurePackages, missingPackages, needPackages, type SystemPackage } from './system-packages.ts';
