import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeGoogle, startFakeGoogle } from '@mapistore/services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SignInRequest, signIn } from '../src/index.ts';
import { answering, asHost, browse, browser, providerAt } from './support.ts';

let fake: FakeGoogle;
beforeEach(async () => {
  fake = await startFakeGoogle();
});
afterEach(() => fake.stop());

const request = (open: SignInRequest['open'], more: Partial<SignInRequest> = {}): SignInRequest => ({
  provider: providerAt(fake),
  clientId: fake.client.id,
  clientSecret: fake.client.secret,
  open,
  ...more,
});

const failure = (promise: Promise<unknown>): Promise<Error & { readonly code: string }> =>
  promise.then(
    () => {
      throw new Error('It went well.');
    },
    (error: unknown) => error as Error & { readonly code: string },
  );

/** Everything that an error can show. */
function shown(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    parts.push(String(at), at.stack ?? '', JSON.stringify(at));
  return parts.join(' ');
}

describe('a sign-in', () => {
  it('gives what is to be kept, and shows the person a page that loads nothing', async () => {
    const { open, seen } = browser();
    const before = Date.now();
    const grant = await signIn(request(open));
    expect(grant).toEqual({
      kind: 'oauth2Grant',
      provider: 'google',
      authorizationEndpoint: fake.endpoints.authorization,
      tokenEndpoint: fake.endpoints.token,
      clientId: fake.client.id,
      clientSecret: fake.client.secret,
      refreshToken: expect.stringMatching(/^1\/\//u),
      scopes: ['https://www.googleapis.com/auth/calendar'],
      accessToken: expect.stringMatching(/^ya29\./u),
      expires: expect.any(Date),
    });
    expect(grant.expires?.getTime()).toBeGreaterThan(before + 3_500_000);
    const page = await seen;
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Signed in') });
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('asks with PKCE, a state, offline access and a redirect to loopback', async () => {
    const { open, asked } = browser();
    await signIn(request(open));
    const { searchParams } = await asked;
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/u),
      access_type: 'offline',
      prompt: 'consent',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/u),
    });
    expect(searchParams.get('state')?.length).toBeGreaterThan(20);
    const second = browser();
    await signIn(request(second.open));
    expect((await second.asked).searchParams.get('state')).not.toBe(searchParams.get('state'));
  });

  it('that the person refuses is UNAUTHENTICATED, for the person too', async () => {
    await fake.stop();
    fake = await startFakeGoogle({ consent: 'deny' });
    const { open, seen } = browser();
    const error = await failure(signIn(request(open)));
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await seen).toMatchObject({ status: 400, text: expect.stringContaining('Not signed in') });
  });

  it('that grants too little is FORBIDDEN and says what is missing', async () => {
    await fake.stop();
    fake = await startFakeGoogle({ grantedScopes: ['openid'] });
    const error = await failure(signIn(request(browser().open)));
    expect(error).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('auth/calendar') });
  });

  it('without a refresh token is no sign-in that lasts', async () => {
    const provider = { ...providerAt(fake), parameters: {} };
    const error = await failure(signIn(request(browser().open, { provider })));
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('refresh token') });
  });

  it('with a wrong client secret is CONFIG_INVALID and does not repeat it', async () => {
    const error = await failure(signIn(request(browser().open, { clientSecret: 'hunter2-secret' })));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(shown(error)).not.toContain('hunter2-secret');
  });

  it('shows no code, verifier or token where the token endpoint fails', async () => {
    const secret = 'ya29.very-secret';
    for (const [status, body, code] of [
      [500, JSON.stringify({ error: 'server_error', access_token: secret }), 'UNAVAILABLE'],
      [502, `<html>${secret}`, 'UNAVAILABLE'],
      [429, JSON.stringify({ error: 'rate', error_description: secret }), 'RATE_LIMITED'],
      [400, JSON.stringify({ error: secret, error_description: secret }), 'UNAUTHENTICATED'],
      [400, JSON.stringify({ error: `${secret} <script>${'x'.repeat(100)}` }), 'UNAUTHENTICATED'],
      [404, 'gone', 'UNEXPECTED'],
      [200, `{"access_token":"${secret}"`, 'UNEXPECTED'],
      [200, JSON.stringify({ access_token: secret, token_type: 'mac', refresh_token: secret }), 'UNEXPECTED'],
      [200, JSON.stringify({ access_token: { secret } }), 'UNEXPECTED'],
    ] as const) {
      await using endpoint = await answering(status, body);
      const { open, asked } = browser();
      const provider = { ...providerAt(fake), tokenEndpoint: endpoint.url };
      const error = await failure(signIn(request(open, { provider })));
      expect(error, body).toMatchObject({ code });
      expect(shown(error)).not.toContain(secret);
      expect(shown(error)).not.toContain('<script>');
      expect(shown(error)).not.toContain((await asked).searchParams.get('state') ?? '?');
    }
  });
});

describe('the address on loopback', () => {
  /** A sign-in that waits, with the address it waits at. */
  async function waiting(more: Partial<SignInRequest> = {}): Promise<{
    readonly at: string;
    readonly authorization: URL;
    readonly done: Promise<unknown>;
  }> {
    const opened = Promise.withResolvers<URL>();
    const done = signIn(request(opened.resolve, more));
    done.catch(() => undefined);
    const authorization = await opened.promise;
    return { at: authorization.searchParams.get('redirect_uri') ?? '', authorization, done };
  }

  it('takes one answer with the right state, from this host only, and nothing else', async () => {
    const { at, authorization, done } = await waiting();
    const state = authorization.searchParams.get('state') ?? '';
    expect((await browse(`${at}favicon.ico`)).status).toBe(404);
    expect((await browse(at)).status).toBe(400);
    expect((await browse(`${at}?state=wrong&code=x`)).status).toBe(400);
    expect((await browse(`${at}?error=access_denied`)).status).toBe(400);
    expect((await fetch(`${at}?state=${state}&code=x`, { method: 'POST' })).status).toBe(405);
    for (const host of ['localhost', 'evil.example', 'evil.example:80'])
      expect(await asHost(`${at}?state=${state}&code=x`, host)).toBe(403);
    expect((await browse(authorization)).status).toBe(200);
    expect(await done).toMatchObject({ kind: 'oauth2Grant' });
    await expect(fetch(at)).rejects.toThrow();
  });

  it('says what went wrong when the provider sends an error', async () => {
    const { at, authorization, done } = await waiting();
    const state = authorization.searchParams.get('state') ?? '';
    const page = await browse(`${at}?state=${state}&error=invalid_scope&error_description=%3Cscript%3E`);
    expect(page.text).not.toContain('<script>');
    await expect(done).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('scope') });
  });

  it('is not waited at for ever', async () => {
    const { at, done } = await waiting({ timeoutMs: 50 });
    await expect(done).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(fetch(at)).rejects.toThrow();
  });

  it('is left when the caller breaks off', async () => {
    const controller = new AbortController();
    const { at, done } = await waiting({ signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
    await expect(fetch(at)).rejects.toThrow();
  });

  it('is left when the browser cannot be opened', async () => {
    let at = '';
    const open = (url: URL): never => {
      at = url.searchParams.get('redirect_uri') ?? '';
      throw new Error('no browser');
    };
    await expect(signIn(request(open))).rejects.toThrow('no browser');
    await expect(fetch(at)).rejects.toThrow();
  });

  it('may have a port of the caller’s choice, and says so when that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(signIn(request(() => undefined, { port }))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await new Promise((resolve) => other.close(resolve));
    const { at, done } = await waiting({ port, timeoutMs: 50 });
    expect(at).toBe(`http://127.0.0.1:${port}/`);
    await expect(done).rejects.toMatchObject({ code: 'TIMEOUT' });
  });
});

it.each([
  ['http://accounts.example.org/auth'],
  ['http://127.0.0.1.example.org/auth'],
  ['ftp://127.0.0.1/auth'],
  ['https://ann:secret@example.org/auth'],
  ['not an address'],
])('an endpoint like %s is refused', async (endpoint) => {
  for (const name of ['authorizationEndpoint', 'tokenEndpoint']) {
    const provider = { ...providerAt(fake), [name]: endpoint };
    const error = await failure(signIn(request(() => undefined, { provider })));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(error.message).not.toContain('secret');
  }
});
