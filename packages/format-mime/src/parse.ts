import {
  type Attachment,
  type BodySource,
  type Item,
  type OtherFormats,
  type ParseLimits,
  PropertyBag,
  tagged,
} from '@mapistore/core';
import { AttachmentReader, signedEntity } from './attachments.ts';
import { type BodyRequest, setBodies } from './bodies.ts';
import { headerText, setHeaderProperties } from './header-properties.ts';
import { DEFAULT_LIMITS, type ParseContext, TextBudget } from './limits.ts';
import { readMeeting } from './meetings.ts';
import { isSmimeSigned, messageClassOf } from './message-class.ts';
import { bufferedSource } from './part-sources.ts';
import type { Part } from './parts.ts';
import { readRecipients } from './recipients.ts';
import { readReport } from './reports.ts';
import { Scanner } from './scanner.ts';
import { hasAttachments, isSmimeOpaque, layOut } from './structure.ts';

/** Bytes at the start of a message that are kept while its texts are read. */
const KEEP_BYTES = 1_048_576;
/** Encoded messages inside encoded messages: each costs a pass of its own. */
const MAX_UNPACK = 4;

/** What a parse is asked with; see `Format.parse`. */
export interface ParseRequest {
  readonly signal: AbortSignal;
  readonly limits?: Partial<ParseLimits>;
  readonly formats?: OtherFormats;
}

/** Reads a mail as an item ([MS-OXCMAIL]): one pass over the bytes finds the parts, texts are read, attachments stay. */
export async function parseMail(source: BodySource, { signal, limits: asked, formats }: ParseRequest): Promise<Item> {
  const limits = { ...DEFAULT_LIMITS, ...asked };
  const budget = new TextBudget(limits.maxTextBytes);
  return parseSource(source, {
    source,
    texts: source,
    signal,
    limits,
    budget,
    buffered: 0,
    unpack: MAX_UNPACK,
    ...(formats !== undefined && { formats }),
    parse: parseSource,
  });
}

async function parseSource(source: BodySource, context: ParseContext): Promise<Item> {
  const { signal, limits } = context;
  const scanner = new Scanner({
    maxDepth: limits.maxDepth,
    maxParts: limits.maxParts,
    maxHeaderBytes: limits.maxTextBytes,
  });
  const kept: Uint8Array[] = [];
  let buffered = 0;
  for await (const chunk of source.open({ signal })) {
    scanner.push(chunk);
    if (buffered < KEEP_BYTES) {
      const piece = chunk.subarray(0, KEEP_BYTES - buffered);
      kept.push(piece);
      buffered += piece.byteLength;
    }
  }
  const root = scanner.end();
  const start = kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept);
  const item = await itemOf(root, { ...context, source, texts: bufferedSource(source, start), buffered });
  return { ...item, problems: [...scanner.problems, ...item.problems] };
}

/** The item of a message part; embedded messages come through here again. */
async function itemOf(root: Part, context: ParseContext): Promise<Item> {
  const problems = new Set<string>();
  const request: BodyRequest = { context, problems };
  const bag = new PropertyBag();
  bag.set(
    tagged('PidTagMessageClass'),
    messageClassOf({ contentType: root.contentType, contentClass: root.headers.first('content-class'), root }),
  );
  setHeaderProperties(bag, root.headers, problems);
  const recipients = readRecipients(bag, root.headers, problems);
  bag.set(tagged('PidTagTransportMessageHeaders'), headerText(root.headerBytes ?? new Uint8Array()));
  const layout = layOut(root);
  await setBodies(bag, layout, request);
  if (root.mediaType === 'multipart/report') await readReport(bag, root, request);
  else if (bag.text('PidTagMessageClass')?.startsWith('IPM.Note') === true && !isSmime(root))
    await readMeeting(bag, root, request);
  else if (bag.text('PidTagMessageClass')?.startsWith('IPM.Schedule') === true) await readMeeting(bag, root, request);
  bag.set(tagged('PidTagHasAttachments'), hasAttachments(root));
  const attachments: Attachment[] = [];
  if (isSmime(root)) attachments.push(signedEntity(root, context));
  else {
    const reader = new AttachmentReader(context, (message) => itemOf(message, context));
    for (const attached of layout.attachments) attachments.push(await reader.read(attached, attachments.length));
  }
  return { properties: bag, recipients, attachments, problems: [...problems] };
}

/** Whether the message is one signed or encrypted S/MIME entity, which is never taken apart. */
function isSmime(root: Part): boolean {
  return root.mediaType === 'multipart/signed' ? isSmimeSigned(root.contentType, root) : isSmimeOpaque(root.mediaType);
}
