import type { VcardLine } from '../lines/line.ts';
import { lineOf } from '../lines/writer.ts';
import type { Card } from './card.ts';

/** The card with a line in the place of another, or without it. The line must be one of its own. */
export function replaceLine(card: Card, old: VcardLine, line: VcardLine | undefined): Card {
  const at = card.lines.indexOf(old);
  if (at < 0) return card;
  const put = line === undefined ? [] : [line];
  return {
    ...card,
    lines: card.lines.toSpliced(at, 1, ...put),
    own: card.own.toSpliced(card.own.indexOf(old), 1, ...put),
    end: card.end - 1 + put.length,
  };
}

/** The card with one more line, before END:VCARD. */
export function addLine(card: Card, line: VcardLine): Card {
  const ended = endLast(card);
  return {
    ...ended,
    lines: ended.lines.toSpliced(ended.end, 0, line),
    own: [...ended.own, line],
    end: ended.end + 1,
  };
}

/** The card without a line, and without the lines that only labelled it (`item1.X-ABLabel`). */
export function removeLine(card: Card, line: VcardLine): Card {
  const without = replaceLine(card, line, undefined);
  if (line.group === '') return without;
  const group = without.own.filter((one) => one.group.toLowerCase() === line.group.toLowerCase());
  if (group.some(({ name }) => name !== 'X-ABLABEL' && name !== 'X-ABADR')) return without;
  return group.reduce((now, one) => replaceLine(now, one, undefined), without);
}

/** The whole text again. */
export function cardText({ lines }: Card): string {
  return lines.map(({ raw }) => raw).join('');
}

/** A card that is broken off may lack its last line end, which another line needs. */
function endLast(card: Card): Card {
  const last = card.lines[card.end - 1];
  if (last === undefined || /[\r\n]$/.test(last.raw) || !card.own.includes(last)) return card;
  const line = lineOf(last.raw + card.lineEnd, card.version);
  return line === undefined ? card : replaceLine(card, last, line);
}
