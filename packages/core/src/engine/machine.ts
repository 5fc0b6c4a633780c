import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Where a process number means something: this machine since it was started, and its namespace of processes. A host
 * name alone does not tell: machines and containers may have the same one.
 */
export const MACHINE: string = `${hostname()} ${createHash('sha256')
  .update(`${attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))}`)
  .update(` ${attempt(() => readlinkSync('/proc/self/ns/pid'))}`)
  .digest('hex')
  .slice(0, 16)}`;

/** Only Linux tells; elsewhere the host name has to do. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
