import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OAuth2Grant } from '@mapistore/core';
import { type FakeGoogle, type FakeGoogleOptions, startFakeGoogle } from '@mapistore/services';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refresh, signIn } from '../src/index.ts';
import { answering, browser, providerAt } from './support.ts';

async function signedIn(
  options: FakeGoogleOptions = {},
): Promise<{ readonly fake: FakeGoogle; readonly grant: OAuth2Grant }> {
  const fake = await startFakeGoogle(options);
  onTestFinished(() => fake.stop());
  const { id, secret } = fake.client;
  const grant = await signIn({
    provider: providerAt(fake),
    clientId: id,
    clientSecret: secret,
    open: browser().open,
  });
  return { fake, grant };
}

const renewed = (grant: OAuth2Grant): Promise<OAuth2Grant> => refresh({ name: 'work', grant });

describe('renewing', () => {
  it('gives another access token and keeps everything else', async () => {
    const { fake, grant } = await signedIn();
    const next = await renewed(grant);
    expect(next.accessToken).not.toBe(grant.accessToken);
    expect({ ...next, accessToken: '', expires: undefined }).toEqual({ ...grant, accessToken: '', expires: undefined });
    const headers = { Authorization: `Bearer ${next.accessToken}` };
    expect((await fetch(fake.eventsUrl(), { method: 'OPTIONS', headers })).status).toBe(200);
  });

  it('takes over a replaced refresh token, and the old one is good no more', async () => {
    const { grant } = await signedIn({ rotation: true });
    const next = await renewed(grant);
    expect(next.refreshToken).not.toBe(grant.refreshToken);
    expect((await renewed(next)).accessToken).not.toBe(next.accessToken);
    await expect(renewed(grant)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('of what was taken back says to sign in again, by name and without a token', async () => {
    const { fake, grant } = await signedIn();
    fake.revokeAll();
    const error = await renewed(grant).catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('sign in again: mapistore login work'),
    });
    expect(JSON.stringify(error) + String(error)).not.toContain(grant.refreshToken);
    expect((error as Error).cause).toBeUndefined();
  });

  it('with a client that is gone is a matter of configuration', async () => {
    const { grant } = await signedIn();
    await expect(renewed({ ...grant, clientId: 'gone' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('over a provider that is down, slow to recover or asks to wait is to be tried later', async () => {
    const { fake, grant } = await signedIn();
    await fake.stop();
    await expect(renewed(grant)).rejects.toMatchObject({ code: 'UNAVAILABLE', retry: 'later' });
    await using busy = await answering(503, 'busy', { 'Retry-After': '7' });
    await expect(renewed({ ...grant, tokenEndpoint: busy.url })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: { retryAfterMs: 7000 },
    });
    await using slow = await answering(429, '{}', { 'Retry-After': '1' });
    await expect(renewed({ ...grant, tokenEndpoint: slow.url })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retry: 'later',
    });
  });

  it('whose connection breaks in the middle is to be tried later', async () => {
    const { grant } = await signedIn();
    const server = createServer((asked) => asked.socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const tokenEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
    await expect(renewed({ ...grant, tokenEndpoint })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('does not send the secret on to where a redirect leads', async () => {
    const { fake, grant } = await signedIn();
    await using away = await answering(307, '', { Location: fake.endpoints.token });
    await expect(renewed({ ...grant, tokenEndpoint: away.url })).rejects.toMatchObject({ code: 'UNEXPECTED' });
    expect(fake.refreshes).toBe(0);
  });
});
