import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientLines } from './imap-lines.ts';

/** A cut that was asked for. */
export interface Cut {
  /** Settles when it has happened as often as asked. Need not be awaited. */
  readonly done: Promise<void>;
  readonly happened: number;
}

/** A cut still to come. */
interface PendingCut {
  readonly pattern: RegExp;
  readonly when: 'answer' | 'before';
  readonly resolve: () => void;
  left: number;
  happened: number;
}

/** What is wrong with the network now; shared by all connections of one proxy. */
export interface Faults {
  readonly cuts: PendingCut[];
  delayMs: number;
  isStalled: boolean;
}

/** One connection through the proxy. */
export class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #faults: Faults;
  readonly #lines = clientLines();
  /** The command whose answer must not arrive, once its line was seen. */
  #doomed: { readonly tag: string; readonly cut: PendingCut } | undefined;
  #heldBack = '';
  /** Chunks go one after the other, so that a delay keeps their order. */
  #queue: Promise<void> = Promise.resolve();

  constructor(link: { client: Socket; target: { host: string; port: number }; faults: Faults }) {
    this.#client = link.client;
    this.#faults = link.faults;
    this.#server = connect(link.target);
    this.#client.setNoDelay(true);
    this.#server.setNoDelay(true);
    this.#client.on('data', (chunk) => this.#fromClient(chunk));
    this.#server.on('data', (chunk) => this.#fromServer(chunk));
    this.#server.on('error', () => this.cut());
    this.#client.on('close', () => this.#server.destroy());
    this.#client.on('end', () => this.#server.end());
    this.#server.on('close', () => void this.#queue.then(() => this.#client.end()));
    this.stall(this.#faults.isStalled);
  }

  /** Ends both sides at once; the client sees a reset, as from a host that went away. */
  cut(): void {
    this.#server.destroy();
    this.#client.resetAndDestroy();
  }

  stall(isStalled: boolean): void {
    for (const side of [this.#client, this.#server]) {
      if (isStalled) side.pause();
      else side.resume();
    }
  }

  #fromClient(chunk: Buffer): void {
    for (const line of this.#lines(chunk)) {
      const cut = this.#doomed === undefined && line.text !== '' ? this.#matching(line.text) : undefined;
      if (cut?.when === 'before') {
        this.#happened(cut);
        return;
      }
      if (cut !== undefined) this.#doomed = { tag: line.tag, cut };
      this.#server.write(line.bytes);
    }
  }

  #matching(text: string): PendingCut | undefined {
    return this.#faults.cuts.find((cut) => cut.left > 0 && cut.pattern.test(text));
  }

  #fromServer(chunk: Buffer): void {
    this.#queue = this.#queue.then(() => this.#pass(chunk));
  }

  async #pass(chunk: Buffer): Promise<void> {
    if (this.#faults.delayMs > 0) await sleep(this.#faults.delayMs);
    if (this.#client.destroyed) return;
    if (this.#doomed === undefined) this.#client.write(chunk);
    else this.#passOnlyRequests(chunk, this.#doomed.tag);
  }

  /** Lets through only "go on" for a literal: all else waits until the command is answered, and is then lost. */
  #passOnlyRequests(chunk: Buffer, tag: string): void {
    const lines = (this.#heldBack + chunk.toString('latin1')).split('\r\n');
    this.#heldBack = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('+')) this.#client.write(`${line}\r\n`, 'latin1');
      if (line.startsWith(`${tag} `) && this.#doomed !== undefined) this.#happened(this.#doomed.cut);
    }
  }

  #happened(cut: PendingCut): void {
    cut.left -= 1;
    cut.happened += 1;
    this.cut();
    if (cut.left === 0) cut.resolve();
  }
}
