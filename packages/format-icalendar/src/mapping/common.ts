import { named, tagged } from '@mapistore/core';
import { type Component, lineOf, linesOf } from '../lines/component.ts';
import { escapeText } from '../lines/write.ts';
import { type Codec, INSTANT, list, PLAIN, simple, TEXT } from './codecs.ts';
import { KEYWORDS, LATITUDE, LONGITUDE, UID, URL } from './names.ts';
import type { Row } from './row.ts';

/** PidTagNativeBody ([MS-OXBBODY]). */
const NATIVE_PLAIN = 1;
const NATIVE_HTML = 3;
const UTF8 = 65001;
const SENSITIVITY = ['PUBLIC', 'X-PERSONAL', 'PRIVATE', 'CONFIDENTIAL'];
const PRIVATE = 2;

export const SUBJECT: Row = simple({
  line: 'SUMMARY',
  property: tagged('PidTagSubject'),
  same: [tagged('PidTagNormalizedSubject')],
  codec: TEXT,
  inHead: true,
});

/** DESCRIPTION; of a reply without one, COMMENT ([MS-OXCICAL] 2.1.3.1.1.20.4). */
export const BODY: Row = {
  lines: ['DESCRIPTION'],
  properties: ['PidTagBody'],
  derived: ['PidTagNativeBody'],
  read({ component, method }, bag) {
    const isReply = method === 'REPLY' || method === 'COUNTER';
    const line = linesOf(component, 'DESCRIPTION')[0] ?? (isReply ? linesOf(component, 'COMMENT')[0] : undefined);
    if (line === undefined) return;
    bag.set(tagged('PidTagBody'), line.text);
    if (!bag.has('PidTagNativeBody')) bag.set(tagged('PidTagNativeBody'), NATIVE_PLAIN);
  },
  write: (bag) => {
    const body = bag.text('PidTagBody');
    return body === undefined ? [] : [{ name: 'DESCRIPTION', value: escapeText(body) }];
  },
};

/** X-ALT-DESC with HTML ([MS-OXCICAL] 2.1.3.1.1.20.28). */
const HTML: Row = {
  lines: ['X-ALT-DESC'],
  properties: ['PidTagHtml'],
  derived: ['PidTagNativeBody', 'PidTagInternetCodepage'],
  read({ component }, bag) {
    const line = linesOf(component, 'X-ALT-DESC').find(
      (one) => one.parameter('FMTTYPE')?.toLowerCase() === 'text/html',
    );
    if (line === undefined) return;
    bag.set(tagged('PidTagHtml'), new Uint8Array(Buffer.from(line.text)));
    bag.set(tagged('PidTagNativeBody'), NATIVE_HTML).set(tagged('PidTagInternetCodepage'), UTF8);
  },
  write: (bag) => {
    const html = bag.get('PidTagHtml');
    if (!(html instanceof Uint8Array)) return [];
    const value = escapeText(Buffer.from(html).toString());
    return [{ name: 'X-ALT-DESC', value, parameters: { FMTTYPE: 'text/html' } }];
  },
};

/** PidTagSensitivity of a component. */
export function sensitivityOf(component: Component): number {
  const word = lineOf(component, 'CLASS')?.value.trim().toUpperCase() ?? '';
  const at = word === '' ? 0 : SENSITIVITY.indexOf(word);
  return at < 0 ? PRIVATE : at;
}

/** CLASS ([MS-OXCICAL] 2.1.3.1.1.20.2); a word that is not known is PRIVATE (RFC 5545 s.3.8.1.3). */
const SENSITIVITY_ROW: Row = {
  lines: ['CLASS'],
  properties: ['PidTagSensitivity', 'PidLidPrivate'],
  inHead: true,
  read({ component }, bag) {
    const sensitivity = sensitivityOf(component);
    bag.set(tagged('PidTagSensitivity'), sensitivity).set(named('PidLidPrivate'), sensitivity === PRIVATE);
  },
  write: (bag, { existing, changed }) => {
    const byFlag = changed.has('PidLidPrivate') && !changed.has('PidTagSensitivity');
    const sensitivity = byFlag ? (bag.get('PidLidPrivate') === true ? PRIVATE : 0) : bag.get('PidTagSensitivity');
    const word = SENSITIVITY[Number(sensitivity ?? 0)];
    const isThere = existing?.lines.some(({ name }) => name === 'CLASS') === true;
    if (word === undefined || (sensitivity ?? 0) === 0)
      return isThere && word !== undefined ? [{ name: 'CLASS', value: word }] : [];
    return [{ name: 'CLASS', value: word }];
  },
};

/** PRIORITY 1 to 4 is high, 5 and 0 normal, 6 to 9 low ([MS-OXCICAL] 2.1.3.1.1.20.17). */
const PRIORITY: Codec = {
  read: (line) => {
    const value = Number.parseInt(line.value, 10);
    if (!(value >= 0 && value <= 9)) return undefined;
    return value === 0 || value === 5 ? 1 : value < 5 ? 2 : 0;
  },
  write: (value) => ([0, 1, 2].includes(Number(value)) ? { value: ['9', '5', '1'][Number(value)] ?? '5' } : undefined),
};

/** PRIORITY, else X-MICROSOFT-CDO-IMPORTANCE. */
const IMPORTANCE: Row = {
  lines: ['PRIORITY', 'X-MICROSOFT-CDO-IMPORTANCE'],
  properties: ['PidTagImportance'],
  inHead: true,
  read({ component }, bag) {
    const priority = linesOf(component, 'PRIORITY')[0];
    const microsoft = linesOf(component, 'X-MICROSOFT-CDO-IMPORTANCE')[0]?.value.trim() ?? '';
    const value = priority === undefined ? undefined : PRIORITY.read(priority);
    bag.set(tagged('PidTagImportance'), value ?? (/^[012]$/.test(microsoft) ? Number(microsoft) : 1));
  },
  write: (bag, { existing }) => {
    const written = PRIORITY.write(bag.get('PidTagImportance') ?? 1);
    const has = (name: string): boolean => existing?.lines.some((line) => line.name === name) === true;
    const isNormal = (bag.get('PidTagImportance') ?? 1) === 1;
    if (written === undefined) return [];
    const lines = isNormal && !has('PRIORITY') ? [] : [{ name: 'PRIORITY', ...written }];
    const microsoft = { name: 'X-MICROSOFT-CDO-IMPORTANCE', value: String(bag.get('PidTagImportance') ?? 1) };
    return has(microsoft.name) ? [...lines, microsoft] : lines;
  },
};

/** GEO: latitude and longitude (RFC 5545 s.3.8.1.6). */
const GEO: Row = {
  lines: ['GEO'],
  properties: [LATITUDE.name, LONGITUDE.name],
  read({ component }, bag) {
    const match = /^([+-]?\d{1,3}(?:\.\d+)?);([+-]?\d{1,3}(?:\.\d+)?)$/.exec(
      linesOf(component, 'GEO')[0]?.value.trim() ?? '',
    );
    if (match !== null) bag.set(LATITUDE, Number(match[1])).set(LONGITUDE, Number(match[2]));
  },
  write: (bag) => {
    const [latitude, longitude] = [bag.get(LATITUDE), bag.get(LONGITUDE)];
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return [];
    return [{ name: 'GEO', value: `${latitude};${longitude}` }];
  },
};

/** UID of what has no global object id. */
export const PLAIN_UID: Row = simple({ line: 'UID', property: UID, codec: TEXT });

/** Rows of every kind. */
export const COMMON: readonly Row[] = [
  SUBJECT,
  HTML,
  BODY,
  SENSITIVITY_ROW,
  IMPORTANCE,
  list('CATEGORIES', KEYWORDS, true),
  simple({ line: 'CREATED', property: tagged('PidTagCreationTime'), codec: INSTANT }),
  simple({ line: 'LAST-MODIFIED', property: tagged('PidTagLastModificationTime'), codec: INSTANT }),
  simple({ line: 'COMMENT', property: tagged('PidTagComment'), codec: TEXT }),
  simple({ line: 'URL', property: URL, codec: PLAIN }),
  list('CONTACT', named('PidLidContacts'), false),
  GEO,
];
