import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { failure } from '../../errors.ts';

const deriving = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** How the key of an archive is made from a secret, as it stands in the manifest and in every segment. */
export interface Encryption {
  readonly cipher: 'aes-256-gcm';
  /** `scrypt` (RFC 7914) of a passphrase, or `raw`: the secret is the key. */
  readonly kdf: 'scrypt' | 'raw';
  /** 32 bytes in hex. */
  readonly salt: string;
  /** The two costs of scrypt; the third, its parallelism, is 1. */
  readonly n: number;
  readonly r: number;
  /** HMAC-SHA-256 of a fixed text under the key, in hex: tells a wrong key from damage. */
  readonly check: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SKIPPABLE = 0x184d2a5e;
const CHECKED_TEXT = 'mapistore-archive key check';
/** What a hostile archive may cost before its key is known to be wrong: 128 MiB and a second or two. */
const MAX_SCRYPT = { n: 131_072, r: 8 };
const RAW_KEY = /^key:([0-9a-f]{64})$/i;

/** The key of an archive: seals frames and opens them again. */
export class Sealer {
  readonly encryption: Encryption;
  readonly #key: Buffer;

  private constructor(encryption: Encryption, key: Buffer) {
    this.encryption = encryption;
    this.#key = key;
  }

  /** Makes a key for a new archive, or for the next life of one. @param secret a passphrase, or `key:` and 64 hex digits */
  static async create(secret: string): Promise<Sealer> {
    const kdf = RAW_KEY.test(secret) ? 'raw' : 'scrypt';
    const about = { cipher: 'aes-256-gcm', kdf, salt: randomBytes(32).toString('hex'), ...MAX_SCRYPT } as const;
    const key = await keyOf(secret, about);
    return new Sealer({ ...about, check: checkOf(key) }, key);
  }

  /** The key of an archive that is there. @throws UNAUTHENTICATED for a wrong secret */
  static async open(secret: string, encryption: Encryption): Promise<Sealer> {
    const key = await keyOf(secret, encryption);
    const [is, should] = [Buffer.from(checkOf(key), 'hex'), Buffer.from(encryption.check, 'hex')];
    if (is.byteLength === should.byteLength && timingSafeEqual(is, should)) return new Sealer(encryption, key);
    throw failure('UNAUTHENTICATED', 'Cannot open the archive: its key is another one; check the secret of the mount.');
  }

  /** Nonce, ciphertext and tag in a skippable frame, so that standard tools pass over it. */
  seal(frame: Buffer, position: Buffer): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(position);
    const text = Buffer.concat([cipher.update(frame), cipher.final()]);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(SKIPPABLE, 0);
    head.writeUInt32LE(NONCE_BYTES + text.byteLength + TAG_BYTES, 4);
    return Buffer.concat([head, nonce, text, cipher.getAuthTag()]);
  }

  /** The frame; undefined where it was altered, or stood at another place. */
  open(sealed: Buffer, position: Buffer): Buffer | undefined {
    if (sealed.byteLength < 8 + NONCE_BYTES + TAG_BYTES || sealed.readUInt32LE(0) !== SKIPPABLE) return undefined;
    if (sealed.readUInt32LE(4) !== sealed.byteLength - 8) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(8, 8 + NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(position);
    decipher.setAuthTag(sealed.subarray(sealed.byteLength - TAG_BYTES));
    try {
      const text = sealed.subarray(8 + NONCE_BYTES, sealed.byteLength - TAG_BYTES);
      return Buffer.concat([decipher.update(text), decipher.final()]);
    } catch {
      return undefined;
    }
  }
}

/** Checks what an archive says of its encryption. */
export function isEncryption(value: unknown): value is Encryption {
  if (typeof value !== 'object' || value === null) return false;
  const { cipher, kdf, salt, n, r, check } = value as Partial<Record<keyof Encryption, unknown>>;
  const cheap = Number.isInteger(n) && (n as number) > 1 && (n as number) <= MAX_SCRYPT.n && r === MAX_SCRYPT.r;
  return (
    cipher === 'aes-256-gcm' &&
    (kdf === 'scrypt' || kdf === 'raw') &&
    cheap &&
    [salt, check].every((hex) => typeof hex === 'string' && /^[0-9a-f]{64}$/.test(hex))
  );
}

async function keyOf(secret: string, about: Omit<Encryption, 'check'>): Promise<Buffer> {
  const raw = RAW_KEY.exec(secret)?.[1];
  const base = about.kdf === 'raw' ? Buffer.from(raw ?? '', 'hex') : Buffer.from(secret.normalize('NFC'), 'utf8');
  const salt = Buffer.from(about.salt, 'hex');
  // A raw key is bound to the salt as well, so that no two archives share one.
  if (about.kdf === 'raw') return createHmac('sha256', base).update(salt).digest();
  const options = { N: about.n, r: about.r, p: 1, maxmem: 256 * about.n * about.r };
  return deriving(base.toString('utf8'), salt, 32, options);
}

function checkOf(key: Buffer): string {
  return createHmac('sha256', key).update(CHECKED_TEXT).digest('hex');
}
