import { type Answer, html, json, type Question } from '../http.ts';
import { client, type FakeGoogleOptions } from '../options.ts';
import type { Grants } from './grants.ts';

/** The endpoints of a sign-in, after "OAuth 2.0 for iOS & Desktop Apps" and RFC 6749. */
export class OAuthEndpoints {
  readonly #grants: Grants;
  readonly #options: FakeGoogleOptions;
  readonly #accounts: readonly string[];
  /** How often a refresh token was used. */
  refreshes = 0;

  constructor(grants: Grants, accounts: readonly string[], options: FakeGoogleOptions) {
    this.#grants = grants;
    this.#accounts = accounts;
    this.#options = options;
  }

  /** Undefined where the path is none of ours. */
  answer(question: Question): Answer | undefined {
    const { method, url } = question;
    if (url.pathname === '/o/oauth2/v2/auth' && method === 'GET') return this.#authorise(url.searchParams);
    const endpoint = { '/token': this.#token, '/revoke': this.#revoke }[url.pathname];
    if (endpoint === undefined) return undefined;
    if (method !== 'POST') return json(405, { error: 'invalid_request' }, { Allow: 'POST' });
    return endpoint.call(this, new URLSearchParams(question.body), question.headers.authorization);
  }

  /** The consent page: here the person has decided already. What cannot be redirected is a page that says so. */
  #authorise(asked: URLSearchParams): Answer {
    const redirect = asked.get('redirect_uri') ?? '';
    if (asked.get('client_id') !== client.id) return page('invalid_client', 'The OAuth client was not found.');
    // "Loopback IP address (macOS, Linux, Windows desktop)": any port, and the address itself rather than a name.
    if (!/^http:\/\/(?:127\.0\.0\.1|\[::1\]):\d+(?:\/[^?#]*)?$/u.test(redirect))
      return page('redirect_uri_mismatch', 'A desktop app is sent back to http://127.0.0.1:port.');
    const back = (answer: Readonly<Record<string, string>>): Answer => {
      const url = new URL(redirect);
      const state = asked.get('state');
      for (const [name, value] of Object.entries({ ...(state !== null && { state }), ...answer }))
        url.searchParams.set(name, value);
      return { status: 302, headers: { Location: url.href } };
    };
    if (asked.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
    const scopes = (asked.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    if (scopes.length === 0) return back({ error: 'invalid_scope' });
    const challenge = asked.get('code_challenge') ?? undefined;
    if (challenge !== undefined && asked.get('code_challenge_method') !== 'S256')
      return back({ error: 'invalid_request', error_description: 'This fake takes S256 only.' });
    if (this.#options.consent === 'deny') return back({ error: 'access_denied' });
    const hint = asked.get('login_hint') ?? this.#accounts[0] ?? '';
    if (!this.#accounts.includes(hint)) return back({ error: 'access_denied' });
    const granted = this.#options.grantedScopes ?? scopes;
    const code = this.#grants.code({
      account: hint,
      scopes: granted,
      redirectUri: redirect,
      challenge,
      wantsOffline: asked.get('access_type') === 'offline',
      asksAgain: asked.get('prompt') === 'consent',
    });
    return back({ code, scope: granted.join(' ') });
  }

  #token(form: URLSearchParams, authorization: string | undefined): Answer {
    if (!isClient(form, authorization))
      return json(401, { error: 'invalid_client', error_description: 'Unauthorized' });
    const code = form.get('code');
    const refresh = form.get('refresh_token');
    switch (form.get('grant_type')) {
      case 'authorization_code':
        if (code === null) return json(400, { error: 'invalid_request', error_description: 'Missing code' });
        return granted(this.#grants.exchange(code, form.get('redirect_uri'), form.get('code_verifier')), 'Bad Request');
      case 'refresh_token':
        this.refreshes += 1;
        if (refresh === null) return json(400, { error: 'invalid_request', error_description: 'Missing token' });
        return granted(this.#grants.refresh(refresh), 'Token has been expired or revoked.');
      default:
        return json(400, { error: 'unsupported_grant_type', error_description: 'Invalid grant_type' });
    }
  }

  /** "Revoking a token": the token in the form, 200 where it ended and 400 where there is none. */
  #revoke(form: URLSearchParams): Answer {
    const ended = this.#grants.revoke(form.get('token') ?? '');
    return ended ? json(200, {}) : json(400, { error: 'invalid_token', error_description: 'Token expired or revoked' });
  }
}

/** The client's name and secret stand in the form, or in the header (RFC 6749 s.2.3.1). */
function isClient(form: URLSearchParams, authorization: string | undefined): boolean {
  const [kind = '', value = ''] = (authorization ?? '').split(' ');
  const [id, secret] =
    kind.toLowerCase() === 'basic'
      ? Buffer.from(value, 'base64').toString('utf8').split(':').map(decodeURIComponent)
      : [form.get('client_id'), form.get('client_secret')];
  return id === client.id && secret === client.secret;
}

function granted(answer: object | undefined, otherwise: string): Answer {
  if (answer === undefined) return json(400, { error: 'invalid_grant', error_description: otherwise });
  return json(200, answer, { 'Cache-Control': 'no-store' });
}

function page(code: string, text: string): Answer {
  return html(400, `<h1>Error 400: ${code}</h1><p>${text}</p>`);
}
