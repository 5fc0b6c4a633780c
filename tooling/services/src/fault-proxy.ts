import { createServer, type Server, type Socket } from 'node:net';
import { type Cut, type Faults, Link } from './fault-link.ts';
import { loopback } from './ports.ts';

/**
 * A proxy on loopback that breaks IMAP connections on purpose. Patterns are matched against what the client sends line
 * by line, so use it in front of the port without TLS and let the client not start TLS.
 */
export interface FaultProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** How many connections are open through it now. */
  readonly connections: number;
  /** How many were ever opened through it. */
  readonly opened: number;
  /**
   * Cuts the connection whose client sends a line that matches, when the server has carried the command out and
   * before the client hears of it. Waits for one such command, or for `times` of them.
   */
  cutAnswerAfter(pattern: RegExp, times?: number): Cut;
  /** Cuts the connection whose client sends a line that matches, before the server gets that line. */
  cutBefore(pattern: RegExp, times?: number): Cut;
  /** Cuts all connections now. */
  cutAll(): void;
  /** While true, new connections are cut at once; the open ones stay. */
  refuse(isRefusing: boolean): void;
  /** Holds every answer of the server back for so long; 0 is the default. */
  delay(milliseconds: number): void;
  /** While true nothing passes either way, and nobody is told: a network that is gone. */
  stall(isStalled: boolean): void;
  /** Forgets every fault that was asked for; open connections stay. */
  heal(): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of that port. */
export async function createFaultProxy(targetPort: number, targetHost: string = loopback): Promise<FaultProxy> {
  const proxy = new Faulty({ host: targetHost, port: targetPort });
  await proxy.listen();
  return proxy;
}

class Faulty implements FaultProxy {
  readonly host = loopback;
  port = 0;
  opened = 0;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #server: Server;
  readonly #links = new Set<Link>();
  readonly #faults: Faults = { cuts: [], delayMs: 0, isStalled: false };
  #isRefusing = false;

  constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
    this.#server = createServer((client) => this.#accept(client));
  }

  get connections(): number {
    return this.#links.size;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, loopback, () => {
        const address = this.#server.address();
        if (address !== null && typeof address === 'object') this.port = address.port;
        resolve();
      });
    });
  }

  cutAnswerAfter(pattern: RegExp, times = 1): Cut {
    return this.#addCut(pattern, 'answer', times);
  }

  cutBefore(pattern: RegExp, times = 1): Cut {
    return this.#addCut(pattern, 'before', times);
  }

  cutAll(): void {
    for (const link of [...this.#links]) link.cut();
  }

  refuse(isRefusing: boolean): void {
    this.#isRefusing = isRefusing;
  }

  delay(milliseconds: number): void {
    this.#faults.delayMs = milliseconds;
  }

  stall(isStalled: boolean): void {
    this.#faults.isStalled = isStalled;
    for (const link of this.#links) link.stall(isStalled);
  }

  heal(): void {
    this.#faults.cuts.length = 0;
    this.#isRefusing = false;
    this.delay(0);
    this.stall(false);
  }

  close(): Promise<void> {
    this.cutAll();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.#isRefusing) {
      client.resetAndDestroy();
      return;
    }
    this.opened += 1;
    const link = new Link({ client, target: this.#target, faults: this.#faults });
    this.#links.add(link);
    client.once('close', () => this.#links.delete(link));
  }

  #addCut(pattern: RegExp, when: 'answer' | 'before', times: number): Cut {
    const { promise, resolve } = Promise.withResolvers<void>();
    // A pattern with the flag "g" or "y" remembers where it matched last; ours must look at each line anew.
    const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    const cut = { pattern: stateless, when, left: times, happened: 0, done: promise, resolve };
    this.#faults.cuts.push(cut);
    return cut;
  }
}

export type { Cut } from './fault-link.ts';
