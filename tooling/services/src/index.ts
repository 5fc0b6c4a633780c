/** Throw-away servers for mail, calendars and address books, for tests; and a proxy that breaks connections on purpose. */
export { type Dovecot, startDovecot } from './dovecot/dovecot.ts';
export type { DovecotOptions } from './dovecot/options.ts';
export { dovecotPackages } from './dovecot/packages.ts';
export { type Cut, createFaultProxy, type FaultProxy } from './fault-proxy.ts';
export type { RadicaleOptions } from './radicale/options.ts';
export { radicalePackages } from './radicale/packages.ts';
export { type Radicale, startRadicale } from './radicale/radicale.ts';
export { ensurePackages, missingPackages, type SystemPackage } from './system-packages.ts';
