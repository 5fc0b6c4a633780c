import { TextDecoder } from 'node:util';

/** Bytes of a page that are looked at. */
const MAX_BYTES = 4 * 1_048_576;

/** Charsets by code page ([MS-OXCMSG] PidTagInternetCodepage) that every runtime decodes. */
const CHARSETS: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  50220: 'iso-2022-jp',
  51932: 'euc-jp',
  51936: 'gbk',
  51949: 'euc-kr',
  54936: 'gb18030',
  65001: 'utf-8',
};

/**
 * What a page says, roughly: for finding words, where a word too many does no harm. `codepage` is that of the bytes;
 * without one they are UTF-8.
 */
export function htmlText(html: Uint8Array, codepage: number | undefined): string {
  return withoutCode(decoderOf(codepage).decode(html.subarray(0, MAX_BYTES)))
    .replace(/<[^<>]{0,5000}>/gu, ' ')
    .replace(/&(?<entity>#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10});/giu, (_: string, entity: string) => character(entity));
}

/** Style sheets and scripts say nothing to a reader. Each character is passed once, however they are nested or left open. */
function withoutCode(html: string): string {
  const lower = html.toLowerCase();
  const opening = /<(?<name>style|script)\b/gu;
  let text = '';
  let from = 0;
  for (let found = opening.exec(lower); found !== null; found = opening.exec(lower)) {
    text += `${html.slice(from, found.index)} `;
    const close = lower.indexOf(`</${found.groups?.['name']}`, found.index);
    if (close < 0) return text;
    from = opening.lastIndex = close;
  }
  return text + html.slice(from);
}

function decoderOf(codepage: number | undefined): TextDecoder {
  const windows = codepage !== undefined && codepage >= 1250 && codepage <= 1258 ? `windows-${codepage}` : undefined;
  const iso =
    codepage !== undefined && codepage >= 28591 && codepage <= 28605 ? `iso-8859-${codepage - 28590}` : undefined;
  const name = codepage === undefined ? 'utf-8' : (windows ?? iso ?? CHARSETS[codepage] ?? 'windows-1252');
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

/** The character of an entity; of a letter with a mark the letter alone, as words are compared without. */
function character(entity: string): string {
  const number =
    entity.startsWith('#x') || entity.startsWith('#X')
      ? Number.parseInt(entity.slice(2), 16)
      : entity.startsWith('#')
        ? Number(entity.slice(1))
        : undefined;
  if (number !== undefined) return number <= 0x10ffff ? String.fromCodePoint(number) : ' ';
  const marked = /^(?<letter>[a-z])(?:uml|acute|grave|circ|tilde|ring|cedil|slash|caron)$/iu.exec(entity)?.groups;
  if (marked !== undefined) return marked['letter'] as string;
  return { szlig: 'ss', aelig: 'æ', oelig: 'œ', eth: 'ð', thorn: 'þ' }[entity.toLowerCase()] ?? ' ';
}
