import { PropertyBag, type PropertyEntry } from '../properties/bag.ts';
import {
  PidTagBody,
  PidTagBodyHtml,
  PidTagHtml,
  PidTagInternetCodepage,
  PidTagNativeBody,
  PidTagRtfCompressed,
  PidTagRtfInSync,
} from '../properties/tags.ts';

const UTF8 = 65001;
/** PidTagNativeBody ([MS-OXBBODY] 2.1): which form the others come from. */
const NATIVE = { [PidTagBody.name]: 1, [PidTagRtfCompressed.name]: 2, [PidTagHtml.name]: 3 } as const;

/** The forms of a body: when one is set, the others that were not set with it are out of date. */
const BODY_NAMES: ReadonlySet<string> = new Set([
  PidTagBody.name,
  PidTagHtml.name,
  PidTagBodyHtml.name,
  PidTagRtfCompressed.name,
]);

/** Forms that are left over, after some were set, and what PidTagNativeBody then is. */
export interface BodyStep {
  /** Names of forms that said something else. */
  readonly stale: readonly string[];
  readonly native: number;
}

/** What setting these forms in one call does to the others; undefined where none of them is a form of the body. */
export function bodyStep(set: ReadonlySet<string>): BodyStep | undefined {
  const forms = [...set]
    .filter((name) => BODY_NAMES.has(name))
    .map((name) => (name === PidTagBodyHtml.name ? PidTagHtml.name : name));
  if (forms.length === 0) return undefined;
  const best = [PidTagHtml.name, PidTagRtfCompressed.name, PidTagBody.name].find((name) =>
    forms.includes(name),
  ) as keyof typeof NATIVE;
  const stale = [...BODY_NAMES, PidTagRtfInSync.name].filter((name) => !forms.includes(name) && !set.has(name));
  return { stale, native: NATIVE[best] as number };
}

/** HTML that was set as text (PidTagBodyHtml) is stored as what PidTagHtml holds: bytes, here in UTF-8. */
export function htmlBytes(text: string): readonly PropertyEntry[] {
  return [
    { property: PidTagHtml, value: new Uint8Array(Buffer.from(text.toWellFormed())) },
    { property: PidTagInternetCodepage, value: UTF8 },
  ];
}

/**
 * Forms of the body that are asked for and not there, made from the one that is ([MS-OXBBODY] 2.1.3). Compressed RTF is
 * only ever what somebody set.
 */
export function derivedBody(bag: PropertyBag): PropertyBag {
  const made = new PropertyBag();
  const html = htmlOf(bag);
  const text = bag.get(PidTagBody);
  if (text === undefined && html !== undefined) made.set(PidTagBody, textOfHtml(html));
  if (html === undefined && text !== undefined) {
    const written = htmlOfText(text);
    made.set(PidTagHtml, new Uint8Array(Buffer.from(written))).set(PidTagBodyHtml, written);
    if (!bag.has(PidTagInternetCodepage)) made.set(PidTagInternetCodepage, UTF8);
  } else if (html !== undefined && !bag.has(PidTagBodyHtml)) made.set(PidTagBodyHtml, html);
  if (!bag.has(PidTagNativeBody)) {
    const native = html !== undefined ? 3 : bag.has(PidTagRtfCompressed) ? 2 : text !== undefined ? 1 : 0;
    made.set(PidTagNativeBody, native);
  }
  made.set(PidTagRtfInSync, bag.get(PidTagNativeBody) === 2 || (bag.has(PidTagRtfCompressed) && text === undefined));
  return made;
}

function htmlOf(bag: PropertyBag): string | undefined {
  const bytes = bag.get(PidTagHtml);
  if (bytes === undefined) return bag.get(PidTagBodyHtml);
  const codepage = bag.get(PidTagInternetCodepage) ?? UTF8;
  try {
    return new TextDecoder(charsetOf(codepage)).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Charsets of code pages that are not called after their number. */
const CHARSETS: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  20127: 'us-ascii',
  20866: 'koi8-r',
  21866: 'koi8-u',
  50220: 'iso-2022-jp',
  51932: 'euc-jp',
  51949: 'euc-kr',
  54936: 'gb18030',
  65001: 'utf-8',
};

function charsetOf(codepage: number): string {
  const isIso = codepage > 28_590 && codepage <= 28_606;
  return CHARSETS[codepage] ?? (isIso ? `iso-8859-${codepage - 28_590}` : `windows-${codepage}`);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The text of an HTML document, a line for each block. For a preview and for clients that show no HTML. */
function textOfHtml(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/gu, '')
    .replace(/<(script|style|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/giu, '')
    .replace(/\s+/gu, ' ')
    .replace(/ ?<(?:br|hr)\b[^>]*> ?/giu, '\r\n')
    .replace(/ ?<\/?(?:p|div|tr|li|ul|ol|h[1-6]|table|blockquote|pre)\b[^>]*> ?/giu, '\n')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/giu, (whole, name: string) => entity(name) ?? whole)
    .replace(/(?:\r\n)?\n+(?:\r\n)?/gu, '\r\n')
    .trim();
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
}

/** A text as an HTML document that shows the same. */
function htmlOfText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<html><body><div style="white-space:pre-wrap">${escaped.replace(/\r?\n/gu, '<br>\r\n')}</div></body></html>`;
}
