import type { SystemPackage } from '../system-packages.ts';

/** What a Debian machine needs to run the server and to make its certificate. */
export const radicalePackages: readonly SystemPackage[] = [
  { name: 'radicale', file: '/usr/bin/radicale' },
  { name: 'openssl', file: '/usr/bin/openssl' },
];
