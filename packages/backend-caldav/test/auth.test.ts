import { createHash } from 'node:crypto';
import type { Secret } from '@mapistore/core';
import { type Radicale, startFakeGoogle, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { challengesOf, Digest } from '../src/dav/digest.ts';
import { type Asked, type Front, startFront } from './front.ts';
import { calm, event, item, listAll, openMount } from './support.ts';

let radicale: Radicale;
beforeAll(async () => {
  radicale = await startRadicale();
});
afterAll(() => radicale.stop());

const BASIC = `Basic ${Buffer.from('alice:secret').toString('base64')}`;

/** What a server that wants digest is like; it checks as RFC 7616 has it, and then lets Radicale answer. */
interface DigestServer {
  readonly algorithm: 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess';
  readonly password?: string;
  /** So often a nonce is good. */
  readonly uses?: number;
  readonly qop?: boolean;
}

async function startDigest(wishes: DigestServer): Promise<Front & { readonly counts: string[] }> {
  const front = await startFront(radicale.url);
  const counts: string[] = [];
  let nonce = 'nonce-1';
  let used = 0;
  front.do((asked) => {
    const said = parametersOf(asked.headers.authorization);
    const good = said !== undefined && said.get('response') === expectedFrom(asked, said, wishes);
    const count = said?.get('nc') ?? '';
    const fresh =
      said?.get('nonce') === nonce &&
      used < (wishes.uses ?? Number.POSITIVE_INFINITY) &&
      !counts.includes(`${nonce} ${count}`);
    if (!good || !fresh) {
      if (good && said?.get('nonce') === nonce) {
        nonce = `nonce-${Number(nonce.slice(6)) + 1}`;
        used = 0;
      }
      const qop = wishes.qop === false ? '' : ', qop="auth-int, auth"';
      const challenge = `Digest realm="a \\"realm\\", with comma", nonce="${nonce}", algorithm=${wishes.algorithm}${qop}, opaque="o=1"${good ? ', stale=true' : ''}`;
      return { status: 401, headers: { 'www-authenticate': challenge } };
    }
    used++;
    if (wishes.qop !== false) counts.push(`${nonce} ${count}`);
    asked.headers.authorization = BASIC;
    return 'pass';
  });
  return Object.assign(front, { counts });
}

function parametersOf(header: string | undefined): ReadonlyMap<string, string> | undefined {
  return header?.startsWith('Digest ') === true ? challengesOf([header])[0]?.parameters : undefined;
}

function expectedFrom(asked: Asked, said: ReadonlyMap<string, string>, wishes: DigestServer): string {
  const [name = '', session] = wishes.algorithm.split('-sess');
  const hash = (text: string): string =>
    createHash(name === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const one = hash(`alice:a "realm", with comma:${wishes.password ?? 'secret'}`);
  const first = session === undefined ? one : hash(`${one}:${said.get('nonce')}:${said.get('cnonce')}`);
  const second = hash(`${asked.method}:${asked.path}`);
  if (wishes.qop === false) return hash(`${first}:${said.get('nonce')}:${second}`);
  return hash(`${first}:${said.get('nonce')}:${said.get('nc')}:${said.get('cnonce')}:auth:${second}`);
}

describe('digest', () => {
  test('gives the answer of the example in RFC 7616 section 3.9.1', () => {
    const challenge = (algorithm: string) =>
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
    const digest = Digest.from(challengesOf([`Basic realm="x", ${challenge('MD5')}`, challenge('SHA-256')]));
    const header = digest?.authorize({
      method: 'GET',
      uri: '/dir/index.html',
      user: 'Mufasa',
      password: 'Circle of Life',
    });
    const said = parametersOf(header);
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const first = hash('Mufasa:http-auth@example.org:Circle of Life');
    const second = hash('GET:/dir/index.html');
    expect(second).toBe('9a3fdae9a622fe8de177c24fa9c070f2b181ec85e15dcbdc32e10c82ad450b04');
    expect(said?.get('response')).toBe(
      hash(`${first}:7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001:${said?.get('cnonce')}:auth:${second}`),
    );
    expect(header).toContain('algorithm=SHA-256');
  });

  test.each(['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'] as const)('logs in with %s', async (algorithm) => {
    await using front = await startDigest({ algorithm });
    await using backend = await openMount({ url: front.url });
    const { folders } = await backend.listFolders({ limit: 10, signal: calm });
    expect(folders.length).toBeGreaterThan(0);
    expect(
      front.asked.some(
        ({ headers }) => headers.authorization?.startsWith('Basic') === true && headers.authorization !== BASIC,
      ),
    ).toBe(false);
    const numbers = front.counts.map((count) => Number.parseInt(count.split(' ')[1] ?? '', 16));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('logs in where the server knows no qop', async () => {
    await using front = await startDigest({ algorithm: 'MD5', qop: false });
    await using backend = await openMount({ url: front.url });
    await backend.listFolders({ limit: 10, signal: calm });
  });

  test('takes the next nonce when one is stale, also with calls at the same time', async () => {
    await using front = await startDigest({ algorithm: 'SHA-256', uses: 3 });
    await using backend = await openMount({ url: front.url });
    const calls = Array.from({ length: 6 }, () => backend.listFolders({ limit: 10, signal: calm }));
    const done = await Promise.allSettled(calls);
    expect(done.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(3);
    await backend.listFolders({ limit: 10, signal: calm });
  });

  test('never sends the password itself', async () => {
    await using front = await startFront();
    front.do(() => ({
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="b", Digest realm="d", nonce="n", qop="auth"' },
    }));
    await expect(openMount({ url: front.url })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    for (const { headers } of front.asked) expect(headers.authorization ?? 'Digest').toMatch(/^Digest/);
  });
});

describe('basic', () => {
  test('a wrong password is UNAUTHENTICATED, and the error holds no secret', async () => {
    const secret = { kind: 'password', password: 'hunter2-wrong' } as const;
    const error = await openMount({ url: radicale.url, secret }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toMatch(/hunter2|aHVudGVy|YWxpY2U6/);
  });

  test('a password that was changed meanwhile is asked for again', async () => {
    await using front = await startFront(radicale.url);
    let password = 'secret';
    await using backend = await openMount({ url: front.url, ask: async () => ({ kind: 'password', password }) });
    password = 'renewed';
    front.do((asked) => {
      if (asked.headers.authorization !== `Basic ${Buffer.from('alice:renewed').toString('base64')}`)
        return { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } };
      asked.headers.authorization = BASIC;
      return 'pass';
    });
    expect((await backend.listFolders({ limit: 10, signal: calm })).listing).toBe('complete');
  });

  test('without a secret, and with a password in the URI, the mount is CONFIG_INVALID', async () => {
    await expect(openMount({ url: radicale.url, secret: undefined })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    const url = radicale.url.replace('http://', 'http://alice:secret@');
    const { definition } = await import('../src/index.ts');
    const options = await definition.options['~standard'].validate({});
    if (options.issues) throw new Error('no options');
    const uri = new URL(url.replace('http:', 'caldav:'));
    const env = { secret: async () => undefined, clock: () => new Date(), log: { debug() {}, info() {}, warn() {} } };
    const opening = definition.open({ uri, options: options.value, create: false, signal: calm }, env);
    await expect(opening).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test('a server that wants something else says what', async () => {
    await using front = await startFront();
    front.do(() => ({ status: 401, headers: { 'www-authenticate': 'Negotiate' } }));
    await expect(openMount({ url: front.url })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('negotiate'),
    });
  });

  test('no password goes to another machine without TLS until the mount says so', async () => {
    await expect(openMount({ url: 'http://dav.example.invalid/' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('without TLS'),
    });
    const said = openMount({ url: 'http://dav.example.invalid/', query: 'tls=plain&connectTimeoutMs=3000' });
    await expect(said).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('bearer', () => {
  test('a token that is refused is handed back once, and the new one is used', async () => {
    await using google = await startFakeGoogle();
    const [user = ''] = google.accounts;
    const rejected: Secret[] = [];
    let accessToken = google.accessToken();
    const ask = async (request?: { readonly rejected?: Secret }): Promise<Secret> => {
      if (request?.rejected !== undefined) {
        rejected.push(request.rejected);
        accessToken = google.accessToken();
      }
      return { kind: 'oauth2', accessToken };
    };
    await using backend = await openMount({ url: google.origin, user, query: 'profile=google', ask });
    const old = accessToken;
    google.expireAccessTokens();
    const calls = Array.from({ length: 5 }, (_, n) =>
      backend.createItem({ folder: user, item: item(event(`e${n}`)), signal: calm }),
    );
    await Promise.all(calls);
    expect(rejected.every((secret) => secret.kind === 'oauth2' && secret.accessToken === old)).toBe(true);
    expect(rejected.length).toBeGreaterThan(0);
    expect((await listAll(backend, user)).items.length).toBe(5);
  });

  test('a token that cannot be renewed is UNAUTHENTICATED, after one more question', async () => {
    await using google = await startFakeGoogle();
    const [user = ''] = google.accounts;
    let asked = 0;
    const ask = async (): Promise<Secret> => {
      asked++;
      return { kind: 'oauth2', accessToken: 'ya29.not-good' };
    };
    const error = await openMount({ url: google.origin, user, query: 'profile=google', ask }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(String(error) + JSON.stringify(error)).not.toContain('ya29');
    expect(asked).toBe(2);
  });

  test('a token that is about to expire is asked for before it does', async () => {
    await using google = await startFakeGoogle();
    const [user = ''] = google.accounts;
    let now = new Date('2026-01-01T00:00:00Z');
    let asked = 0;
    const ask = async (): Promise<Secret> => {
      asked++;
      return { kind: 'oauth2', accessToken: google.accessToken(), expires: new Date(now.getTime() + 3_600_000) };
    };
    const clock = (): Date => now;
    await using backend = await openMount({ url: google.origin, user, query: 'profile=google', ask, clock });
    expect(asked).toBe(1);
    now = new Date('2026-01-01T00:59:45Z');
    await backend.listFolders({ limit: 10, signal: calm });
    expect(asked).toBe(2);
  });

  test('a password is no good for Google', async () => {
    const secret = { kind: 'password', password: 'secret' } as const;
    const opening = openMount({ url: 'http://127.0.0.1:9/', query: 'profile=google', secret });
    await expect(opening).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
