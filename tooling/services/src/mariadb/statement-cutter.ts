import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** When a connection is cut: before a statement reaches the server, or when its answer comes. */
export type CutWhen = 'before' | 'answer';

/** A proxy in front of a server of MySQL that cuts the connection that sends a given statement. */
export class StatementCutter implements AsyncDisposable {
  readonly #server;
  readonly #links = new Set<Socket>();
  #wanted: { readonly statement: string; readonly when: CutWhen } | undefined;
  #isRefusing = false;
  /** How many connections were cut. */
  cuts = 0;

  private constructor(port: number) {
    this.#server = createServer((client) => this.#accept(client, connect(port, '127.0.0.1')));
  }

  static async start(port: number): Promise<StatementCutter> {
    const cutter = new StatementCutter(port);
    cutter.#server.listen(0, '127.0.0.1');
    await once(cutter.#server, 'listening');
    return cutter;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts the next connection that sends this, once. */
  cut(statement: string, when: CutWhen): void {
    this.#wanted = { statement, when };
  }

  /** Whether the statement to cut at did not come yet. */
  get isWaiting(): boolean {
    return this.#wanted !== undefined;
  }

  /** Cuts everything, and refuses new connections until told otherwise. */
  refuse(isRefusing: boolean): void {
    this.#isRefusing = isRefusing;
    if (isRefusing) for (const link of this.#links) link.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.refuse(true);
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket, server: Socket): void {
    const cut = (): void => {
      this.cuts++;
      server.destroy();
      client.resetAndDestroy();
    };
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#links.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#links.delete(one);
        other.destroy();
      });
    }
    if (this.#isRefusing) {
      client.resetAndDestroy();
      return;
    }
    let isDoomed = false;
    client.on('data', (chunk) => {
      const wanted = this.#wanted;
      if (wanted === undefined || !chunk.includes(wanted.statement)) {
        server.write(chunk);
        return;
      }
      this.#wanted = undefined;
      if (wanted.when === 'before') {
        cut();
        return;
      }
      isDoomed = true;
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (isDoomed) cut();
      else client.write(chunk);
    });
  }
}
