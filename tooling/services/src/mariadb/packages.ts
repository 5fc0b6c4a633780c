import type { SystemPackage } from '../system-packages.ts';

/** What a Debian machine needs to run the server and to make its certificate. */
export const mariadbPackages: readonly SystemPackage[] = [
  { name: 'mariadb-server', file: '/usr/sbin/mariadbd' },
  { name: 'openssl', file: '/usr/bin/openssl' },
];
