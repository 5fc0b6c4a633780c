import { describe, expect, it } from 'vitest';
import { type Asked, codeOfRefusal, connectionError, refusalError } from '../src/errors.ts';

const refusals: readonly (readonly [status: 'NO' | 'BAD', code: string | undefined, asked: Asked, expected: string])[] =
  [
    ['NO', 'NONEXISTENT', 'other', 'NOT_FOUND'],
    ['NO', 'TRYCREATE', 'append', 'NOT_FOUND'],
    ['NO', 'ALREADYEXISTS', 'folder', 'ALREADY_EXISTS'],
    ['NO', 'HASCHILDREN', 'folder', 'NOT_EMPTY'],
    ['NO', 'OVERQUOTA', 'append', 'QUOTA_EXCEEDED'],
    ['NO', 'TOOBIG', 'append', 'TOO_LARGE'],
    ['NO', 'NOPERM', 'other', 'FORBIDDEN'],
    ['NO', 'INUSE', 'other', 'BUSY'],
    ['NO', 'UNAVAILABLE', 'other', 'UNAVAILABLE'],
    ['NO', 'LIMIT', 'other', 'RATE_LIMITED'],
    ['NO', 'CANNOT', 'folder', 'INVALID_NAME'],
    ['NO', 'CANNOT', 'append', 'INVALID_CONTENT'],
    ['NO', undefined, 'folder', 'INVALID_NAME'],
    ['NO', undefined, 'append', 'INVALID_CONTENT'],
    ['NO', undefined, 'other', 'UNEXPECTED'],
    ['BAD', undefined, 'other', 'UNEXPECTED'],
  ];

describe('refusals', () => {
  it.each(refusals)('%s [%s] to %s is %#: %s', (status, code, asked, expected) => {
    expect(codeOfRefusal({ status, ...(code !== undefined && { code }), words: 'no' }, asked)).toBe(expected);
  });

  it("repeat the server's words", () => {
    const error = refusalError(
      { status: 'NO', code: 'OVERQUOTA', words: 'Mailbox is full' },
      'Cannot store the item',
      'append',
    );
    expect(error).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      details: { backend: 'imap', context: { responseCode: 'OVERQUOTA' } },
    });
    expect(error.message).toContain('Mailbox is full');
  });
});

describe('connections', () => {
  const where = 'mail.example:993';
  it.each([
    [{ code: 'ECONNREFUSED', message: '' }, 'UNAVAILABLE'],
    [{ code: 'ENOTFOUND', message: '' }, 'UNAVAILABLE'],
    [{ code: 'NoConnection', message: '' }, 'UNAVAILABLE'],
    [{ code: 'ETIMEOUT', message: '' }, 'TIMEOUT'],
    [{ code: 'CONNECT_TIMEOUT', message: '' }, 'TIMEOUT'],
    [{ code: 'CERT_HAS_EXPIRED', message: '' }, 'TLS_UNTRUSTED'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: '' }, 'TLS_UNTRUSTED'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: '' }, 'TLS_UNTRUSTED'],
    [{ message: 'upgrade', cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } }, 'TLS_UNTRUSTED'],
    [{ message: '', authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' }, 'UNAUTHENTICATED'],
    [{ message: '', authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' }, 'UNAVAILABLE'],
    [{ message: '', tlsFailed: true }, 'CONFIG_INVALID'],
  ] as const)('%j is %s, and names the server', (fault, expected) => {
    const error = connectionError(fault, where);
    expect(error.code).toBe(expected);
    expect(error.message).toContain(where);
  });
});
