import { latin1 } from './header-block.ts';
import { isMbox } from './mbox.ts';

const FIELD = /^[A-Za-z][A-Za-z0-9_-]{0,75}[ \t]*:(?!\/\/)/;
const LOOK_AT = 16_384;
const LINES = 40;

/**
 * Whether bytes are the start of a mail: a plausible header field among the first lines, behind an envelope line or
 * stray lines at most. Says no to an empty file and to binary data; a text with `Name: value` lines passes.
 */
export function looksLikeMail(start: Uint8Array): boolean {
  const text = latin1(start.subarray(0, LOOK_AT)).replace(/^\u00ef\u00bb\u00bf/, '');
  if (isBinary(text.split(/\r?\n\r?\n/, 1)[0] ?? '')) return false;
  if (isMbox(start)) return true;
  const lines = text.trimStart().split(/\r\n|\n|\r/, LINES);
  return lines.some((line) => FIELD.test(line));
}

/** More control characters than broken text has, in the first kilobyte of what should be the header. */
function isBinary(text: string): boolean {
  const first = text.slice(0, 1024);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted
  const controls = first.match(/[\x00-\x06\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return controls > first.length / 50;
}
