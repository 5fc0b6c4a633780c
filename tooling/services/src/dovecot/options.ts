import type { ServerOptions } from '../server.ts';

/** What may differ from one throw-away Dovecot to the next. */
export interface DovecotOptions extends ServerOptions {
  /** How mail lies on disk. Default is maildir. */
  readonly format?: 'maildir' | 'mdbox' | 'sdbox';
  /** When Dovecot waits for the disk. Default is never: the data is thrown away. Say `always` to measure. */
  readonly fsync?: 'never' | 'optimized' | 'always';
  /**
   * Capabilities the server shall not announce, such as `['QRESYNC', 'CONDSTORE']`. It still understands the commands:
   * this shows what a client does when it is not told of them.
   */
  readonly without?: readonly string[];
  /** How many bytes of mail each user may keep. Default is no limit. */
  readonly quotaBytes?: number;
  /** What stands between the names of a folder and its sub-folder. Default is '/'. */
  readonly separator?: string;
  /** More lines for Dovecot's configuration, after all others. */
  readonly extraConfig?: string;
  /** Ports to listen on. Default is free ones. */
  readonly ports?: { readonly imap: number; readonly imaps: number };
}
