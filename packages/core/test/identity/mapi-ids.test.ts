import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globalCounter, globalId, guidBytes, mapiId, predecessorList } from '../../src/identity/mapi-ids.ts';

describe('ids of [MS-OXCDATA] 2.2', () => {
  it('writes a GLOBCNT with its highest byte first', () => {
    expect(Buffer.from(globalCounter(0x010203040506)).toString('hex')).toBe('010203040506');
    expect(Buffer.from(globalCounter(2 ** 48 - 1)).toString('hex')).toBe('ffffffffffff');
  });

  it('writes a GUID as [MS-DTYP] 2.3.4.2 does: PS_PUBLIC_STRINGS', () => {
    expect(Buffer.from(guidBytes('00020329-0000-0000-c000-000000000046')).toString('hex')).toBe(
      '2903020000000000c000000000000046',
    );
  });

  it('makes an id of replica id 1 and the counter: 01 00, then the GLOBCNT, in the order of bytes [MS-OXCSTOR_R1252]', () => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(mapiId(0x7c8d));
    expect(bytes.toString('hex')).toBe('0100000000007c8d');
  });

  it('orders global ids as their counters [MS-OXCSTOR_R1243]', () => {
    const replica = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
    const counter = fc.nat({ max: Number.MAX_SAFE_INTEGER }).map((n) => n % 2 ** 48);
    fc.assert(
      fc.property(counter, counter, (a, b) => {
        expect(Math.sign(Buffer.compare(globalId(replica, a), globalId(replica, b)))).toBe(Math.sign(a - b));
      }),
    );
    expect(Buffer.from(globalId(replica, 5)).toString('hex')).toBe('ff19966f868b11d0b42d00c04fc964ff000000000005');
  });

  it('lists a single predecessor with its length before it', () => {
    const key = globalId('6f9619ff-8b86-d011-b42d-00c04fc964ff', 5);
    expect(predecessorList(key)).toEqual(Buffer.concat([Uint8Array.of(22), key]));
  });
});
