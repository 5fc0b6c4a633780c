import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Replicas } from '../identity/replicas.ts';
import type { Item } from '../item/item.ts';
import { PropertyBag } from '../properties/bag.ts';
import { readProperties } from '../read/properties.ts';
import { indexSubject, messageFlags } from '../restriction/columns.ts';
import type { Subject } from '../restriction/evaluate.ts';
import type { RestrictionValue } from '../restriction/restriction.ts';
import type { ContentsRow } from '../state/rows.ts';

/** The field that tells a store that a message went through it before. */
export const LOOP_FIELD = 'X-MAPIStore-Loop';

const SEEN = 0x1;

/** A message that rules look at. */
export interface Message {
  readonly row: ContentsRow;
  readonly item: Item;
}

/** What rules before have done to a message that is about to be looked at. */
export interface View {
  readonly subject: number;
  readonly values: ReadonlyMap<string, RestrictionValue>;
  readonly flags: ReadonlySet<string>;
}

/** Reads it with all its properties; of one that no format reads only the columns of lists are known. */
export async function readMessage(engine: Engine, row: ContentsRow, signal: AbortSignal): Promise<Message> {
  try {
    return { row, item: await readProperties(engine, row, signal) };
  } catch (error) {
    if (!MapistoreError.is(error, 'FORMAT_NOT_INSTALLED')) throw error;
    return { row, item: { properties: new PropertyBag(), recipients: [], attachments: [], problems: [] } };
  }
}

/** A message as a condition sees it. */
export function conditionSubject({ row, item }: Message, { values, flags }: View, ids: Replicas): Subject {
  const columns = indexSubject(row, ids);
  return {
    ...columns,
    value(property) {
      if (property === 'PidTagMessageFlags') return messageFlags(row) | (flags.has('$seen') ? SEEN : 0);
      const known = values.get(property) ?? item.properties.get(property) ?? columns.value(property);
      return known as RestrictionValue | undefined;
    },
    hasFlag: (flag) => flags.has(flag) || columns.hasFlag(flag),
  };
}

/** Who sent it; empty where it does not say. */
export function senderOf({ row, item }: Message): string {
  return (item.properties.text('PidTagSenderSmtpAddress') ?? row.fromAddress).trim().toLowerCase();
}

/** The value of a header field, unfolded; undefined where there is none. */
function headerField({ item }: Message, name: string): string | undefined {
  const text = (item.properties.text('PidTagTransportMessageHeaders') ?? '').replace(/\r?\n(?=[ \t])/gu, '');
  const line = text.split(/\r?\n/u).find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}

/** Whether a machine made it: then no machine answers (RFC 3834 s.2). */
export function isAutomatic(message: Message): boolean {
  const submitted = headerField(message, 'Auto-Submitted');
  if (submitted !== undefined && !/^no\b/iu.test(submitted)) return true;
  if (/^(?:bulk|junk|list)\b/iu.test(headerField(message, 'Precedence') ?? '')) return true;
  if (headerField(message, 'List-Id') !== undefined || headerField(message, 'Return-Path') === '<>') return true;
  return /^(?:mailer-daemon|owner-.*|.*-request)@/u.test(senderOf(message));
}

/** Whether this store has sent it on before. */
export function isLooping(message: Message, replica: string): boolean {
  return headerField(message, LOOP_FIELD) === replica;
}
