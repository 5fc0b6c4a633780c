import { type PropertyBag, tagged } from '@mapistore/core';
import type { BodyRequest } from './bodies.ts';
import { readPlain } from './bodies.ts';
import { readDate } from './dates.ts';
import { decodeHeader } from './encoded-words.ts';
import { type HeaderBlock, Headers, readHeaderBlock } from './header-block.ts';
import type { Part } from './parts.ts';

/** Class suffixes by the Action field of RFC 3464 s.2.3.3. */
const ACTIONS: Readonly<Record<string, string>> = {
  failed: 'NDR',
  delivered: 'DR',
  relayed: 'DR',
  expanded: 'DR',
  delayed: 'DELAYED',
};

/** Reads the machine part of a report into properties and settles the message class, which a head cannot tell. */
export async function readReport(bag: PropertyBag, root: Part, request: BodyRequest): Promise<void> {
  const status = find(root, 'message/delivery-status') ?? find(root, 'message/global-delivery-status');
  if (status !== undefined) setDeliveryStatus(bag, await readGroups(status, request));
  const receipt =
    find(root, 'message/disposition-notification') ?? find(root, 'message/global-disposition-notification');
  if (receipt !== undefined)
    setDisposition(bag, new Headers((await readGroups(receipt, request))[0] ?? { fields: [], strayLines: 0 }));
  if (status === undefined && receipt === undefined) return;
  bag.set(tagged('PidTagReportTime'), bag.get('PidTagReportTime') ?? bag.get('PidTagClientSubmitTime'));
  bag.set(tagged('PidTagReportText'), bag.get('PidTagBody'));
  setOriginal(bag, root);
}

/** The groups of fields of a status part, apart by empty lines (RFC 3464 s.2.1). */
async function readGroups(part: Part, request: BodyRequest): Promise<HeaderBlock[]> {
  const { text } = await readPlain(part, request);
  const groups = text.replace(/\r\n?/g, '\n').split(/\n(?:[ \t]*\n)+/);
  return groups
    .map((group) => readHeaderBlock(Buffer.from(`${group.trim()}\n`)))
    .filter((block) => block.fields.length > 0)
    .slice(0, 1000);
}

function setDeliveryStatus(bag: PropertyBag, groups: readonly HeaderBlock[]): void {
  const all = groups.map((block) => new Headers(block));
  const recipients = all.filter(
    (group) => group.first('action') !== undefined || group.first('final-recipient') !== undefined,
  );
  const worst = recipients.find((group) => actionOf(group) === 'failed') ?? recipients[0];
  bag.set(tagged('PidTagReportingMessageTransferAgent'), typed(all[0]?.first('reporting-mta')));
  if (worst === undefined) return;
  const suffix = ACTIONS[actionOf(worst)] ?? 'NDR';
  bag.set(tagged('PidTagMessageClass'), `REPORT.IPM.Note.${suffix}`);
  bag.set(
    tagged('PidTagReportTime'),
    readDate(worst.first('last-attempt-date')) ?? readDate(all[0]?.first('arrival-date')),
  );
  bag.set(
    tagged('PidTagOriginalDisplayTo'),
    recipients
      .map((group) => typed(group.first('original-recipient') ?? group.first('final-recipient')))
      .filter(Boolean)
      .join('; '),
  );
  bag.set(tagged('PidTagSupplementaryInfo'), typed(worst.first('diagnostic-code')));
  bag.set(tagged('PidTagRemoteMessageTransferAgent'), typed(worst.first('remote-mta')));
  const code = /(\d)\.(\d{1,3})\.(\d{1,3})/.exec(worst.first('status') ?? '');
  if (code !== null)
    bag.set(
      tagged('PidTagNonDeliveryReportStatusCode'),
      Number(code[1]) * 100 + Number(code[2]) * 10 + Number(code[3]),
    );
}

function actionOf(group: Headers): string {
  return /^\w+/.exec(group.first('action')?.toLowerCase() ?? '')?.[0] ?? '';
}

/** RFC 8098 s.3.2.6: `manual-action/MDN-sent-manually; displayed`. */
function setDisposition(bag: PropertyBag, fields: Headers): void {
  const [mode = '', type = ''] = (fields.first('disposition') ?? '').toLowerCase().split(';');
  bag.set(tagged('PidTagMessageClass'), type.includes('deleted') ? 'REPORT.IPM.Note.IPNNRN' : 'REPORT.IPM.Note.IPNRN');
  bag.set(tagged('PidTagReportDisposition'), type.trim().split('/')[0]);
  bag.set(tagged('PidTagReportDispositionMode'), mode.trim());
  bag.set(tagged('PidTagOriginalMessageId'), fields.first('original-message-id'));
  bag.set(
    tagged('PidTagOriginalDisplayTo'),
    typed(fields.first('original-recipient') ?? fields.first('final-recipient')),
  );
}

/** What a report gives back of the message it is about. */
function setOriginal(bag: PropertyBag, root: Part): void {
  const original = root.parts?.find((part) => part.message !== undefined)?.message;
  if (original === undefined) return;
  bag.set(tagged('PidTagOriginalSubject'), decodeHeader(original.headers.first('subject') ?? ''));
  const id = original.headers.first('message-id');
  if (!bag.has('PidTagOriginalMessageId')) bag.set(tagged('PidTagOriginalMessageId'), id);
}

/** The value behind a type such as `rfc822;` (RFC 3464 s.2.1.2). */
function typed(value: string | undefined): string | undefined {
  return value === undefined ? undefined : decodeHeader(value.slice(value.indexOf(';') + 1)).trim();
}

function find(root: Part, mediaType: string): Part | undefined {
  return root.parts?.find((part) => part.mediaType === mediaType);
}
