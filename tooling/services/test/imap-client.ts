import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Just enough IMAP to look at a server from outside, line by line. */
export class ImapClient implements Disposable {
  readonly #socket: Socket;
  #text = '';
  #count = 0;
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#text += chunk.toString('latin1');
      socket.emit('more');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
      socket.emit('more');
    });
  }

  static async open(port: number, certificate?: string): Promise<ImapClient> {
    const at = { host: '127.0.0.1', port };
    const socket = certificate === undefined ? connect(at) : connectTls({ ...at, ca: readFileSync(certificate) });
    const client = new ImapClient(socket);
    await client.until(/^\* OK.*\r\n/);
    return client;
  }

  /** Sends one command and gives all that came up to and with its answer. */
  async run(command: string): Promise<string> {
    this.#count += 1;
    const tag = `t${this.#count}`;
    this.#text = '';
    this.#socket.write(`${tag} ${command}\r\n`);
    return await this.until(new RegExp(`^${tag} .*\\r\\n`, 'm'));
  }

  async login(user = 'alice', password = 'secret'): Promise<string> {
    return await this.run(`LOGIN ${user} ${password}`);
  }

  /** Puts one small message into the inbox. */
  async append(body = 'Subject: one\r\n\r\nHello\r\n'): Promise<string> {
    return await this.run(`APPEND INBOX {${body.length}+}\r\n${body}`);
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#text)) {
      if (this.#isClosed) throw new Error(`The connection is closed; it said: ${this.#text}`);
      await new Promise((more) => this.#socket.once('more', more));
    }
    return this.#text;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
