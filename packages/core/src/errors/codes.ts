/** Whether repeating a failed call may help: not at all, after a while, or it was repeated already and still failed. */
export type Retry = 'never' | 'later' | 'exhausted';

/** One row of the table of error codes. */
export interface CodeRow {
  /** What the code means, for `docs/errors.md` and for whoever reads a log. */
  readonly meaning: string;
  /** The answer to "may I try again?" when the thrower does not say otherwise. */
  readonly retry: Retry;
}

/**
 * Every code a {@link MapistoreError} can carry. Codes do not change between majors; messages may.
 * The closed list is part of the backend contract.
 */
export const ERROR_CODES = {
  NOT_FOUND: { meaning: 'The folder, item or part does not exist (any more).', retry: 'never' },
  ALREADY_EXISTS: { meaning: 'A folder or item of that name is there already.', retry: 'never' },
  NOT_EMPTY: { meaning: 'The folder still holds items or folders.', retry: 'never' },
  PRECONDITION_FAILED: { meaning: 'It changed since the revision that the call named.', retry: 'never' },
  CONFLICT: {
    meaning: 'Somebody else changed the same thing at the same time; both versions are kept.',
    retry: 'never',
  },
  SYNC_TOKEN_EXPIRED: {
    meaning: 'The sync token is too old or from another life of the folder; list it afresh.',
    retry: 'never',
  },
  UNSUPPORTED: { meaning: 'The backend cannot do that; its capabilities say so.', retry: 'never' },
  INVALID_CONTENT: { meaning: 'The bytes are not what they should be, or the server refuses them.', retry: 'never' },
  INVALID_NAME: { meaning: 'The server or file system cannot hold a folder or item of that name.', retry: 'never' },
  INVALID_ARGUMENT: { meaning: 'An id, path, expression or option cannot be understood.', retry: 'never' },
  CLOSED: { meaning: 'The object was closed, and is used still.', retry: 'never' },
  INVALID_BOOKMARK: {
    meaning: 'The bookmark was freed, or the table was sorted, restricted or reset since it was made.',
    retry: 'never',
  },
  NOT_COLLAPSED: { meaning: 'The category of the table is not collapsed.', retry: 'never' },
  NOT_EXPANDED: { meaning: 'The category of the table is not expanded.', retry: 'never' },
  CONFIG_INVALID: { meaning: 'The configuration is wrong or incomplete.', retry: 'never' },
  UNKNOWN_SCHEME: { meaning: 'No known backend serves that kind of URI.', retry: 'never' },
  BACKEND_NOT_INSTALLED: { meaning: 'The package that serves that kind of URI is not installed.', retry: 'never' },
  FORMAT_NOT_INSTALLED: { meaning: 'The package that understands that media type is not installed.', retry: 'never' },
  UNAUTHENTICATED: { meaning: 'The server did not accept the user name, password or token.', retry: 'never' },
  FORBIDDEN: { meaning: 'The account, or who uses the store, may not do that.', retry: 'never' },
  OUTSIDE_MOUNT: { meaning: 'The path or link leads out of the root of the mount.', retry: 'never' },
  TLS_UNTRUSTED: { meaning: "The server's certificate is not trusted.", retry: 'never' },
  QUOTA_EXCEEDED: { meaning: 'The account, the disk, the blob area or a quota of the store is full.', retry: 'never' },
  TOO_LARGE: { meaning: 'The item is larger than the backend takes.', retry: 'never' },
  RATE_LIMITED: { meaning: 'The server asks to slow down.', retry: 'later' },
  UNAVAILABLE: { meaning: 'The server or disk cannot be reached now.', retry: 'later' },
  TIMEOUT: { meaning: 'The call took longer than allowed and was broken off.', retry: 'later' },
  BUSY: { meaning: 'Another process works on the same mount; try again when it is done.', retry: 'later' },
  AMBIGUOUS: {
    meaning: 'An answer was lost and it cannot be told whether the write happened; nothing was deleted.',
    retry: 'never',
  },
  PARTIAL: { meaning: 'Some of the items were done and some were not; the results say which.', retry: 'never' },
  STATE_CORRUPT: { meaning: 'The state store is damaged or of a version this program does not know.', retry: 'never' },
  UNEXPECTED: { meaning: 'Something that should not happen did; the cause tells more.', retry: 'never' },
} as const;

/** A stable code of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
