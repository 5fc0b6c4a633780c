import { createHash } from 'node:crypto';
import { putBlob } from '../blobs/blob-area.ts';
import type { BodySource } from '../contract/body.ts';
import type { StateStore } from '../state/store.ts';
import type { Attachment, Item } from './item.ts';
import { type BlobSource, type StoredAttachment, type StoredContent, type StoredItem, storedBag } from './stored.ts';

/**
 * Turns items into plain JSON and brings contents into the blob area on the way. `blobs` are all that the JSON refers to:
 * each has a reference of its own, but for those in `reused`, which an owner refers to already.
 */
export class ContentKeeper {
  readonly #state: StateStore;
  readonly #signal: AbortSignal;
  readonly #blobs = new Set<string>();
  readonly #taken = new Set<string>();

  constructor(state: StateStore, signal: AbortSignal) {
    this.#state = state;
    this.#signal = signal;
  }

  /** Everything that is referred to. */
  get blobs(): readonly string[] {
    return [...this.#blobs];
  }

  /** Those that came from the blob area: they still need a reference for a new owner. */
  get reused(): readonly string[] {
    return [...this.#blobs].filter((blob) => !this.#taken.has(blob));
  }

  /** Those that were brought in, each with a reference. */
  get taken(): readonly string[] {
    return [...this.#taken];
  }

  async item({ properties, recipients, attachments }: Item): Promise<StoredItem> {
    const stored: StoredAttachment[] = [];
    for (const attachment of attachments) stored.push(await this.attachment(attachment));
    return {
      properties: storedBag(properties),
      recipients: recipients.map((row) => storedBag(row.properties)),
      attachments: stored,
    };
  }

  async attachment({ properties, content, item }: Attachment): Promise<StoredAttachment> {
    return {
      properties: storedBag(properties),
      ...(content !== undefined && { content: await this.content(content) }),
      ...(item !== undefined && { item: await this.item(item) }),
    };
  }

  /** Brings bytes into the blob area, once each. */
  async content(source: BodySource): Promise<StoredContent> {
    const { mediaType } = source;
    const known = 'blob' in source ? (source as BlobSource).blob : undefined;
    if (known !== undefined) {
      this.#blobs.add(known);
      return { blob: known, size: source.size as number, mediaType };
    }
    let size = 0;
    const counted: BodySource = {
      mediaType,
      ...(source.bytes !== undefined && { bytes: source.bytes }),
      open: (request) =>
        count(source.open(request), (bytes) => {
          size += bytes;
        }),
    };
    const blob = await putBlob(this.#state, counted, this.#signal);
    if (source.bytes !== undefined) size = source.bytes.byteLength;
    // Twice the same bytes in one item are one reference.
    if (this.#taken.has(blob)) await this.#state.write((tx) => tx.blobs.release(blob));
    this.#blobs.add(blob);
    this.#taken.add(blob);
    return { blob, size, mediaType };
  }
}

async function* count(chunks: AsyncIterable<Uint8Array>, add: (bytes: number) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    add(chunk.byteLength);
    yield chunk;
  }
}

/** SHA-256 of text in UTF-8, as hex. */
export function digestOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
