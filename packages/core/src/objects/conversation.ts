import { createHash, randomBytes } from 'node:crypto';
import { fileTime } from '../properties/values.ts';

/** Bytes of the header of a conversation index ([MS-OXOMSG]): 1, five of a time, a GUID. */
const HEADER_BYTES = 22;

/** PidTagConversationIndex of a message that begins a conversation. */
export function newConversationIndex(at: Date): Uint8Array {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(fileTime(at));
  // The reserved byte is 1 where FILETIME's highest is; the five below it follow.
  return Buffer.concat([Uint8Array.of(1), time.subarray(1, 6), randomBytes(16)]);
}

/**
 * PidTagConversationId ([MS-OXOMSG]): the GUID of the index where the sender keeps
 * track by it, else a digest of the topic, so that all messages on a topic are one conversation.
 */
export function conversationId(
  index: Uint8Array | undefined,
  isTracked: boolean | undefined,
  topic: string | undefined,
): Uint8Array | undefined {
  if (isTracked === true && index !== undefined && index.byteLength >= HEADER_BYTES && index[0] === 1)
    return index.slice(6, HEADER_BYTES);
  if (topic === undefined || topic === '')
    return index !== undefined && index.byteLength >= HEADER_BYTES ? index.slice(6, HEADER_BYTES) : undefined;
  return new Uint8Array(createHash('md5').update(Buffer.from(topic.toUpperCase(), 'utf16le')).digest());
}
