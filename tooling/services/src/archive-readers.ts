import type { SystemPackage } from './system-packages.ts';

/** What reads a compressed archive without us: zstd, and Python for the script in its documentation. */
export const archiveReaders: readonly SystemPackage[] = [
  { name: 'zstd', file: '/usr/bin/zstd' },
  { name: 'python3', file: '/usr/bin/python3' },
];
