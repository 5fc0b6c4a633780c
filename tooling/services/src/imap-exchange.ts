import { connect } from 'node:net';
import { loopback } from './ports.ts';

/** Lines to send to an IMAP server, and the text to wait for. */
interface Exchange {
  readonly port: number;
  readonly lines: readonly string[];
  readonly until: RegExp;
}

/** Says something to an IMAP server, and tells what it answered up to the match. */
export function imapExchange({ port, lines, until }: Exchange): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host: loopback, port }, () => socket.write(lines.map((line) => `${line}\r\n`).join('')));
    socket.setTimeout(10_000, () => socket.destroy(new Error(`No answer to ${lines.at(-1)} on port ${port}.`)));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`The server on port ${port} closed after: ${text.trim()}`)));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const found = until.exec(text);
      if (found === null) return;
      resolve(found);
      socket.destroy();
    });
  });
}
