import { ERROR_CODES, type ErrorCode } from '@mapistore/core';

/** What the command's exit status says. The numbers do not change between majors. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  notFound: 3,
  configuration: 4,
  access: 5,
  unavailable: 6,
  partial: 7,
  full: 8,
  disagrees: 9,
  conflict: 10,
  unsupported: 11,
  interrupted: 130,
  terminated: 143,
} as const;

/** An exit status of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'Everything that was asked for is done.',
  unexpected: 'Something that should not happen did.',
  usage: 'The command line, an id, a path, a name or an expression cannot be understood.',
  notFound: 'The folder, item or file is not there.',
  configuration: 'The configuration or the state is wrong, or a package is missing.',
  access: 'The server refuses the account or its password, its certificate is not trusted, or a path is out of bounds.',
  unavailable: 'A server or disk is out of reach, too slow or busy; trying again later may help.',
  partial: 'Some items are done and some are not; each line of the output says which.',
  full: 'The account or disk is full, or the item too large.',
  disagrees: '"check" found that state and backend do not agree.',
  conflict: 'Something is in the way: it is there already, holds something, or changed meanwhile.',
  unsupported: 'The backend cannot do that, or the content is not what it should be.',
  interrupted: 'Broken off by Ctrl-C; what was done stays done, and repeating the command goes on.',
  terminated: 'Broken off by SIGTERM, in the same way.',
};

const BY_CODE: Readonly<Record<ErrorCode, ExitCode>> = {
  NOT_FOUND: EXIT.notFound,
  ALREADY_EXISTS: EXIT.conflict,
  NOT_EMPTY: EXIT.conflict,
  PRECONDITION_FAILED: EXIT.conflict,
  CONFLICT: EXIT.conflict,
  SYNC_TOKEN_EXPIRED: EXIT.conflict,
  UNSUPPORTED: EXIT.unsupported,
  INVALID_CONTENT: EXIT.unsupported,
  INVALID_NAME: EXIT.usage,
  INVALID_ARGUMENT: EXIT.usage,
  CLOSED: EXIT.unexpected,
  INVALID_BOOKMARK: EXIT.conflict,
  NOT_COLLAPSED: EXIT.conflict,
  NOT_EXPANDED: EXIT.conflict,
  CONFIG_INVALID: EXIT.configuration,
  UNKNOWN_SCHEME: EXIT.configuration,
  BACKEND_NOT_INSTALLED: EXIT.configuration,
  FORMAT_NOT_INSTALLED: EXIT.configuration,
  UNAUTHENTICATED: EXIT.access,
  FORBIDDEN: EXIT.access,
  OUTSIDE_MOUNT: EXIT.access,
  TLS_UNTRUSTED: EXIT.access,
  QUOTA_EXCEEDED: EXIT.full,
  TOO_LARGE: EXIT.full,
  RATE_LIMITED: EXIT.unavailable,
  UNAVAILABLE: EXIT.unavailable,
  TIMEOUT: EXIT.unavailable,
  BUSY: EXIT.unavailable,
  AMBIGUOUS: EXIT.partial,
  PARTIAL: EXIT.partial,
  STATE_CORRUPT: EXIT.configuration,
  UNEXPECTED: EXIT.unexpected,
};

/** The exit status for an error code, also for one that a newer core may know. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return BY_CODE[code] ?? EXIT.unexpected;
}

/** The rows of `mapistore help exit-codes`: status, meaning, and the error codes that lead to it. */
export function exitCodeRows(): readonly {
  readonly exit: ExitCode;
  readonly meaning: string;
  readonly codes: readonly ErrorCode[];
}[] {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  return (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => ({
    exit: EXIT[name],
    meaning: MEANINGS[name],
    codes: codes.filter((code) => exitCodeOf(code) === EXIT[name]),
  }));
}
