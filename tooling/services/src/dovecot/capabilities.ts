import { connect } from 'node:net';
import { loopback } from '../ports.ts';
import { password, users } from '../server.ts';

/** What a running server announces after login. Asked and not written down: it differs between versions. */
export function announcedCapabilities(port: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host: loopback, port }, () =>
      socket.write(`a LOGIN ${users[0]} ${password}\r\nb CAPABILITY\r\n`),
    );
    socket.setTimeout(10_000, () => socket.destroy(new Error(`No answer to CAPABILITY on port ${port}.`)));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`The server on port ${port} closed without telling its capabilities.`)));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const found = /^\* CAPABILITY (.*)\r\n(?:.*\r\n)*b OK/m.exec(text)?.[1];
      if (found === undefined) return;
      resolve(found.trim().split(' '));
      socket.destroy();
    });
  });
}

/** That list without some names; `AUTH=` and the like go by what stands before the '='. */
export function withoutCapabilities(all: readonly string[], without: readonly string[]): readonly string[] {
  const hidden = new Set(without.map((name) => name.toUpperCase()));
  return all.filter((name) => !hidden.has(name.toUpperCase()) && !hidden.has(name.toUpperCase().replace(/=.*/, '')));
}
