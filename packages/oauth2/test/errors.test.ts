import { MapistoreError } from '@mapistore/core';
import { expect, it } from 'vitest';
import { oauthError } from '../src/errors.ts';

const failed = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

it.each([
  [failed('ECONNREFUSED'), 'UNAVAILABLE', 'ECONNREFUSED'],
  [failed('ENOTFOUND'), 'UNAVAILABLE', 'ENOTFOUND'],
  [failed('UND_ERR_CONNECT_TIMEOUT'), 'UNAVAILABLE', 'UND_ERR_CONNECT_TIMEOUT'],
  [new TypeError('fetch failed'), 'UNAVAILABLE', 'no_connection'],
  [failed('DEPTH_ZERO_SELF_SIGNED_CERT'), 'TLS_UNTRUSTED', 'certificate'],
  [failed('CERT_HAS_EXPIRED'), 'TLS_UNTRUSTED', 'certificate'],
  [failed('ERR_TLS_CERT_ALTNAME_INVALID'), 'TLS_UNTRUSTED', 'certificate'],
  [new Error('ya29.secret'), 'UNEXPECTED', 'this end'],
])('%o is %s', (cause, code, said) => {
  const error = oauthError(cause, { what: 'Cannot sign in', advice: 'try again' });
  expect(error).toMatchObject({ code, message: expect.stringContaining(said) });
  expect(String(error)).not.toContain('ya29');
});

it('an error of ours stays what it is', () => {
  const error = new MapistoreError('FORBIDDEN', 'No.');
  expect(oauthError(error, { what: '', advice: '' })).toBe(error);
});
