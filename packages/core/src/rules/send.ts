import { type StagedBlob, stageBlob } from '../blobs/blob-area.ts';
import { bytesSource, collect } from '../bytes/sources.ts';
import type { BodySource } from '../contract/body.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { PropertyBag } from '../properties/bag.ts';
import { tagged } from '../properties/lookup.ts';
import type { PropertyValue } from '../properties/types.ts';
import { originalSource } from '../read/original.ts';
import type { OutgoingRow } from '../state/rule-rows.ts';
import type { RuleAction, RuleRecipient } from './actions.ts';
import { decodeTemplate, encodeBag, type TemplateItem } from './bags.ts';
import { attached, bounced, forwarded, type Letter, replied } from './compose.ts';
import { oneOffEntryId, searchKey } from './entry-ids.ts';
import { LOOP_FIELD, type Message, senderOf } from './message.ts';
import { type Owner, readOwner } from './owner.ts';
import { BOUNCE_CODES } from './states.ts';

const MAIL = 'message/rfc822';
/** Composed messages up to this size are made once. */
const HELD_BYTES = 262_144;

/** Something to be sent that is ready for the transaction that puts it into the queue. */
export interface ReadyToSend {
  readonly row: Omit<OutgoingRow, 'outgoingId' | 'itemId' | 'ruleId' | 'at'>;
  readonly blob: StagedBlob;
}

/** What an action sends, before it has bytes of its own. */
interface Draft {
  readonly kind: OutgoingRow['kind'];
  readonly to: readonly RuleRecipient[];
  readonly sender: string;
  readonly properties?: PropertyBag;
  readonly body: BodySource;
}

/** What a step sends. */
export interface Sending {
  readonly message: Message;
  readonly content: RuleAction;
  readonly messageId: string;
}

/**
 * Makes what a rule wants sent.
 * @throws NOT_FOUND (the template), CONFIG_INVALID (nobody knows who the owner is), FORMAT_NOT_INSTALLED
 */
export async function makeOutgoing(engine: Engine, sending: Sending, signal: AbortSignal): Promise<ReadyToSend> {
  const { kind, to, sender, properties = new PropertyBag(), body } = await draft(engine, sending, signal);
  const blob = await stageBlob(engine.state, await held(body, signal), signal);
  const { sha256, size } = blob;
  const row = {
    kind,
    recipients: JSON.stringify({ to, sender }),
    properties: encodeBag(properties),
    mediaType: body.mediaType,
    blob: sha256,
    size,
    sessionId: null,
    takenUntil: null,
  };
  return { row, blob };
}

async function draft(engine: Engine, sending: Sending, signal: AbortSignal): Promise<Draft> {
  const { message, content, messageId } = sending;
  const owner = await engine.state.read(readOwner);
  const letter = (recipients: readonly RuleRecipient[], submitted: Letter['submitted']): Letter => ({
    engine,
    message,
    owner: need(owner),
    recipients,
    messageId,
    submitted,
  });
  const render = (item: Parameters<ReturnType<typeof engine.formats.need>['render']>[0]): Promise<BodySource> =>
    engine.formats.need(MAIL).render(item, { signal, formats: engine.formats });
  switch (content.type) {
    case 'forward': {
      const { recipients: to, preserveSender = false, unchanged = false, asAttachment = false } = content;
      if (preserveSender || unchanged) return redirect(engine, message, { to, preserveSender, unchanged, owner });
      const forward = letter(to, 'auto-forwarded');
      const body = await render(asAttachment ? attached(forward) : forwarded(forward));
      return { kind: 'forward', to, sender: forward.owner.address, body };
    }
    case 'delegate': {
      const { address } = need(owner);
      const properties = delegation(need(owner));
      return { kind: 'delegate', to: content.recipients, sender: address, properties, body: passedOn(engine, message) };
    }
    case 'reply':
    case 'oof-reply': {
      const template = await templateOf(engine, content.template);
      const to = [
        ...(content.notToSender === true ? [] : [{ address: senderOf(message), name: message.row.fromName }]),
        ...template.recipients.map(recipientOf),
      ];
      if (to.length === 0) throw new MapistoreError('NOT_FOUND', 'The template of the reply names no recipients.');
      const away = `${need(owner).name || need(owner).address} is not there and will answer later.\r\n`;
      const text = content.storeText === true ? away : undefined;
      const body = await render(replied(letter(to, 'auto-replied'), template, text));
      // RFC 3834 s.3.3: nobody is told that an answer of a machine could not be delivered.
      return { kind: content.type, to, sender: '', body };
    }
    case 'bounce': {
      const to = [{ address: senderOf(message), name: message.row.fromName }];
      const properties = new PropertyBag().set(tagged('PidTagNonDeliveryReportStatusCode'), BOUNCE_CODES[content.code]);
      return {
        kind: 'bounce',
        to,
        sender: '',
        properties,
        body: await render(bounced(letter(to, 'auto-replied'), content.code)),
      };
    }
    default:
      throw new TypeError(`Nothing is sent for "${content.type}".`);
  }
}

interface Redirection {
  readonly to: readonly RuleRecipient[];
  readonly preserveSender: boolean;
  readonly unchanged: boolean;
  readonly owner: Owner | undefined;
}

/** The message itself, to others: its bytes stay, but for fields in front of them that say where it was. */
function redirect(engine: Engine, message: Message, { to, preserveSender, unchanged, owner }: Redirection): Draft {
  const properties = new PropertyBag();
  if (preserveSender) {
    properties.set(tagged('PidTagAutoForwarded'), true);
    for (const { property, value } of message.item.properties)
      if (/^PidTag(?:Sender|SentRepresenting)/u.test(property.name)) properties.set(property, value);
  }
  return {
    kind: preserveSender ? 'redirect' : 'forward',
    to,
    sender: owner?.address ?? '',
    properties,
    body: unchanged ? originalSource(engine, message.row) : passedOn(engine, message),
  };
}

/** The bytes of a mail behind fields that keep it from going in circles; those of anything else as they are. */
function passedOn(engine: Engine, { row }: Message): BodySource {
  const original = originalSource(engine, row);
  if (row.mediaType !== MAIL) return original;
  const fields = Buffer.from(`${LOOP_FIELD}: ${engine.replicas.store}\r\nAuto-Submitted: auto-forwarded\r\n`);
  return {
    mediaType: MAIL,
    async *open(request) {
      yield fields;
      yield* original.open({ signal: request.signal });
    },
  };
}

/** For whom a delegate gets it ([MS-OXORULE] 3.2.5.1, OP_DELEGATE). */
function delegation({ name, address }: Owner): PropertyBag {
  const values: Readonly<Record<string, PropertyValue>> = {
    PidTagReceivedRepresentingEntryId: oneOffEntryId(name, address),
    PidTagReceivedRepresentingAddressType: 'SMTP',
    PidTagReceivedRepresentingEmailAddress: address,
    PidTagReceivedRepresentingName: name,
    PidTagReceivedRepresentingSearchKey: searchKey(address),
    PidTagDelegatedByRule: true,
  };
  const bag = new PropertyBag();
  for (const [property, value] of Object.entries(values)) bag.set(tagged(property), value);
  return bag;
}

async function templateOf(engine: Engine, guid: string): Promise<TemplateItem> {
  const row = await engine.state.read((tx) => tx.rules.template(guid));
  if (row === undefined) throw new MapistoreError('NOT_FOUND', `There is no reply template ${guid}.`);
  return decodeTemplate(row.item);
}

function recipientOf({ properties }: TemplateItem['recipients'][number]): RuleRecipient {
  const address = properties.text('PidTagSmtpAddress') ?? properties.text('PidTagEmailAddress') ?? '';
  return { address, name: properties.text('PidTagDisplayName') ?? address };
}

function need(owner: Owner | undefined): Owner {
  if (owner !== undefined) return owner;
  const sentence = 'Nobody knows whose store this is; set its owner before rules send something in their name.';
  throw new MapistoreError('CONFIG_INVALID', sentence);
}

/** Small ones in memory, so that they are made once. */
async function held(body: BodySource, signal: AbortSignal): Promise<BodySource> {
  if (body.bytes !== undefined || (body.size ?? Number.POSITIVE_INFINITY) > HELD_BYTES) return body;
  return bytesSource(await collect(body.open({ signal })), body.mediaType);
}
