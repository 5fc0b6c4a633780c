import { createHash, randomBytes } from 'node:crypto';

/** One challenge of a WWW-Authenticate header (RFC 9110 s.11.6.1). */
export interface Challenge {
  /** Lower case, such as `digest`. */
  readonly scheme: string;
  /** By lower case name. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads the challenges of one or several WWW-Authenticate headers; what is no challenge is left out. */
export function challengesOf(headers: readonly string[]): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const header of headers) {
    // A scheme, or a parameter of the scheme before it: both in one list, with commas in between.
    for (const match of header.slice(0, 8192).matchAll(PART)) {
      const [, name = '', quoted, token] = match;
      if (quoted === undefined && token === undefined)
        challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
      else challenges.at(-1)?.parameters.set(name.toLowerCase(), token ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1'));
    }
  }
  return challenges;
}

const TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const PART = new RegExp(`(${TOKEN})(?:\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN})))?`, 'g');

/** What can be computed, the strongest first. */
const ALGORITHMS: readonly (readonly [string, string])[] = [
  ['SHA-512-256', 'sha512-256'],
  ['SHA-256', 'sha256'],
  ['MD5', 'md5'],
];

/** A request that is to be answered for. */
export interface DigestRequest {
  readonly method: string;
  /** Path and query as in the request line. */
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/** The state of digest authentication with a server (RFC 7616): a nonce, and how often it was used. */
export class Digest {
  readonly nonce: string;
  /** How often the nonce was used. */
  uses = 0;
  readonly #realm: string;
  readonly #opaque: string | undefined;
  readonly #algorithm: string;
  readonly #hash: string;
  readonly #session: boolean;
  readonly #qop: boolean;
  readonly #named: boolean;
  readonly #cnonce: string = randomBytes(16).toString('base64url');

  private constructor(challenge: Challenge, found: readonly [string, string], session: boolean) {
    const { parameters } = challenge;
    this.nonce = parameters.get('nonce') ?? '';
    this.#realm = parameters.get('realm') ?? '';
    this.#opaque = parameters.get('opaque');
    this.#algorithm = `${found[0]}${session ? '-sess' : ''}`;
    this.#named = parameters.has('algorithm');
    this.#hash = found[1];
    this.#session = session;
    this.#qop = parameters.has('qop');
  }

  /** The strongest of the digest challenges that can be answered; undefined where none can. */
  static from(challenges: readonly Challenge[]): Digest | undefined {
    const usable = challenges.flatMap((challenge) => {
      if (challenge.scheme !== 'digest' || !challenge.parameters.has('nonce')) return [];
      const qop = challenge.parameters.get('qop');
      if (qop !== undefined && !qop.split(',').some((each) => each.trim().toLowerCase() === 'auth')) return [];
      const name = (challenge.parameters.get('algorithm') ?? 'MD5').toUpperCase();
      const session = name.endsWith('-SESS');
      const rank = ALGORITHMS.findIndex(([known]) => known === (session ? name.slice(0, -5) : name));
      const found = ALGORITHMS[rank];
      return found === undefined ? [] : [{ rank, challenge, found, session }];
    });
    const [best] = usable.sort((a, b) => a.rank - b.rank);
    return best && new Digest(best.challenge, best.found, best.session);
  }

  /** The Authorization header for a request; each call counts as one use of the nonce. */
  authorize(request: DigestRequest): string {
    this.uses++;
    const count = this.uses.toString(16).padStart(8, '0');
    const hash = (text: string): string => createHash(this.#hash).update(text).digest('hex');
    const identity = hash(`${request.user}:${this.#realm}:${request.password}`);
    const first = this.#session ? hash(`${identity}:${this.nonce}:${this.#cnonce}`) : identity;
    const second = hash(`${request.method}:${request.uri}`);
    const response = this.#qop
      ? hash(`${first}:${this.nonce}:${count}:${this.#cnonce}:auth:${second}`)
      : hash(`${first}:${this.nonce}:${second}`);
    const quoted: readonly (readonly [string, string | undefined])[] = [
      ['username', request.user],
      ['realm', this.#realm],
      ['nonce', this.nonce],
      ['uri', request.uri],
      ['response', response],
      ['opaque', this.#opaque],
      ['cnonce', this.#qop || this.#session ? this.#cnonce : undefined],
    ];
    const parts = quoted.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quote(value)}`]));
    if (this.#named) parts.push(`algorithm=${this.#algorithm}`);
    if (this.#qop) parts.push('qop=auth', `nc=${count}`);
    return `Digest ${parts.join(', ')}`;
  }
}

function quote(value: string): string {
  // Headers are bytes: what is not ASCII goes as the bytes of its UTF-8, as RFC 7616 s.3.4 has it with charset=UTF-8.
  return `"${Buffer.from(value.replaceAll(/["\\]/g, '\\$&'), 'utf8').toString('latin1')}"`;
}
