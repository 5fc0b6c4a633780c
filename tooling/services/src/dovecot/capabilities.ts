import { imapExchange } from '../imap-exchange.ts';
import { password, users } from '../server.ts';

/** What a running server announces after login. Asked and not written down: it differs between versions. */
export async function announcedCapabilities(port: number): Promise<readonly string[]> {
  const lines = [`a LOGIN ${users[0]} ${password}`, 'b CAPABILITY'];
  const [, found = ''] = await imapExchange({ port, lines, until: /^\* CAPABILITY (.*)\r\n(?:.*\r\n)*b OK/m });
  return found.trim().split(' ');
}

/** That list without some names; `AUTH=` and the like go by what stands before the '='. */
export function withoutCapabilities(all: readonly string[], without: readonly string[]): readonly string[] {
  const hidden = new Set(without.map((name) => name.toUpperCase()));
  return all.filter((name) => !hidden.has(name.toUpperCase()) && !hidden.has(name.toUpperCase().replace(/=.*/, '')));
}
