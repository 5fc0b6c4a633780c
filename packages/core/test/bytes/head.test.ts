import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, foldLineEnds, headerBlockEnd, headOf } from '../../src/bytes/head.ts';
import { MAX_HEAD_BYTES } from '../../src/contract/entries.ts';
import { latin1 } from '../support.ts';

const lines = fc.array(fc.stringMatching(/^[a-zA-Z: ]{0,12}$/u), { maxLength: 12 });

describe('the header block', () => {
  it('ends behind the first empty line, after LF, CRLF or both', () => {
    expect(headerBlockEnd(latin1('A: 1\r\nB: 2\r\n\r\nbody\r\n\r\n'))).toBe(14);
    expect(headerBlockEnd(latin1('A: 1\nB: 2\n\nbody'))).toBe(11);
    expect(headerBlockEnd(latin1('A: 1\r\nB: 2\n\r\nbody'))).toBe(13);
    expect(headerBlockEnd(latin1('\r\nbody'))).toBe(2);
    expect(headerBlockEnd(latin1('\nbody'))).toBe(1);
  });

  it('has no end where there is no empty line; a CR alone is none', () => {
    expect(headerBlockEnd(latin1('A: 1\r\nB: 2\r\n'))).toBeUndefined();
    expect(headerBlockEnd(latin1('A: 1\n\rB: 2\n'))).toBeUndefined();
    expect(headerBlockEnd(new Uint8Array(0))).toBeUndefined();
  });

  it('is the head of a mail; the first 64 KiB are that of anything else', () => {
    expect(headOf(latin1('A: 1\n\nbody'), 'message/rfc822')).toEqual(latin1('A: 1\n\n'));
    expect(headOf(latin1('A: 1\n'), 'message/rfc822')).toEqual(latin1('A: 1\n'));
    expect(headOf(new Uint8Array(MAX_HEAD_BYTES + 9), 'text/markdown')).toHaveLength(MAX_HEAD_BYTES);
    expect(headOf(latin1('# a\n\nb'), 'text/markdown')).toEqual(latin1('# a\n\nb'));
  });
});

describe('a fingerprint', () => {
  it('is the same with LF and with CRLF, and with or without line ends at its end', () => {
    fc.assert(
      fc.property(lines, fc.nat({ max: 3 }), (block, more) => {
        const lf = `${block.join('\n')}x`;
        const crlf = `${block.join('\r\n')}x`;
        expect(fingerprintOf(latin1(crlf + '\r\n'.repeat(more)))).toBe(fingerprintOf(latin1(lf)));
      }),
    );
  });

  it('differs where a single character does', () => {
    expect(fingerprintOf(latin1('Subject: a\r\n'))).not.toBe(fingerprintOf(latin1('Subject: b\r\n')));
  });

  it('folds CRLF only: a CR or LF by itself stays', () => {
    expect(foldLineEnds(latin1('a\r\nb\rc\n\r\r\n'))).toEqual(latin1('a\nb\rc\n\r\n'));
    const plain = latin1('a\nb');
    expect(foldLineEnds(plain)).toBe(plain);
  });
});
