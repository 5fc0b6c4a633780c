import { isUtf8 } from 'node:buffer';
import { failure } from '../errors.ts';

/**
 * A name as it is on the disk, each byte one character (latin1). So every name can be held, compared and given back,
 * also one that is not valid UTF-8.
 */
export type DiskName = string;

/** The longest name that the usual file systems hold. */
export const MAX_NAME_BYTES: number = 255;

/** The key of a disk name: the name itself, with `%25` for a percent sign and `%E9` for a byte that is no UTF-8. */
export function keyOfName(name: DiskName): string {
  return readable(name, (text) => text.replaceAll('%', '%25'));
}

/** The disk name that a key stands for; undefined where no name has that key. */
export function nameOfKey(key: string): DiskName | undefined {
  const name = key
    .split(/(%[0-9A-F]{2})/)
    .map((part, index) => (index % 2 === 1 ? String.fromCharCode(Number.parseInt(part.slice(1), 16)) : diskName(part)))
    .join('');
  return keyOfName(name) === key ? name : undefined;
}

/**
 * The disk name of a folder that people call `name`. What no file name can have is escaped (`/` as `%2F`, a dot at the
 * start as `%2E`, since hidden folders belong to other programs), and so is what would look escaped.
 * @throws INVALID_NAME
 */
export function folderNameToDisk(name: string, operation: string): DiskName {
  if (name === '' || name.includes('\0') || !name.isWellFormed()) {
    throw failure(
      operation,
      'INVALID_NAME',
      'Cannot use that folder name: it is empty, has a NUL or is not valid Unicode.',
    );
  }
  const escaped = name
    .replace(/%(?=2F|2E|25|[89A-F][0-9A-F])/g, '%25')
    .replaceAll('/', '%2F')
    .replace(/^\./, '%2E');
  const disk = diskName(escaped);
  if (disk.length > MAX_NAME_BYTES) {
    throw failure(
      operation,
      'INVALID_NAME',
      `Cannot use a folder name of ${disk.length} bytes: ${MAX_NAME_BYTES} is the most.`,
    );
  }
  return disk;
}

/** The name of a folder as people see it; a byte that is no UTF-8 shows as `%E9`. */
export function diskToFolderName(disk: DiskName): string {
  const shown = readable(disk, (text) => text);
  return shown.replace(/^%2E|%2F|%25/g, (escaped) => String.fromCharCode(Number.parseInt(escaped.slice(1), 16)));
}

/** The stem of a readable file name made from a wish, safe on every usual file system; the date where nothing is left. */
export function stemFor(wish: string | undefined, date: Date, extension: string): string {
  let stem = (wish ?? '').toWellFormed().normalize('NFC');
  if (stem.toLowerCase().endsWith(extension)) stem = stem.slice(0, -extension.length);
  stem = stem
    // Control characters and those that turn the direction of writing, which can make a name lie about its end.
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/[/\\:*?"<>|]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  if (stem === '') stem = date.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  // Names that Windows keeps for devices, whatever follows the first dot.
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(stem) ? `_${stem}` : stem;
}

/** The file name of a stem and a number, cut at a character so that it fits. */
export function fileName(stem: string, number: number, extension: string): DiskName {
  const end = number > 1 ? ` (${number})${extension}` : extension;
  const room = MAX_NAME_BYTES - Buffer.byteLength(end);
  let fitting = '';
  let bytes = 0;
  for (const character of stem) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    fitting += character;
  }
  return diskName(fitting.replace(/[. ]+$/, '') + end);
}

/** Text as a disk name. */
export function diskName(text: string): DiskName {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function readable(name: DiskName, valid: (text: string) => string): string {
  const bytes = Buffer.from(name, 'latin1');
  if (isUtf8(bytes)) return valid(bytes.toString('utf8'));
  let out = '';
  for (let at = 0; at < bytes.byteLength; ) {
    const length = [1, 2, 3, 4].find(
      (count) => at + count <= bytes.byteLength && isUtf8(bytes.subarray(at, at + count)),
    );
    out +=
      length === undefined
        ? `%${(bytes[at] as number).toString(16).toUpperCase().padStart(2, '0')}`
        : valid(bytes.subarray(at, at + length).toString('utf8'));
    at += length ?? 1;
  }
  return out;
}
