import { expect, test } from 'vitest';
import { translate } from '../src/errors.ts';

test.each([
  ['ENOSPC', 'QUOTA_EXCEEDED', 'never'],
  ['EDQUOT', 'QUOTA_EXCEEDED', 'never'],
  ['EACCES', 'FORBIDDEN', 'never'],
  ['EPERM', 'FORBIDDEN', 'never'],
  ['EROFS', 'FORBIDDEN', 'never'],
  ['EIO', 'UNAVAILABLE', 'later'],
  ['ENOTCONN', 'UNAVAILABLE', 'later'],
  ['ESTALE', 'UNAVAILABLE', 'later'],
  ['ENAMETOOLONG', 'INVALID_NAME', 'never'],
  ['ELOOP', 'OUTSIDE_MOUNT', 'never'],
  ['EFBIG', 'TOO_LARGE', 'never'],
  ['ENOENT', 'NOT_FOUND', 'never'],
  ['ENOTEMPTY', 'NOT_EMPTY', 'never'],
  ['EEXIST', 'ALREADY_EXISTS', 'never'],
  ['EXDEV', 'UNSUPPORTED', 'never'],
  ['EWHATEVER', 'UNEXPECTED', 'never'],
])('%s is %s', (errno, code, retry) => {
  const error = translate(Object.assign(new Error('x'), { code: errno }), 'createItem', 'store an item');
  expect(error).toMatchObject({ code, retry, details: { backend: 'fs', operation: 'createItem' } });
});
