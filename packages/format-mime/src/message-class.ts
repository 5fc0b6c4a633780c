import type { Parameterised } from './parameters.ts';
import { isSmimeOpaque, type PartShape } from './structure.ts';

/** What the kind of a message is read from. */
export interface ClassInput<Part> {
  readonly contentType: Parameterised;
  /** Content-Class, not decoded. */
  readonly contentClass: string | undefined;
  readonly root?: Part;
}

const MEETINGS: Readonly<Record<string, string>> = {
  request: 'IPM.Schedule.Meeting.Request',
  cancel: 'IPM.Schedule.Meeting.Canceled',
  counter: 'IPM.Schedule.Meeting.Resp.Tent',
  reply: 'IPM.Schedule.Meeting.Resp',
};

/**
 * PidTagMessageClass from the media type ([MS-OXCMAIL], [MS-OXOSMIME], [MS-OXCICAL]). Reports count as failures and
 * receipts as read until their second part was read (see `readReport`), which a head does not hold.
 */
export function messageClassOf<Part extends PartShape<Part>>({
  contentType,
  contentClass,
  root,
}: ClassInput<Part>): string {
  const { value, parameters } = contentType;
  if (value === 'multipart/signed') {
    return isSmimeSigned(contentType, root) ? 'IPM.Note.SMIME.MultipartSigned' : 'IPM.Note';
  }
  if (isSmimeOpaque(value)) return 'IPM.Note.SMIME';
  if (value === 'multipart/report') return reportClass(parameters['report-type']);
  const method = methodOf(contentType) ?? (root === undefined ? undefined : calendarMethod(root));
  if (method !== undefined && Object.hasOwn(MEETINGS, method)) return MEETINGS[method] as string;
  return customClass(contentClass) ?? 'IPM.Note';
}

/** Whether a `multipart/signed` is S/MIME (RFC 8551 s.3.5.3) and not OpenPGP; the second part tells where no protocol is named. */
export function isSmimeSigned<Part extends PartShape<Part>>(contentType: Parameterised, root?: Part): boolean {
  const protocol = contentType.parameters['protocol'] ?? root?.parts?.at(-1)?.mediaType;
  return protocol === undefined || /pkcs7-signature/i.test(protocol);
}

/** The calendar object a message is about: alone, or a form of its text; not one that is merely attached. */
export function calendarPart<Part extends PartShape<Part>>(root: Part): Part | undefined {
  if (root.mediaType === 'text/calendar') return root.disposition === 'attachment' ? undefined : root;
  if (!root.mediaType.startsWith('multipart/')) return undefined;
  for (const part of root.parts ?? []) {
    const found = calendarPart(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function calendarMethod<Part extends PartShape<Part>>(root: Part): string | undefined {
  return calendarPart(root)?.parameters?.['method']?.toLowerCase();
}

function methodOf({ value, parameters }: Parameterised): string | undefined {
  return value === 'text/calendar' ? parameters['method']?.toLowerCase() : undefined;
}

function reportClass(type: string | undefined): string {
  if (type?.toLowerCase() === 'disposition-notification') return 'REPORT.IPM.Note.IPNRN';
  return type === undefined || type.toLowerCase() === 'delivery-status' ? 'REPORT.IPM.Note.NDR' : 'IPM.Note';
}

/** `urn:content-class:custom.X` names the class IPM.Note.Custom.X ([MS-OXCMAIL]). */
function customClass(contentClass: string | undefined): string | undefined {
  const name = /^urn:content-class:custom\.([\w.-]{1,200})$/i.exec(contentClass?.trim() ?? '')?.[1];
  return name === undefined ? undefined : `IPM.Note.Custom.${name}`;
}
