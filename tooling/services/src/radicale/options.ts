import type { ServerOptions } from '../server.ts';

/** What may differ from one throw-away Radicale to the next. */
export interface RadicaleOptions extends ServerOptions {
  /** Speak HTTPS, and only that, under `certificate`. Default is plain HTTP. */
  readonly tls?: boolean;
  /**
   * More of Radicale's settings, or others: `{ rights: { type: 'authenticated' } }` lets alice and bob see each
   * other's collections.
   */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
  /** Port to listen on. Default is a free one. */
  readonly port?: number;
}
