import { expect, test } from 'vitest';
import { needPackages } from '../src/index.ts';
import { unpackedPackage } from '../src/system-packages.ts';

const there = { name: 'base-files', file: '/etc' };
const missing = { name: 'no-such-package', file: '/no/such/file' };
const unpacked = unpackedPackage('no-such-server');

test('what is there is not spoken of', () => {
  needPackages('go on', [there]);
});

test('what is missing is an error that says what to run, also for what is only unpacked', () => {
  expect(() => needPackages('start it', [there, missing])).toThrow(
    /^Cannot start it: install what is missing with: (sudo )?sh scripts\/system-packages\.sh no-such-package$/,
  );
  expect(() => needPackages('start it', [unpacked])).toThrow(
    /with: sh scripts\/unpack-packages\.sh \.toolchain\/debs\/[\w.-]+ no-such-server$/,
  );
  expect(() => needPackages('start it', [missing, unpacked])).toThrow(/no-such-package && sh .* no-such-server$/);
});
