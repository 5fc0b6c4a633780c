import { MapistoreError } from '@mapistore/core';
import { type ClientFault, connectionError, Refusal } from '../errors.ts';
import type { CommandLine, ExecOptions } from './client.ts';
import { quote } from './names.ts';
import { type Answer, codeOf, listOf, numberOf, type ResponseCode, textOf, wordsOf } from './tokens.ts';

/** A selected mailbox, as SELECT described it (RFC 3501 s.6.3.1). */
export interface Selected {
  /** The name on the wire. */
  readonly path: string;
  readonly uidValidity: string;
  readonly uidNext: number;
  readonly exists: number;
  /** Absent where the server keeps no mod-sequences for this mailbox (RFC 7162 s.3.1.2). */
  readonly highestModseq?: bigint;
  readonly readOnly: boolean;
  /** Lower case; undefined where the server did not say, which means any (RFC 3501 s.7.1). */
  readonly permanentFlags?: ReadonlySet<string>;
}

/** One command, and what to do with the lines that come before its end. */
export interface Command extends ExecOptions {
  readonly signal: AbortSignal;
}

/** How a command ended well. */
export interface Completion {
  readonly code?: ResponseCode;
}

/** How new the view of a mailbox must be: `select` has counters, `noop` has all items, `any` is what there is. */
export type Freshness = 'select' | 'noop' | 'any';

const RESELECT_MS = 30_000;

/** One IMAP connection, used by one operation at a time. Every answer is an outcome or an error, never `false`. */
export class Connection {
  readonly line: CommandLine;
  readonly where: string;
  /** When it was used last, to know whether it may have died since. */
  usedAt: number = Date.now();
  #condstore: 'enabled' | 'select' | 'none' = 'none';
  #selected: Selected | undefined;
  #selectedAt = 0;

  constructor(line: CommandLine, where: string) {
    this.line = line;
    this.where = where;
  }

  get dead(): boolean {
    return this.line.isClosed;
  }

  get selectedPath(): string | undefined {
    return this.#selected?.path;
  }

  has(capability: string): boolean {
    return this.line.capabilities.has(capability);
  }

  /** Switches on mod-sequences and VANISHED where the server has them (RFC 5161, RFC 7162). */
  async enable(signal: AbortSignal): Promise<void> {
    if (!this.has('CONDSTORE') && !this.has('QRESYNC')) return;
    this.#condstore = 'select';
    if (!this.has('ENABLE')) return;
    const wanted = ['CONDSTORE', 'QRESYNC'].filter((capability) => this.has(capability));
    await this.run('ENABLE', wanted.join(' '), { signal });
    if (this.has('CONDSTORE')) this.#condstore = 'enabled';
  }

  /**
   * Runs a command.
   * @throws a {@link Refusal} for NO and BAD; UNAVAILABLE or TIMEOUT where the connection broke; `signal.reason`
   */
  async run(command: string, args: string, request: Command): Promise<Completion> {
    const { signal } = request;
    signal.throwIfAborted();
    // imapflow cannot take a running command back, so an abort costs the connection.
    const abort = (): void => this.close();
    signal.addEventListener('abort', abort, { once: true });
    let failed: { readonly error: unknown } | undefined;
    const untagged = Object.fromEntries(
      Object.entries(request.untagged ?? {}).map(([keyword, handler]) => [
        keyword,
        async (answer: Answer): Promise<void> => {
          // imapflow logs what a handler throws and goes on; here the command fails with it.
          if (failed !== undefined) return;
          try {
            await handler(answer);
          } catch (error) {
            failed = { error };
          }
        },
      ]),
    );
    try {
      const text = args === '' ? [] : [{ type: 'TEXT' as const, value: args }];
      const { response, next } = await this.line.exec(command, text, { ...request, untagged });
      next();
      if (failed !== undefined) throw failed.error;
      const code = codeOf(response);
      return code === undefined ? {} : { code };
    } catch (error) {
      signal.throwIfAborted();
      if (failed !== undefined && failed.error === error) throw error;
      throw this.#failure(error);
    } finally {
      signal.removeEventListener('abort', abort);
      this.usedAt = Date.now();
    }
  }

  #failure(error: unknown): unknown {
    if (MapistoreError.is(error) || error instanceof Refusal) return error;
    const fault = error as ClientFault & { responseStatus?: string; response?: Answer; throttleReset?: number };
    if (fault.code === 'ETHROTTLE') {
      return new MapistoreError('RATE_LIMITED', `${this.where} asks to slow down.`, {
        backend: 'imap',
        ...(fault.throttleReset !== undefined && { retryAfterMs: fault.throttleReset }),
      });
    }
    if (fault.responseStatus === 'NO' || fault.responseStatus === 'BAD') {
      const code = codeOf(fault.response)?.name;
      return new Refusal({
        status: fault.responseStatus,
        ...(code !== undefined && { code }),
        words: wordsOf(fault.response),
      });
    }
    // Whatever else went wrong, it is not known how far the command came: nothing more may be said on this connection.
    this.close();
    const bye = this.line.byeReason;
    return connectionError(bye === undefined ? fault : { message: fault.message, reason: bye }, this.where);
  }

  /**
   * Makes a mailbox the selected one, and its view as new as asked for.
   * @throws a {@link Refusal} where the server does not open it
   */
  async select(path: string, signal: AbortSignal, freshness: Freshness): Promise<Selected> {
    const selected = this.#selected;
    const age = Date.now() - this.#selectedAt;
    if (selected?.path === path && freshness !== 'select' && age < RESELECT_MS) {
      if (freshness === 'noop') await this.run('NOOP', '', { signal });
      return selected;
    }
    this.#selected = undefined;
    const fresh = await this.#select(path, signal);
    this.#selectedAt = Date.now();
    this.#selected = fresh;
    return fresh;
  }

  async #select(path: string, signal: AbortSignal): Promise<Selected> {
    let exists = 0;
    const codes = new Map<string, ResponseCode>();
    const parameter = this.#condstore === 'select' ? ' (CONDSTORE)' : '';
    const { code } = await this.run('SELECT', `${quote(path)}${parameter}`, {
      signal,
      untagged: {
        EXISTS: (answer) => {
          exists = Number(answer.command);
        },
        OK: (answer) => {
          const found = codeOf(answer);
          if (found !== undefined) codes.set(found.name, found);
        },
      },
    });
    const uidValidity = textOf(codes.get('UIDVALIDITY')?.args[0]);
    if (uidValidity === undefined || !/^\d{1,20}$/.test(uidValidity) || codes.has('UIDNOTSTICKY')) {
      throw new MapistoreError('UNSUPPORTED', `${this.where} keeps no UIDs in mailbox "${path}".`, { backend: 'imap' });
    }
    const modseq = textOf(codes.get('HIGHESTMODSEQ')?.args[0]);
    const permanent = codes.get('PERMANENTFLAGS');
    return {
      path,
      uidValidity,
      exists,
      uidNext: numberOf(codes.get('UIDNEXT')?.args[0]) ?? (await this.#uidNext(signal)),
      ...(modseq !== undefined && /^[1-9]\d{0,18}$/.test(modseq) && { highestModseq: BigInt(modseq) }),
      readOnly: code?.name === 'READ-ONLY',
      ...(permanent !== undefined && {
        permanentFlags: new Set(listOf(permanent.args[0]).map((flag) => textOf(flag)?.toLowerCase() ?? '')),
      }),
    };
  }

  /** UIDNEXT for servers that leave it out of SELECT: one more than the last UID there is. */
  async #uidNext(signal: AbortSignal): Promise<number> {
    let last = 0;
    await this.run('UID FETCH', '* (UID)', {
      signal,
      untagged: {
        FETCH: (answer) => {
          last = Math.max(last, numberOf(listOf(answer.attributes?.[1])[1]) ?? 0);
        },
      },
    });
    return last + 1;
  }

  /**
   * Has no mailbox selected afterwards (UNSELECT, RFC 3691): a server may end a session at any command because the
   * mailbox it has selected was deleted or renamed, and what has nothing to do with that mailbox must not fail with it.
   */
  async unselect(signal: AbortSignal): Promise<void> {
    if (this.#selected === undefined) return;
    await this.run(this.has('UNSELECT') ? 'UNSELECT' : 'NOOP', '', { signal });
    if (this.has('UNSELECT')) this.#selected = undefined;
  }

  /** The selection says nothing any more, since a mailbox was renamed or deleted. */
  forget(): void {
    this.#selected = undefined;
  }

  /** Says goodbye. Never throws. */
  async logout(): Promise<void> {
    await this.line.logout().catch(() => undefined);
    this.close();
  }

  close(): void {
    this.line.close();
  }
}
