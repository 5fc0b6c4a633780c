import { expect, it } from 'vitest';
import { htmlText } from '../../src/search/html-text.ts';

const said = (html: string, codepage?: number): string =>
  htmlText(Buffer.from(html, codepage === undefined ? 'utf8' : 'latin1'), codepage)
    .replace(/\s+/gu, ' ')
    .trim();

it('what a page says is found without its tags, styles and scripts', () => {
  expect(
    said(
      '<p class="x">Gr&#252;&#xDF;e <b>aus</b> K&ouml;ln</p><STYLE>p { color: red }</STYLE><script>a < b</script> Ende',
    ),
  ).toBe('Grüße aus Koln Ende');
});

it('bytes are read in their code page', () => {
  expect([said('caf\xe9', 1252), said('caf\xe9', 28591), said('caf\xe9', 99999), said('\xb3odz', 28592)]).toEqual([
    'café',
    'café',
    'café',
    'łodz',
  ]);
});

it('hostile pages take no time without end', () => {
  const before = performance.now();
  for (const piece of ['<style>', '<', '<a', '&#', '<style </style'])
    htmlText(Buffer.from(piece.repeat(500_000)), undefined);
  expect(performance.now() - before).toBeLessThan(5_000);
});
