import { expect, test } from 'vitest';
import { type FakeGoogle, type FakeGoogleOptions, startFakeGoogle } from '../src/index.ts';
import { ask, consent, tokens, verifier } from './google-fake-client.ts';

async function withFake(options: FakeGoogleOptions, work: (fake: FakeGoogle) => Promise<void>): Promise<void> {
  await using fake = await startFakeGoogle(options);
  await work(fake);
}

async function code(fake: FakeGoogle, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const back = new URL((await consent(fake, changes)).headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe('st');
  return back.searchParams.get('code') ?? '';
}

const exchange = (text: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  grant_type: 'authorization_code',
  code: text,
  redirect_uri: 'http://127.0.0.1:1/',
  code_verifier: verifier,
  ...more,
});

test('a sign-in gives tokens, and the access token opens the calendar', () =>
  withFake({}, async (fake) => {
    const { status, body } = await tokens(fake, exchange(await code(fake)));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(body['refresh_token']).toMatch(/^1\/\//u);
    expect((await ask(fake, 'OPTIONS', '', { token: body['access_token'] ?? '' })).status).toBe(200);
  }));

test('a code is good once, with its verifier and its redirect only', () =>
  withFake({}, async (fake) => {
    const used = await code(fake);
    await tokens(fake, exchange(used));
    for (const form of [
      exchange(used),
      exchange(await code(fake), { code_verifier: 'w'.repeat(43) }),
      exchange(await code(fake), { redirect_uri: 'http://127.0.0.1:2/' }),
    ])
      expect(await tokens(fake, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  }));

test('a refresh token comes with offline access, the second time only after a new consent', () =>
  withFake({}, async (fake) => {
    const given = async (changes: Readonly<Record<string, string>>): Promise<boolean> =>
      'refresh_token' in (await tokens(fake, exchange(await code(fake, changes)))).body;
    expect(await given({ access_type: 'online' })).toBe(false);
    expect(await given({})).toBe(false);
    expect(await given({ prompt: 'consent' })).toBe(true);
  }));

test('a wrong client, redirect, method or secret is refused', () =>
  withFake({}, async (fake) => {
    expect((await consent(fake, { client_id: 'x' })).status).toBe(400);
    expect((await consent(fake, { redirect_uri: 'https://example.org/' })).status).toBe(400);
    expect((await consent(fake, { redirect_uri: 'http://localhost:1/' })).status).toBe(400);
    const plain = new URL((await consent(fake, { code_challenge_method: 'plain' })).headers.get('location') ?? '');
    expect(plain.searchParams.get('error')).toBe('invalid_request');
    expect(await tokens(fake, exchange(await code(fake), { client_secret: 'x' }))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  }));

test('a person who denies sends the app back without a code', () =>
  withFake({ consent: 'deny' }, async (fake) => {
    const back = new URL((await consent(fake)).headers.get('location') ?? '');
    expect(Object.fromEntries(back.searchParams)).toEqual({ state: 'st', error: 'access_denied' });
  }));

test('a refresh keeps the refresh token, or with rotation replaces it', async () => {
  for (const rotation of [false, true])
    await withFake({ rotation }, async (fake) => {
      const first = (await tokens(fake, exchange(await code(fake)))).body['refresh_token'] ?? '';
      const refresh = (text: string): ReturnType<typeof tokens> =>
        tokens(fake, { grant_type: 'refresh_token', refresh_token: text });
      const second = await refresh(first);
      expect(second.status).toBe(200);
      expect('refresh_token' in second.body).toBe(rotation);
      expect((await refresh(first)).status).toBe(rotation ? 400 : 200);
      if (rotation) expect((await refresh(second.body['refresh_token'] ?? '')).status).toBe(200);
      expect(fake.refreshes).toBe(rotation ? 3 : 2);
    });
});

test('an access token expires by the clock and on request, and revocation ends all', () =>
  withFake({ accessTokenSeconds: 0 }, async (fake) => {
    const { body } = await tokens(fake, exchange(await code(fake)));
    const refused = await ask(fake, 'OPTIONS', '', { token: body['access_token'] ?? '' });
    expect(refused).toMatchObject({ status: 401 });
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
    const revoked = await fetch(fake.endpoints.revocation, {
      method: 'POST',
      body: new URLSearchParams({ token: body['refresh_token'] ?? '' }),
    });
    expect(revoked.status).toBe(200);
    expect(
      await tokens(fake, { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' }),
    ).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  }));

test('a good token becomes bad when it is told to expire', () =>
  withFake({}, async (fake) => {
    const token = fake.accessToken();
    expect((await ask(fake, 'OPTIONS', '', { token })).status).toBe(200);
    fake.expireAccessTokens();
    expect((await ask(fake, 'OPTIONS', '', { token })).status).toBe(401);
  }));

test('too small a scope is 403 with the scope that is wanted, and a password is 401', () =>
  withFake({}, async (fake) => {
    const token = fake.accessToken('alice@example.org', ['openid']);
    const refused = await ask(fake, 'OPTIONS', '', { token });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect(JSON.parse(refused.text)).toMatchObject({ error: { errors: [{ reason: 'insufficientPermissions' }] } });
    const basic = { Authorization: `Basic ${Buffer.from('alice@example.org:secret').toString('base64')}` };
    expect((await fetch(fake.eventsUrl(), { method: 'OPTIONS', headers: basic })).status).toBe(401);
  }));
