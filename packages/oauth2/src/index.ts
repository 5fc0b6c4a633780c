// Signing in at a provider of OAuth 2, and keeping its tokens fresh. Exports only.

export { type Provider, providers } from './providers.ts';
export { refresh } from './refresh.ts';
export { type SignInRequest, signIn } from './sign-in.ts';
