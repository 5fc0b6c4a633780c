import { describe, expect, it } from 'vitest';
import { noBackend } from '../../src/mounts/known.ts';
import { parseMountUri, schemeOf } from '../../src/mounts/uri.ts';
import { thrownBy } from '../support.ts';

describe('the URI of a mount', () => {
  it.each([
    ['imap://alice@mail.example.org:1143/Folder?tls=starttls', 'imap'],
    ['file:///var/mail', 'file'],
    ['memory:notes', 'memory'],
  ])('is read: %s', (text, scheme) => {
    expect(schemeOf(parseMountUri(text))).toBe(scheme);
  });

  it.each([
    'imap://alice:hunter2@mail.example.org/',
    'imap://alice:hunter2@mail.example.org:99999/',
    'imap://:hunter2@mail.example.org/',
    'imap://alice:hunter2@[::1/',
    'imap:alice:hunter2@mail.example.org/',
    'https://alice:hunter2@dav.example.org/',
    'hunter2',
  ])('is refused with a password in it or where it cannot be read, and the message holds no word of it: %s', (text) => {
    const error = thrownBy(() => parseMountUri(text));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(`${error.message} ${String(error.cause)} ${JSON.stringify(error.details)}`).not.toContain('hunter2');
  });
});

describe('a scheme that nobody registered', () => {
  it('is BACKEND_NOT_INSTALLED with the install line where a package of ours serves it, else UNKNOWN_SCHEME', () => {
    expect(noBackend('imaps')).toMatchObject({ code: 'BACKEND_NOT_INSTALLED' });
    expect(noBackend('imaps').message).toContain('npm install @mapistore/backend-imap');
    for (const scheme of ['gopher', 'constructor', '__proto__'])
      expect(noBackend(scheme)).toMatchObject({ code: 'UNKNOWN_SCHEME' });
  });
});
