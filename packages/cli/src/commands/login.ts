import { checkSecretReference, MapistoreError, type OAuth2Grant, secretSource } from '@mapistore/core';
import type { Provider } from '@mapistore/oauth2';
import type { Command } from 'commander';
import { openBrowser } from '../browser.ts';
import { absoluteSecret } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { withSecrets } from '../open.ts';
import type { Act, Shell } from '../shell.ts';
import { jsonLine, printable } from '../text.ts';

interface LoginOptions {
  readonly provider?: string;
  readonly clientId?: string;
  readonly clientSecretRef?: string;
  readonly scope: readonly string[];
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly port?: string;
  readonly timeout?: string;
  readonly browser: boolean;
}

/** `mapistore login NAME`. */
export function addLogin(program: Command, act: Act): void {
  program
    .command('login')
    .description('sign in at a provider with OAuth 2, and keep that for mounts')
    .argument('<name>', 'what it is called; a mount names it as --secret store:NAME')
    .option('--provider <name>', 'who to sign in at: google, or any name together with both endpoints')
    .option('--client-id <id>', 'the id of the app, as the provider registered it')
    .option('--client-secret-ref <ref>', "where the app's secret is: env:NAME or file:PATH; never the secret itself")
    .option(
      '--scope <scope>',
      "what to ask for instead of the provider's usual; may be repeated",
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--authorization-endpoint <url>', 'where the person agrees, if not at the usual address')
    .option('--token-endpoint <url>', 'where tokens come from, if not from the usual address')
    .option('--port <number>', 'the port on 127.0.0.1 that the browser comes back to; default is a free one')
    .option('--timeout <seconds>', 'how long to wait for you; default is 300')
    .option('--no-browser', 'only print the address')
    .addHelpText(
      'after',
      '\nRepeated for a name that was signed in before, it needs no options: the app and the provider are known then.',
    )
    .action(
      act(async (shell, name: string, options: LoginOptions) => {
        checkSecretReference(`store:${name}`);
        const config = await shell.config();
        return withSecrets(config, async (secrets) => {
          const before = await secrets.get(name).catch(() => undefined);
          const known = before?.kind === 'oauth2Grant' && isSame(options.provider, before) ? before : undefined;
          const { grant, label } = await signedIn(shell, { options, known, folder: config.folder });
          await secrets.put(name, grant);
          await shell.out.result(
            { secret: `store:${name}`, provider: grant.provider, scopes: grant.scopes, outcome: 'signed in' },
            printable(`Signed in at ${label}; a mount names it as --secret store:${name}`),
          );
          return EXIT.ok;
        });
      }),
    );
}

interface Asked {
  readonly options: LoginOptions;
  /** What an earlier sign-in of that name left. */
  readonly known: OAuth2Grant | undefined;
  /** Where relative files start from. */
  readonly folder: string;
}

interface SignedIn {
  readonly grant: OAuth2Grant;
  /** What people call the provider. */
  readonly label: string;
}

/** Brings the person to the provider and back. */
async function signedIn({ out, signal }: Shell, { options, known, folder }: Asked): Promise<SignedIn> {
  const { providers, signIn } = await import('@mapistore/oauth2');
  const provider = chosenProvider(options, known, providers);
  const clientId = options.clientId ?? known?.clientId ?? needed('--client-id', 'the provider gives one to each app');
  const { clientSecretRef, port, timeout } = options;
  const clientSecret =
    clientSecretRef === undefined
      ? sameClient(known, clientId)?.clientSecret
      : await readSecret(absoluteSecret(clientSecretRef, folder));
  const grant = await signIn({
    provider,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    ...(port !== undefined && { port: wholeNumber('--port', port, 65_535) }),
    ...(timeout !== undefined && { timeoutMs: wholeNumber('--timeout', timeout, 86_400) * 1000 }),
    signal,
    async open(url) {
      // A program that reads our lines opens it itself.
      if (out.json) return out.write(`${jsonLine({ open: url.href })}\n`);
      out.note(`Open this address in a browser to sign in at ${printable(provider.label)}:\n\n  ${url.href}\n`);
      if (options.browser && process.stderr.isTTY) openBrowser(url);
    },
  });
  return { grant, label: provider.label };
}

/** The provider that is named, or the one of before; with other endpoints and scopes where these are named. */
function chosenProvider(
  options: LoginOptions,
  known: OAuth2Grant | undefined,
  providers: Readonly<Record<string, Provider>>,
): Provider {
  const name =
    options.provider ??
    known?.provider ??
    needed('--provider', `one of ${Object.keys(providers).join(', ')}, or another together with its endpoints`);
  const preset = Object.hasOwn(providers, name) ? providers[name] : undefined;
  const base: Provider = preset ?? {
    name,
    label: name,
    authorizationEndpoint: '',
    tokenEndpoint: '',
    scopes: [],
    parameters: {},
  };
  const scopes = [options.scope, known?.scopes ?? [], base.scopes].find(({ length }) => length > 0);
  return {
    ...base,
    authorizationEndpoint:
      options.authorizationEndpoint ??
      known?.authorizationEndpoint ??
      (base.authorizationEndpoint || needed('--authorization-endpoint', `"${name}" is not known by itself`)),
    tokenEndpoint:
      options.tokenEndpoint ??
      known?.tokenEndpoint ??
      (base.tokenEndpoint || needed('--token-endpoint', `"${name}" is not known by itself`)),
    scopes: scopes ?? needed('--scope', `"${name}" is not known by itself`),
  };
}

/** What is known of one provider says nothing of another. */
function isSame(provider: string | undefined, { provider: before }: OAuth2Grant): boolean {
  return provider === undefined || provider === before;
}

/** A secret belongs to its app: another app gets none of it. */
function sameClient(known: OAuth2Grant | undefined, clientId: string): OAuth2Grant | undefined {
  return known?.clientId === clientId ? known : undefined;
}

async function readSecret(reference: string): Promise<string> {
  const secret = await secretSource(undefined).read(reference);
  if (secret?.kind === 'password') return secret.password;
  throw new MapistoreError('CONFIG_INVALID', `${reference} is no client secret; name where the secret alone is.`);
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value >= 1 && value <= max) return value;
  throw new MapistoreError('INVALID_ARGUMENT', `${option} is a whole number from 1 to ${max}, not "${text}".`);
}

function needed(option: string, why: string): never {
  throw new MapistoreError('INVALID_ARGUMENT', `Name ${option}: ${why}.`);
}
