import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, crc32, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { formatManifest, formatSegment } from '../src/archive/format/manifest.ts';
import { formatCommit } from '../src/archive/format/operations.ts';
import { parseRecipe } from '../src/archive/format/recipe.ts';
import { formatRecordHeader, type RecordType } from '../src/archive/format/record.ts';
import { Archive } from '../src/archive/index.ts';
import { signal, storeMails, temporaryFolder, withArchive } from './support.ts';

const folder = temporaryFolder();
const archive = 'ab'.repeat(16);
const MIB = 1_048_576;

/** A record as somebody else might write it. */
interface Made {
  readonly type: RecordType;
  readonly bytes: Buffer;
  /** What its header says, where it lies. */
  readonly raw?: number;
  readonly windowLog?: number;
}

/** Writes an archive of one segment by hand. */
function forge(name: string, made: readonly Made[]): string {
  const place = join(folder, name);
  mkdirSync(join(place, 'segments'), { recursive: true });
  const description: Made = {
    type: 'segment',
    bytes: formatSegment({ archive, segment: 1, generation: 1, encryption: null }),
  };
  let rawStart = 0;
  const parts = [description, ...made].map(({ type, bytes, raw = bytes.byteLength, windowLog }) => {
    const params = windowLog === undefined ? {} : { [constants.ZSTD_c_windowLog]: windowLog };
    const stored = zstdCompressSync(bytes, { params });
    const about = { type, sealed: false, segment: 1, stored: stored.byteLength, raw, rawStart, crc: crc32(stored) };
    rawStart += raw;
    return Buffer.concat([formatRecordHeader(about), stored]);
  });
  writeFileSync(join(place, 'segments', '00000001.zst'), Buffer.concat(parts));
  writeFileSync(
    join(place, 'manifest.json'),
    formatManifest({ archive, generation: 1, segments: [1], encryption: null }),
  );
  return place;
}

/** A commit with one item whose recipe is given; the head of the item is empty. */
function item(recipe: string, size: number, at: number): Buffer {
  return formatCommit({ commit: 1, time: 0, next: 10 }, [
    { op: 'content', content: 1, sha256: '0'.repeat(64), size, type: 'message/rfc822', at: [1, at, recipe.length] },
    { op: 'item', item: 2, folder: 0, content: 1, flags: [], received: 0 },
  ]);
}

const start = formatSegment({ archive, segment: 1, generation: 1, encryption: null }).byteLength;

/** Reads the one item. */
async function read(place: string): Promise<unknown> {
  return withArchive({ folder: place }, async (opened) => {
    const before = process.memoryUsage().rss;
    const answer = await opened.contentBytes(1).catch((error: unknown) => (error as { code?: unknown }).code);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB);
    return answer;
  });
}

test('a frame that expands stops at its declared size, and a window is no larger than a block', async () => {
  const recipe = '[1,"message/rfc822",0,[[1,0,10]],[10]]\n';
  const bomb = forge('bomb', [
    { type: 'heads', bytes: Buffer.concat([Buffer.from(recipe), Buffer.alloc(400 * MIB)]), raw: recipe.length },
    { type: 'commit', bytes: item(recipe, 10, start) },
  ]);
  expect(await read(bomb)).toBe('INVALID_CONTENT');
  const wide = forge('wide', [
    { type: 'heads', bytes: Buffer.concat([Buffer.from(recipe), Buffer.alloc(8 * MIB)]), windowLog: 27 },
    { type: 'commit', bytes: item(recipe, 10, start) },
  ]);
  expect(await read(wide)).toBe('INVALID_CONTENT');
});

test.each([
  ['that wants more own bytes than it names', '[1,"message/rfc822",0,[[1,0,10]],[999999999999]]\n', 999_999_999_999],
  ['of a place that is nowhere', '[1,"message/rfc822",0,[[7,0,10]],[10]]\n', 10],
  ['of a place behind the end', '[1,"message/rfc822",0,[[1,4503599627370496,10]],[10]]\n', 10],
  ['with base64 of an enormous part', '[1,"message/rfc822",0,[],[[[1,0,4503599627370496],"b",76,1,1]]]\n', 10],
  ['of another content', '[9,"message/rfc822",0,[[1,0,10]],[10]]\n', 10],
  ['that says another size than its commit', '[1,"message/rfc822",0,[[1,0,10]],[10]]\n', 11],
  ['that is no JSON', '[1,"message/rfc822",0,[[1,0,10\n', 10],
])('a recipe %s is refused', async (name, recipe, size) => {
  const place = forge(name, [
    { type: 'heads', bytes: Buffer.from(recipe) },
    { type: 'commit', bytes: item(recipe, size, start) },
  ]);
  expect(['INVALID_CONTENT', 'UNAVAILABLE']).toContain(await read(place));
});

test.each([
  '[1,"x",0,[],[[1,"b",3,1,1]]]',
  '[1,"x",0,[],[[1,"q",1000,76,1,0,"",[],[]]]]',
  '[1,"x",0,[],[[1,"q",3,76,1,0,"",[-1],[]]]]',
  '[1,"x",0,[],[[44,"u",1,1]]]',
  '[1,"x",0,[],[[1,"z"]]]',
  '[1,"x",-1,[],[]]',
  '[1,"x",0,{},[]]',
  '[]',
  'null',
])('a recipe like %s is none', (text) => {
  expect(parseRecipe(text)).toBeUndefined();
});

test('commits with broken lines are damage, and folders that lie in themselves stop nobody', async () => {
  const place = forge('folders', [
    {
      type: 'commit',
      bytes: formatCommit({ commit: 1, time: 0, next: 10 }, [
        { op: 'folder', folder: 1, parent: 2, name: 'a' },
        { op: 'folder', folder: 2, parent: 1, name: '../../b' },
      ]),
    },
    { type: 'commit', bytes: Buffer.from('{"commit":2,"time":0,"next":10,"operations":1}\n{"op":"item","item":-1}\n') },
  ]);
  await withArchive({ folder: place }, async (opened) => {
    expect(opened.folders(-1, 10)).toHaveLength(3);
    expect(opened.position.commit).toBe(1);
  });
});

test.each([['{}'], ['{"format":"mapistore-archive","version":1,"segments":[1]}'], ['[]'], ['x'.repeat(100_000)]])(
  'a manifest like %.40s is not believed',
  async (text) => {
    const place = join(folder, createHash('md5').update(text).digest('hex'));
    await withArchive({ folder: place, create: true }, (opened) =>
      storeMails(opened, [Buffer.from('Subject: x\r\n\r\n')]),
    );
    writeFileSync(join(place, 'manifest.json'), text);
    await withArchive({ folder: place }, async (opened) => {
      expect(opened.items(0, 0, 10)).toHaveLength(1);
      await expect(storeMails(opened, [Buffer.from('y')])).rejects.toMatchObject({ code: 'INVALID_CONTENT' });
    });
  },
);

test('a folder that is no archive is UNAVAILABLE, and nothing in it is touched', async () => {
  const place = join(folder, 'other');
  mkdirSync(place);
  writeFileSync(join(place, 'letter.txt'), 'mine');
  await expect(Archive.open({ folder: place })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(readdirSync(place)).toEqual(['letter.txt']);
  expect(readFileSync(join(place, 'letter.txt'), 'utf8')).toBe('mine');
  expect(signal.aborted).toBe(false);
});
