import { MapistoreError } from '@mapistore/core';
import type { Connection } from './connection.ts';
import { quote } from './names.ts';
import { numberOf, type ResponseCode, textOf } from './tokens.ts';

/** One message of an APPEND. */
export interface AppendPart {
  /** As on the wire, such as `\Seen`. */
  readonly flags: readonly string[];
  readonly received?: Date;
  readonly size: number;
  /** Exactly `size` bytes. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
}

/** Where the server put what was appended: APPENDUID of RFC 4315 s.3 and RFC 3502 s.4. */
export interface Appended {
  readonly uidValidity: string;
  /** A sequence set, in the order of the parts. */
  readonly set: string;
}

/** How a literal may be sent without waiting for the server's "+" (RFC 7888). */
type LiteralMode = 'plus' | 'minus' | 'wait';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date as INTERNALDATE is written (RFC 3501 s.9, date-time), in UTC. */
export function formatDate(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day}-${MONTHS[date.getUTCMonth()]}-${year} ${time} +0000`;
}

/** Which way of sending literals a server takes. */
function literalModeOf(connection: Connection): LiteralMode {
  if (connection.has('LITERAL+')) return 'plus';
  return connection.has('LITERAL-') ? 'minus' : 'wait';
}

const MINUS_LIMIT = 4096;

/** Stops the writing where the command is over; the command's own error tells why. */
const ENDED: unique symbol = Symbol('the command has ended');

/**
 * Appends one message, or several in one command (MULTIAPPEND, RFC 3502), which the server takes all or none of.
 *
 * imapflow sends a literal of more than 4096 bytes only after the server asked for it, which costs a round trip each,
 * and wants a message whole in memory. Here imapflow gets the command line up to the first literal as text and
 * waits for the tagged answer; the literals go past it into its socket, as they come, with LITERAL+ where offered.
 *
 * @throws a {@link Refusal} where the server did not take them: then none of them is stored
 */
export async function append(
  connection: Connection,
  path: string,
  parts: readonly AppendPart[],
  signal: AbortSignal,
): Promise<Appended | undefined> {
  const mode = literalModeOf(connection);
  const announce = (part: AppendPart): string => {
    const flags = part.flags.length > 0 ? `(${part.flags.join(' ')}) ` : '';
    const date = part.received === undefined ? '' : `"${formatDate(part.received)}" `;
    return `${flags}${date}{${part.size}${waits(mode, part.size) ? '' : '+'}}`;
  };
  const first = parts[0];
  if (first === undefined) return undefined;
  const turn = new Turn();
  let started = false;
  let written = false;
  let failed: { readonly error: unknown } | undefined;
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    for (const [index, part] of parts.entries()) {
      if (index > 0) await send(connection, Buffer.from(` ${announce(part)}\r\n`, 'latin1'), turn);
      if (waits(mode, part.size) && !(await turn.next())) return;
      started = true;
      await sendBody(connection, part, turn);
    }
    await send(connection, Buffer.from('\r\n'), turn);
    written = true;
  };
  const finished = (): void => turn.end();
  try {
    const { code } = await connection
      .run('APPEND', `${quote(path)} ${announce(first)}`, {
        signal,
        onPlusTag: () => turn.go(),
        onSend: () => {
          writing = write().catch((error: unknown) => {
            // Half a literal is out: only the end of the connection tells the server that the rest does not come.
            failed ??= { error };
            connection.close();
          });
        },
      })
      .finally(finished);
    await writing;
    return appendedOf(code);
  } catch (error) {
    await writing;
    signal.throwIfAborted();
    if (failed !== undefined && failed.error !== ENDED) throw failed.error;
    // Refused before all of it was said: nothing may follow that the server could take for the rest.
    if (started && !written) connection.close();
    throw error;
  }
}

function waits(mode: LiteralMode, size: number): boolean {
  return mode === 'wait' || (mode === 'minus' && size > MINUS_LIMIT);
}

function appendedOf(code: ResponseCode | undefined): Appended | undefined {
  if (code?.name !== 'APPENDUID') return undefined;
  const uidValidity = textOf(code.args[0]);
  const set = textOf(code.args[1]);
  if (uidValidity === undefined || set === undefined || !/^[\d:,]+$/.test(set) || numberOf(code.args[0]) === undefined)
    return undefined;
  return { uidValidity, set };
}

async function sendBody(connection: Connection, part: AppendPart, turn: Turn): Promise<void> {
  if (part.bytes instanceof Uint8Array) return await send(connection, part.bytes, turn);
  let sent = 0;
  for await (const chunk of part.bytes) {
    sent += chunk.byteLength;
    if (sent > part.size) break;
    // The socket keeps what it cannot send yet, and a source may use its buffer again.
    await send(connection, Uint8Array.from(chunk), turn);
  }
  if (sent !== part.size) {
    throw new MapistoreError(
      'INVALID_CONTENT',
      `The source of this item said ${part.size} bytes and gave ${sent > part.size ? 'more' : sent}.`,
      {
        backend: 'imap',
      },
    );
  }
}

/** Writes, and waits while the socket is full, unless the command ends meanwhile. */
async function send(connection: Connection, bytes: Uint8Array, turn: Turn): Promise<void> {
  const socket = connection.line.writeSocket;
  if (turn.ended || connection.dead || socket.destroyed) throw ENDED;
  if (socket.write(bytes)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      turn.offEnd(done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
    turn.onEnd(done);
  });
}

/** The server's turns: "+" lets one literal go, the tagged answer ends it all. */
class Turn {
  ended = false;
  #granted = 0;
  #waiting: ((granted: boolean) => void) | undefined;
  readonly #listeners = new Set<() => void>();

  go(): void {
    if (this.#waiting === undefined) this.#granted++;
    else this.#settle(true);
  }

  end(): void {
    this.ended = true;
    this.#settle(false);
    for (const listener of [...this.#listeners]) listener();
  }

  /** True when a literal may be sent, false when the command has ended. */
  next(): Promise<boolean> {
    if (this.#granted > 0) {
      this.#granted--;
      return Promise.resolve(true);
    }
    if (this.ended) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  onEnd(listener: () => void): void {
    if (this.ended) queueMicrotask(listener);
    else this.#listeners.add(listener);
  }

  offEnd(listener: () => void): void {
    this.#listeners.delete(listener);
  }

  #settle(granted: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(granted);
  }
}
