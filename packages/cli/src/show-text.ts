import type { Attachment, BodySource, Item, ItemInfo, PropertyBag, PropertyValue } from '@mapistore/core';
import { countText, printable, printableLines, sizeText } from './text.ts';

/** An item to be shown. */
export interface Shown {
  readonly info: ItemInfo;
  readonly item: Item;
  readonly signal: AbortSignal;
}

const HEX_BYTES = 16;
const MOST_TEXT = 400;
const NAME_WIDTH = 36;
const RECIPIENT_TYPES: Readonly<Record<number, string>> = { 1: 'to', 2: 'cc', 3: 'bcc' };

/** Everything of an item, for people. */
export async function shownLines({ info, item, signal }: Shown): Promise<readonly string[]> {
  const lines = [
    printable(`${info.id}  ${info.path}  ${info.mediaType}, ${sizeText(info.size)}`),
    printable(`flags: ${info.flags.join(' ') || 'none'}`),
  ];
  lines.push('', 'Properties', ...propertyLines(item.properties, '  '));
  if (item.recipients.length > 0)
    lines.push(
      '',
      'Recipients',
      ...item.recipients.flatMap(({ properties }, index) => [
        `  ${recipientText(properties, index)}`,
        ...propertyLines(properties, '    '),
      ]),
    );
  if (item.attachments.length > 0)
    lines.push('', 'Attachments', ...(await attachmentLines(item.attachments, '  ', signal)));
  if (item.problems.length > 0)
    lines.push('', 'Problems', ...item.problems.map((problem) => printable(`  ${problem}`)));
  return lines;
}

function recipientText(properties: PropertyBag, index: number): string {
  const type = RECIPIENT_TYPES[Number(properties.get('PidTagRecipientType'))] ?? '';
  const [name = '', address = ''] = [
    properties.text('PidTagDisplayName'),
    properties.text('PidTagSmtpAddress') ?? properties.text('PidTagEmailAddress'),
  ];
  return printable(`${index + 1}. ${type} ${name === address || name === '' ? address : `${name} <${address}>`}`);
}

async function attachmentLines(
  attachments: readonly Attachment[],
  indent: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [index, { properties, content, item }] of attachments.entries()) {
    const name =
      properties.text('PidTagAttachLongFilename') ??
      properties.text('PidTagAttachFilename') ??
      properties.text('PidTagDisplayName') ??
      'without a name';
    const shown = content === undefined ? '' : await contentText(content, signal);
    lines.push(
      printable(`${indent}${index + 1}. ${name}${shown === '' ? '' : `: ${shown}`}`),
      ...propertyLines(properties, `${indent}  `),
    );
    if (item !== undefined) {
      lines.push(`${indent}  It holds a message:`, ...propertyLines(item.properties, `${indent}    `));
      lines.push(...(await attachmentLines(item.attachments, `${indent}    `, signal)));
    }
  }
  return lines;
}

/** The length of an attachment and its first bytes; what is not shown is counted and not kept. */
async function contentText(content: BodySource, signal: AbortSignal): Promise<string> {
  let start = Buffer.alloc(0);
  let size = 0;
  for await (const chunk of content.open({ signal })) {
    size += chunk.byteLength;
    if (start.byteLength < HEX_BYTES) start = Buffer.concat([start, chunk.subarray(0, HEX_BYTES - start.byteLength)]);
  }
  return bytesText(start, size);
}

function bytesText(start: Uint8Array, size: number): string {
  const hex = Buffer.from(start.subarray(0, HEX_BYTES))
    .toString('hex')
    .replace(/(..)(?!$)/gu, '$1 ');
  return `${countText(size, 'byte')}${size === 0 ? '' : `: ${hex}${size > HEX_BYTES ? ' …' : ''}`}`;
}

function propertyLines(properties: PropertyBag, indent: string): readonly string[] {
  const entries = [...properties].sort((a, b) => (a.property.name < b.property.name ? -1 : 1));
  return entries.map(({ property, value }) => {
    const text = valueText(value).split('\n');
    const rest = text.slice(1).map((line) => `${indent}${' '.repeat(NAME_WIDTH)}  ${line}`);
    return [`${indent}${printable(property.name).padEnd(NAME_WIDTH)}  ${text[0] ?? ''}`, ...rest].join('\n');
  });
}

function valueText(value: PropertyValue): string {
  if (typeof value === 'string') return longText(value);
  if (value instanceof Uint8Array) return bytesText(value, value.byteLength);
  if (value instanceof Date) return dateValue(value);
  if (Array.isArray(value))
    return (value as readonly (string | number | bigint | Date | Uint8Array)[])
      .map((each) => valueText(each))
      .join(', ');
  return String(value);
}

function longText(text: string): string {
  const shown = printableLines(text.slice(0, MOST_TEXT)).trimEnd();
  return text.length > MOST_TEXT ? `${shown}… (${countText(text.length, 'character')})` : shown;
}

function dateValue(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no valid time' : date.toISOString();
}
