import { PropertyBag, type Recipient, tagged } from '@mapistore/core';
import type { Card } from '../card/card.ts';
import { decodeText } from '../lines/charsets.ts';
import { unescapeText } from '../lines/escapes.ts';
import type { VcardLine } from '../lines/line.ts';
import { parameterText, writeParameterText } from '../lines/parameters.ts';
import { editHead, writeLine } from '../lines/writer.ts';
import type { OneOff } from './one-off.ts';

/** A member of a group with its line. */
export interface Member extends OneOff {
  readonly line: VcardLine;
}

const MAILTO = /^mailto:/i;
/** Parameters that hold a member's name; the first is written. */
const NAMES = ['X-CN', 'CN', 'X-NAME'];

/** Whether the card is of a group (RFC 6350 s.6.1.4, or Apple's form of it for 3.0). */
export function isGroup({ own }: Card): boolean {
  return own.some(
    ({ name, value }) =>
      (name === 'KIND' || name === 'X-ADDRESSBOOKSERVER-KIND') && value.trim().toLowerCase() === 'group',
  );
}

/** The members of a group in order (RFC 6350 s.6.6.5). */
export function membersOf(card: Card): Member[] {
  return card.own.flatMap((line): Member[] => {
    if (line.name !== 'MEMBER' && line.name !== 'X-ADDRESSBOOKSERVER-MEMBER') return [];
    const uri = unescapeText(line.text, card.version).trim();
    if (uri === '') return [];
    const name = nameOf(line);
    if (!MAILTO.test(uri)) return [{ line, name: name ?? uri, type: 'URI', address: uri }];
    const address = decodePercent(uri.replace(MAILTO, '').split('?')[0] ?? '');
    return address === '' ? [] : [{ line, name: name ?? address, type: 'SMTP', address }];
  });
}

/** A line for a member; undefined for one that no URI can name. */
export function writeMember(member: OneOff, card: Card): VcardLine | undefined {
  const { name, type, address } = member;
  if (type !== 'SMTP' && type !== 'URI') return undefined;
  const uri = type === 'SMTP' ? `mailto:${encodeAddress(address)}` : address;
  if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(uri) || (type === 'URI' && MAILTO.test(uri))) return undefined;
  const base = card.version === '4.0' ? 'MEMBER' : 'X-ADDRESSBOOKSERVER-MEMBER';
  const line = writeLine({ ...card, head: named(base, name, address), text: uri });
  const [read] = line === undefined ? [] : membersOf({ ...card, own: [line] });
  return read?.address === address && read.name === (name || address) ? line : undefined;
}

/** The same line with another name. */
export function renameMember({ line, address }: Member, name: string, card: Card): VcardLine | undefined {
  return writeLine({ ...card, head: named(editHead(line.head, { drop: NAMES }), name, address), text: line.text });
}

/** A row of the recipient table for a member that has an address. */
export function recipientOf({ name, address }: OneOff): Recipient {
  const properties = new PropertyBag();
  properties.set(tagged('PidTagRecipientType'), 1);
  properties.set(tagged('PidTagDisplayName'), name);
  properties.set(tagged('PidTagAddressType'), 'SMTP');
  properties.set(tagged('PidTagEmailAddress'), address);
  properties.set(tagged('PidTagSmtpAddress'), address);
  return { properties };
}

function named(head: string, name: string, address: string): string {
  if (name === '' || name === address) return head;
  return `${head};X-CN=${Buffer.from(writeParameterText(name)).toString('latin1')}`;
}

function nameOf(line: VcardLine): string | undefined {
  const raw = NAMES.map((name) => line.parameter(name)).find((one) => one !== undefined);
  return raw === undefined
    ? undefined
    : parameterText(decodeText(Buffer.from(raw, 'latin1'), line.charset).text) || undefined;
}

function encodeAddress(address: string): string {
  return encodeURI(address.toWellFormed()).replace(
    /[?#&;,]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
