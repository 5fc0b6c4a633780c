import type { Attachment, BodySource, Item, PropertyBag, PropertyValue } from '@mapistore/core';
import { itemValue } from './item-value.ts';
import type { Shown } from './show-text.ts';
import { jsonLine } from './text.ts';

/** Everything of an item as one line of JSON, in pieces: attachments are encoded while they are read. */
export async function* shownJson({ info, item, signal }: Shown): AsyncIterable<string> {
  const contents: BodySource[] = [];
  const marks = new Marks(contents);
  const text = jsonLine({ ...itemValue(info), ...itemOf(item, marks), problems: item.problems });
  for (const piece of text.split(marks.pattern)) {
    const source = marks.sourceOf(piece);
    if (source === undefined) yield piece;
    else yield* base64(source, signal);
  }
  yield '\n';
}

/** Stands for the bytes of an attachment in a JSON text, until they are read. */
class Marks {
  // Of every call anew, so that no item can hold one.
  readonly #word = `content-${crypto.randomUUID()}-`;
  readonly #sources: BodySource[];

  constructor(sources: BodySource[]) {
    this.#sources = sources;
  }

  get pattern(): RegExp {
    return new RegExp(`(${this.#word}\\d+)`, 'u');
  }

  make(source: BodySource): string {
    this.#sources.push(source);
    return `${this.#word}${this.#sources.length - 1}`;
  }

  sourceOf(piece: string): BodySource | undefined {
    return piece.startsWith(this.#word) ? this.#sources[Number(piece.slice(this.#word.length))] : undefined;
  }
}

async function* base64(source: BodySource, signal: AbortSignal): AsyncIterable<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source.open({ signal })) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.byteLength - (bytes.byteLength % 3);
    if (whole > 0) yield bytes.toString('base64', 0, whole);
    rest = bytes.subarray(whole);
  }
  if (rest.byteLength > 0) yield rest.toString('base64');
}

function itemOf(item: Item, marks: Marks): object {
  return {
    properties: bagValue(item.properties),
    recipients: item.recipients.map(({ properties }) => bagValue(properties)),
    attachments: item.attachments.map((attachment) => attachmentOf(attachment, marks)),
  };
}

function attachmentOf({ properties, content, item }: Attachment, marks: Marks): object {
  return {
    properties: bagValue(properties),
    ...(content !== undefined && { content: marks.make(content) }),
    ...(item !== undefined && { item: itemOf(item, marks) }),
  };
}

function bagValue(properties: PropertyBag): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...properties].map(({ property, value }) => [property.name, jsonValue(value)]));
}

function jsonValue(value: PropertyValue): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return (value as readonly PropertyValue[]).map(jsonValue);
  return value;
}
