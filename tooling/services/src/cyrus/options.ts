import type { ServerOptions } from '../server.ts';

/** What may differ from one throw-away Cyrus to the next. */
export interface CyrusOptions extends ServerOptions {
  /** IMAP capabilities the server shall not announce, such as `['QRESYNC']`. It still understands the commands. */
  readonly without?: readonly string[];
  /** How many bytes each user may keep, in steps of 1024. Default is no limit. */
  readonly quotaBytes?: number;
  /** What stands between the names of a folder and its sub-folder. Default is '/'. */
  readonly separator?: '/' | '.';
  /** Whether a user's folders lie below INBOX, as Cyrus has it by default. Default is beside it. */
  readonly belowInbox?: boolean;
  /** More settings for imapd.conf, or others. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Ports to listen on. Default is free ones. */
  readonly ports?: CyrusPorts;
}

/** Where it listens; `imaps` and `https` speak TLS from the first byte. */
export interface CyrusPorts {
  readonly imap: number;
  readonly imaps: number;
  readonly http: number;
  readonly https: number;
}
