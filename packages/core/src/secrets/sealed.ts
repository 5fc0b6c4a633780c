import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { access, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MapistoreError } from '../errors/error.ts';
import type { StateStore } from '../state/store.ts';
import { timeOf } from '../state/time.ts';
import type { StoredSecret } from './grant.ts';

/** Keeps passwords and rotating tokens. */
export interface SecretStore {
  get(name: string): Promise<StoredSecret | undefined>;
  put(name: string, secret: StoredSecret): Promise<void>;
  /**
   * Runs work while no other program does so for the same secret: a refresh token that is replaced when it is used must
   * not be used twice. Where it is missing, programs that share the store may do that.
   * @throws BUSY
   */
  alone?<T>(name: string, work: () => Promise<T>): Promise<T>;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Longer than a request to a provider takes; so long another program waits for one that died. */
const LEASE_MS = 40_000;
const POLL_MS = 50;

/**
 * Secrets sealed with AES-256-GCM in the state. The key lies in a file of its own, readable by its owner only, outside
 * the state and its backups: a stolen backup opens nothing. The file is made when the first secret is put.
 */
export function sealedSecrets(state: StateStore, keyFile: string): SecretStore {
  return {
    async get(name) {
      const sealed = await state.read((tx) => tx.secrets.get(name));
      if (sealed === undefined) return undefined;
      return unseal(sealed, await readKey(keyFile), name);
    },
    async put(name, secret) {
      const sealed = seal(secret, await readKey(keyFile, true), name);
      await state.write((tx) => tx.secrets.put(name, sealed));
    },
    async alone(name, work) {
      const lease = `secret:${createHash('sha256').update(name).digest('hex')}`;
      // A holder for each call: two calls of one program must not take each other's lease for their own.
      const holder = randomUUID();
      const until = performance.now() + 2 * LEASE_MS;
      let token: number | undefined;
      for (;;) {
        token = await state.write(async (tx) => {
          const now = await timeOf(tx, () => new Date());
          return tx.leases.acquire(lease, holder, now + LEASE_MS, now);
        });
        if (token !== undefined) break;
        if (performance.now() > until)
          throw new MapistoreError('BUSY', `Another program is renewing the secret store:${name}; try again later.`);
        await sleep(POLL_MS);
      }
      const held = token;
      try {
        return await work();
      } finally {
        await state.write((tx) => tx.leases.release(lease, held));
      }
    },
  };
}

function seal(secret: StoredSecret, key: Uint8Array, name: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  // The name is authenticated too: a sealed value cannot be moved under another name.
  cipher.setAAD(Buffer.from(name));
  const text = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function unseal(sealed: Uint8Array, key: Uint8Array, name: string): StoredSecret {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(name));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
    const { expires, ...rest } = JSON.parse(text) as { expires?: string } & StoredSecret;
    return expires === undefined ? rest : ({ ...rest, expires: new Date(expires) } as StoredSecret);
  } catch (cause) {
    throw new MapistoreError('CONFIG_INVALID', `The secret store:${name} was sealed with another key; put it again.`, {
      cause,
    });
  }
}

/** Makes a key where there is none. It has its name when it is whole, so that nobody reads half of it. */
async function makeKey(file: string): Promise<void> {
  const made = `${file}.${randomUUID()}.new`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(made, 'wx', 0o600);
    try {
      await handle.writeFile(randomBytes(KEY_BYTES));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(made, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw MapistoreError.from(error, `Cannot make the key file ${file}`);
  } finally {
    await rm(made, { force: true });
  }
}

async function readKey(file: string, create = false): Promise<Uint8Array> {
  if (create && !(await isThere(file))) await makeKey(file);
  const key = await readFile(file).catch((cause: unknown) => {
    throw new MapistoreError(
      'CONFIG_INVALID',
      `The key file ${file} cannot be read; put it back, or put the secrets again.`,
      { cause },
    );
  });
  if (key.byteLength !== KEY_BYTES)
    throw new MapistoreError('CONFIG_INVALID', `The key file ${file} is not a key of ${KEY_BYTES} bytes.`);
  return key;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
