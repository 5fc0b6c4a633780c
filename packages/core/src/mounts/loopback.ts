import { isIP } from 'node:net';

/** Whether a host is this machine itself (127.0.0.0/8, ::1, localhost), where nobody listens in between. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
