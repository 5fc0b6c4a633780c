/** What deciding between body and attachment needs to know of a part; a backend's `BodyPart` has it, and so do ours. */
export interface PartShape<Part> {
  readonly mediaType: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly disposition?: string;
  readonly fileName?: string;
  readonly contentId?: string;
  readonly parts?: readonly Part[];
}

/** A part that is an attachment; a hidden one belongs to the body (an image the HTML shows, a form of the text nobody shows). */
export interface AttachedPart<Part> {
  readonly part: Part;
  readonly hidden: boolean;
}

/** Which parts are the text people read, and which are attachments ([MS-OXCMAIL]). */
export interface Layout<Part> {
  /** Plain text, in order; more than one only where there is no HTML. */
  readonly plain: Part[];
  readonly html?: Part;
  readonly attachments: readonly AttachedPart<Part>[];
}

interface Walk<Part> {
  plain: Part[];
  html: Part | undefined;
  readonly attachments: { readonly part: Part; readonly as: Rank }[];
}

/** What hides a part: being shown in HTML, or being a further form of a text. */
type Rank = 'file' | 'image' | 'form';

/** Whether parts inside an alternative are being read, whose forms all say the same. */
type Place = 'sequence' | 'alternative' | 'related';

/**
 * Sorts the parts of a message. The rule:
 * - the first text part that is not marked as attachment and has no file name is the body; of an alternative, one
 *   plain and one HTML form are; later plain text of a sequence is joined to a body that has no HTML;
 * - any other form in an alternative (a calendar object, enriched text) is a hidden attachment;
 * - what a `multipart/related` holds beside its root is hidden if it has a Content-ID and is not marked as attachment;
 * - nothing is hidden where no body would show it;
 * - every other leaf, an embedded message among them, is an attachment.
 */
export function layOut<Part extends PartShape<Part>>(root: Part): Layout<Part> {
  const walk: Walk<Part> = { plain: [], html: undefined, attachments: [] };
  visit(root, walk, 'sequence');
  const { html } = walk;
  const hidden = { file: false, image: html !== undefined, form: html !== undefined || walk.plain.length > 0 };
  const attachments = walk.attachments.map(({ part, as }) => ({ part, hidden: hidden[as] }));
  return { plain: walk.plain, ...(html !== undefined && { html }), attachments };
}

/** Whether a message has attachments that people see. */
export function hasAttachments<Part extends PartShape<Part>>(root: Part): boolean {
  if (isSmimeOpaque(root.mediaType)) return false;
  return layOut(root).attachments.some(({ hidden, part }) => !hidden && !isSignature(part));
}

/** Whether a media type holds a whole signed or encrypted entity (RFC 8551 s.3.2), whose inside nobody sees from here. */
export function isSmimeOpaque(mediaType: string): boolean {
  return mediaType === 'application/pkcs7-mime' || mediaType === 'application/x-pkcs7-mime';
}

/** A detached signature is not what people call an attachment. */
function isSignature(part: PartShape<unknown>): boolean {
  return /^application\/(?:(?:x-)?pkcs7-signature|pgp-signature)$/.test(part.mediaType);
}

function visit<Part extends PartShape<Part>>(part: Part, walk: Walk<Part>, place: Place): void {
  const children = part.parts;
  if (part.mediaType.startsWith('multipart/') && children !== undefined && children.length > 0) {
    if (part.mediaType === 'multipart/alternative') visitAlternative(children, walk);
    else if (part.mediaType === 'multipart/related') visitRelated(part, children, walk, place);
    else for (const child of children) visit(child, walk, place);
  } else if (!takeAsBody(part, walk, place)) {
    walk.attachments.push({
      part,
      as: rankOf(part, place),
    });
  }
}

function visitAlternative<Part extends PartShape<Part>>(children: readonly Part[], walk: Walk<Part>): void {
  // A second alternative after a body is not the body's other form.
  const place = walk.plain.length === 0 && walk.html === undefined ? 'alternative' : 'sequence';
  for (const child of children) visit(child, walk, place);
}

function visitRelated<Part extends PartShape<Part>>(
  part: Part,
  children: readonly Part[],
  walk: Walk<Part>,
  place: Place,
): void {
  const start = part.parameters?.['start'];
  const root = children.find((child) => start !== undefined && child.contentId === start) ?? children[0];
  if (root !== undefined) visit(root, walk, place);
  for (const child of children) if (child !== root) visit(child, walk, 'related');
}

function takeAsBody<Part extends PartShape<Part>>(part: Part, walk: Walk<Part>, place: Place): boolean {
  // A multipart in which no part was found is read as the text it shows.
  const isPlain =
    part.mediaType === 'text/plain' || (part.mediaType.startsWith('multipart/') && part.parts?.length === 0);
  if (!isPlain && part.mediaType !== 'text/html') return false;
  if (part.disposition === 'attachment' || place === 'related') return false;
  const isFirst = walk.plain.length === 0 && walk.html === undefined;
  if (part.fileName !== undefined && !(isFirst && part.disposition !== undefined && walk.attachments.length === 0))
    return false;
  if (isPlain && walk.html === undefined && (walk.plain.length === 0 || place === 'sequence')) {
    walk.plain.push(part);
    return true;
  }
  if (isPlain && place === 'alternative' && walk.plain.length === 0) {
    walk.plain.push(part);
    return true;
  }
  if (!isPlain && walk.html === undefined && (isFirst || place === 'alternative')) {
    walk.html = part;
    return true;
  }
  return false;
}

function rankOf(part: PartShape<unknown>, place: Place): Rank {
  if (place === 'alternative') return isForm(part) ? 'form' : 'file';
  return place === 'related' && isInline(part) ? 'image' : 'file';
}

/** A further form of the text: not one that was given a name of its own to be saved under. */
function isForm(part: PartShape<unknown>): boolean {
  return part.disposition !== 'attachment' && (part.fileName === undefined || part.mediaType === 'text/calendar');
}

function isInline(part: PartShape<unknown>): boolean {
  return part.disposition !== 'attachment' && part.contentId !== undefined;
}
