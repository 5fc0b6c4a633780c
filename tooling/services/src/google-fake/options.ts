/** What may differ from one fake Google to the next. */
export interface FakeGoogleOptions {
  /** The people who have accounts, the first of whom signs in. Default is `alice@example.org` and `bob@example.org`. */
  readonly accounts?: readonly string[];
  /** What the person on the consent page does. Default is `allow`. */
  readonly consent?: 'allow' | 'deny';
  /** The scopes that are granted where the person takes some away. Default is what was asked for. */
  readonly grantedScopes?: readonly string[];
  /** How long an access token is good for. Default is 3599, as Google answers in its guide for desktop apps. */
  readonly accessTokenSeconds?: number;
  /** Whether a refresh gives a new refresh token, and ends the old one. Google does not; other providers do. Default is false. */
  readonly rotation?: boolean;
  /**
   * Whether `SCHEDULE-AGENT=NONE|CLIENT` (RFC 6638 s.7.1) keeps invitations back. Google names RFC 6638 among what it
   * speaks and does not take this out, but does not promise it either: test with both. Default is true.
   */
  readonly scheduleAgent?: boolean;
  /** So many changes at most in one answer to sync-collection; the rest is truncated (RFC 6578 s.3.6). Default is no limit. */
  readonly syncLimit?: number;
  /** The port to listen on. Default is a free one. */
  readonly port?: number;
}

/** The one registered client: a desktop app, whose secret Google gives out though it cannot be kept secret. */
export const client = { id: 'fake-desktop.apps.googleusercontent.com', secret: 'fake-client-secret' } as const;

/** The scope for reading and changing calendars: the CalDAV guide, "Creating your client ID". */
export const calendarScope = 'https://www.googleapis.com/auth/calendar';
