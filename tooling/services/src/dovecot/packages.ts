import type { SystemPackage } from '../system-packages.ts';

/** What a Debian machine needs to run the server and to make its certificate. */
export const dovecotPackages: readonly SystemPackage[] = [
  { name: 'dovecot-imapd', file: '/usr/lib/dovecot/imap' },
  { name: 'openssl', file: '/usr/bin/openssl' },
];
