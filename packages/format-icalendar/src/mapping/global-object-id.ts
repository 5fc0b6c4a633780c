import { named } from '@mapistore/core';
import { lineOf } from '../lines/component.ts';
import { escapeText } from '../lines/write.ts';
import { originalTime } from './original.ts';
import type { Row } from './row.ts';

/** The class id that every global object id begins with ([MS-OXOCAL] 2.2.1.27). */
const CLASS_ID = '040000008200E00074C5B7101A82E008';
/** Before it: class id, date of the instance, creation time, reserved; then the length of the data. */
const DATE_AT = 16;
const SIZE_AT = 36;
const DATA_AT = 40;
/** What comes before a UID that is no global object id itself ([MS-OXCICAL] 2.1.3.1.1.20.26). */
const WRAP = Buffer.concat([Buffer.from('vCal-Uid', 'latin1'), Buffer.from([1, 0, 0, 0])]);

/** Year, month and day of an instance by its rule. */
interface InstanceDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The global object id of a UID, with the day of the instance where it is an exception. */
function globalObjectId(uid: string, day?: InstanceDay): Uint8Array {
  const isHex = uid.toUpperCase().startsWith(CLASS_ID) && /^(?:[0-9A-Fa-f]{2}){40,}$/.test(uid);
  const id = isHex ? Buffer.from(uid, 'hex') : wrap(uid);
  id.fill(0, DATE_AT, DATE_AT + 4);
  if (day !== undefined) {
    id.writeUInt16BE(day.year, DATE_AT);
    id.writeUInt8(day.month, DATE_AT + 2);
    id.writeUInt8(day.day, DATE_AT + 3);
  }
  return new Uint8Array(id);
}

/** The UID of a global object id; undefined where it is none. */
function uidOfGlobalObjectId(id: Uint8Array): string | undefined {
  const bytes = Buffer.from(id);
  if (bytes.length < DATA_AT || bytes.toString('hex', 0, DATE_AT).toUpperCase() !== CLASS_ID) return undefined;
  const data = bytes.subarray(DATA_AT, DATA_AT + bytes.readUInt32LE(SIZE_AT));
  if (data.subarray(0, WRAP.length).equals(WRAP)) {
    const end = data.indexOf(0, WRAP.length);
    return data.toString('utf8', WRAP.length, end < 0 ? data.length : end);
  }
  bytes.fill(0, DATE_AT, DATE_AT + 4);
  return bytes.toString('hex').toUpperCase();
}

function wrap(uid: string): Buffer {
  const data = Buffer.concat([WRAP, Buffer.from(uid, 'utf8'), Buffer.from([0])]);
  const start = Buffer.alloc(DATA_AT);
  start.write(CLASS_ID, 'hex');
  start.writeUInt32LE(data.length, SIZE_AT);
  return Buffer.concat([start, data]);
}

/** UID of an event ([MS-OXCICAL] 2.1.3.1.1.20.26). */
export const GLOBAL_OBJECT_ID: Row = {
  lines: ['UID'],
  properties: ['PidLidGlobalObjectId', 'PidLidCleanGlobalObjectId'],
  read({ component, findZone, seriesStart }, bag) {
    const uid = lineOf(component, 'UID')?.text.trim() ?? '';
    if (uid === '') return;
    const day = originalTime(component, findZone, seriesStart)?.local;
    bag.set(named('PidLidGlobalObjectId'), globalObjectId(uid, day));
    bag.set(named('PidLidCleanGlobalObjectId'), globalObjectId(uid));
  },
  write(bag, { changed }) {
    const [clean, full] = [bag.get('PidLidCleanGlobalObjectId'), bag.get('PidLidGlobalObjectId')];
    const byFull = changed.has('PidLidGlobalObjectId') && !changed.has('PidLidCleanGlobalObjectId');
    const id = byFull ? full : (clean ?? full);
    const uid = id instanceof Uint8Array ? uidOfGlobalObjectId(id) : undefined;
    return uid === undefined || uid === '' ? [] : [{ name: 'UID', value: escapeText(uid) }];
  },
};
