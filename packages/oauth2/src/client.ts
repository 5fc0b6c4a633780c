import { MapistoreError } from '@mapistore/core';
import { allowInsecureRequests, ClientSecretPost, Configuration, customFetch, None } from 'openid-client';

/** Which program asks, and where. */
export interface ClientRequest {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A client of that provider. @throws CONFIG_INVALID for an endpoint without TLS anywhere but on loopback */
export function clientOf(request: ClientRequest): Configuration {
  const authorization = checkEndpoint('authorization endpoint', request.authorizationEndpoint);
  const token = checkEndpoint('token endpoint', request.tokenEndpoint);
  const { clientId, clientSecret, signal } = request;
  if (clientId === '') throw new MapistoreError('CONFIG_INVALID', 'The client id is empty; the provider gives one.');
  const client = new Configuration(
    // Nothing signed by the issuer is asked for, so its name is only one.
    { issuer: token.origin, authorization_endpoint: authorization.href, token_endpoint: token.href },
    clientId,
    {},
    clientSecret === undefined ? None() : ClientSecretPost(clientSecret),
  );
  if (token.protocol === 'http:') allowInsecureRequests(client);
  client[customFetch] = (url, { signal: limit, ...options }) => {
    const signals = [limit, signal].filter((each) => each !== undefined);
    return fetch(url, { ...(options as RequestInit), signal: AbortSignal.any(signals) });
  };
  return client;
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

function checkEndpoint(what: string, text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new MapistoreError('CONFIG_INVALID', `The ${what} is no address; write it as https://…`);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  if (isSafe && url.username === '' && url.password === '') return url;
  throw new MapistoreError(
    'CONFIG_INVALID',
    `The ${what} at ${url.host} must be an https: address without a password in it; http: is for this machine only.`,
  );
}
