import { type SystemPackage, unpackedPackage } from '../system-packages.ts';

/**
 * What a Debian machine needs to run the server. Debian lets only one IMAP server be installed, and the tests need
 * Dovecot too: Cyrus runs from its packages as unpacked into the checkout.
 */
export const cyrusPackages: readonly SystemPackage[] = [
  unpackedPackage('cyrus-common'),
  unpackedPackage('cyrus-imapd'),
  unpackedPackage('cyrus-caldav'),
  // Only for saslpasswd2: installed, it would bring a daemon along.
  unpackedPackage('sasl2-bin'),
  { name: 'openssl', file: '/usr/bin/openssl' },
];
