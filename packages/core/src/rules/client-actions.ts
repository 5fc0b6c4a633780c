import type { RuleAction } from './actions.ts';
import { ACTION_TYPES } from './states.ts';

/** TM of [MS-OXORULE] 2.2.5.1.1. */
const AS_TEXT = 0x8;

/** RuleAction buffer of a standard rule ([MS-OXORULE] 2.2.5) with the actions that a client has to do: PidTagClientActions. */
export function clientActions(actions: readonly RuleAction[]): Uint8Array {
  const count = Buffer.alloc(2);
  count.writeUInt16LE(actions.length);
  return Buffer.concat([count, ...actions.map(block)]);
}

/** ActionBlock: length, type, flavour, flags, data. */
function block(action: RuleAction): Uint8Array {
  const data = dataOf(action);
  const head = Buffer.alloc(11);
  head.writeUInt16LE(9 + data.byteLength, 0);
  head.writeUInt8(ACTION_TYPES[action.type], 2);
  head.writeUInt32LE(action.type === 'forward' ? AS_TEXT : 0, 3);
  head.writeUInt32LE((action.flags ?? 0) >>> 0, 7);
  return Buffer.concat([head, data]);
}

function dataOf(action: RuleAction): Uint8Array {
  if (action.type === 'defer') return action.data;
  if ('store' in action) return Buffer.concat([Uint8Array.of(0), sized(action.store), sized(action.folder)]);
  return action.type === 'forward' ? recipientBlocks(action.recipients) : new Uint8Array();
}

function sized(bytes: Uint8Array): Uint8Array {
  const size = Buffer.alloc(2);
  size.writeUInt16LE(bytes.byteLength);
  return Buffer.concat([size, bytes]);
}

/** PidTagDisplayName, PidTagEmailAddress and PidTagRecipientType of each. */
function recipientBlocks(recipients: readonly { readonly address: string; readonly name?: string }[]): Uint8Array {
  const number = (value: number): Uint8Array => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const text = (tag: number, value: string): Uint8Array =>
    Buffer.concat([number(tag), Buffer.from(`${value}\0`, 'utf16le')]);
  const blocks = recipients.map(({ address, name = address }) =>
    Buffer.concat([
      Uint8Array.of(1),
      number(3),
      text(0x3001001f, name),
      text(0x3003001f, address),
      number(0x0c150003),
      number(1),
    ]),
  );
  return Buffer.concat([number(recipients.length), ...blocks]);
}
