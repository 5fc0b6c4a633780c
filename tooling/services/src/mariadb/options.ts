import type { ServerOptions } from '../server.ts';

/** What may differ from one throw-away MariaDB to the next. */
export interface MariadbOptions extends ServerOptions {
  /** Wait for the disk at each commit, as the default of MariaDB has it. Default is false: the data is thrown away. */
  readonly durable?: boolean;
  /** More of the server's options, such as `['--max-allowed-packet=1M']`. */
  readonly args?: readonly string[];
  /** Port to listen on. Default is a free one. */
  readonly port?: number;
}
