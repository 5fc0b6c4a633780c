import type { PropertyValue } from '@mapistore/core';
import type { Card } from './card/card.ts';
import { addLine, removeLine, replaceLine } from './card/edit.ts';
import { type CardState, sameValue, statedValue, stateOf } from './card/state.ts';
import { splitEscaped, unescapeText } from './lines/escapes.ts';
import { writeParameterText } from './lines/parameters.ts';
import { editHead, writeLine } from './lines/writer.ts';
import { type Binding, versionAt } from './mapping/bindings.ts';
import type { Written } from './mapping/codecs.ts';
import { type NewLine, ROW_OF, type Row } from './mapping/rows.ts';
import { SLOT_PARAMETER } from './mapping/slots.ts';

/** What is to become of one property. */
export interface Change {
  readonly name: string;
  /** Undefined removes it. */
  readonly value: PropertyValue | undefined;
  /** All properties that are removed at once; two may share one line. */
  readonly removed: ReadonlySet<string>;
}

/** Lines that a card must have (RFC 6350 s.6.2.1, RFC 6352 s.5.1); they are changed and never taken out. */
const REQUIRED = new Set(['FN', 'N', 'UID']);
/** A property that was written under several names at once goes under all of them, up to this. */
const MAX_NAMES = 20;
const SECOND = 1000;

/**
 * The card with one property changed and every other as it was, in as few bytes as can be. Where that cannot be, the same
 * card. A value that can be said but for white space, line breaks or milliseconds is written so.
 */
export function changeProperty(card: Card, change: Change): Card {
  const row = ROW_OF.get(change.name);
  if (row === undefined) return card;
  const before = stateOf(card);
  const binding = before.bindings.get(change.name);
  if (sameValue(binding?.value, change.value)) return card;
  let near: Card | undefined;
  for (const attempt of attempts(card, row, change)) {
    if (attempt === undefined || attempt === card) continue;
    const verdict = judge(before, stateOf(attempt), change);
    if (verdict === 'exact') return attempt;
    if (verdict === 'near') near ??= attempt;
  }
  return near ?? card;
}

function* attempts(card: Card, row: Row, change: Change): Iterable<Card | undefined> {
  const binding = stateOf(card).bindings.get(row.property.name);
  if (change.value === undefined) {
    if (binding !== undefined) yield* removals(card, binding);
    return;
  }
  if (binding !== undefined) yield edit(card, binding, change.value);
  const form = row.forms[card.version];
  if (form === undefined || (binding !== undefined && binding.text.trim() !== '')) return;
  yield create(card, row, { form, value: change.value });
  if (form.slot !== undefined)
    yield create(card, row, { form, value: change.value, extra: `${SLOT_PARAMETER}=${form.slot}` });
}

/** Takes a value out: with its line, or leaving the line empty where others would take its slot. */
function* removals(card: Card, binding: Binding): Iterable<Card | undefined> {
  const { line, place, row } = binding;
  if (place.parameter !== undefined) {
    const head = editHead(line.head, { drop: [place.parameter] });
    return yield replaced(card, binding, writeLine({ ...card, head, text: line.text }));
  }
  if (place.component !== undefined) {
    const edited = withComponent(card, binding, '');
    const isEmpty = edited?.replace(/[;\s]/g, '') === '';
    if (isEmpty && !REQUIRED.has(line.name)) yield removeLine(card, line);
    else if (edited !== undefined) yield replaced(card, binding, writeLine({ ...card, head: line.head, text: edited }));
    return;
  }
  if (REQUIRED.has(line.name)) return;
  yield removeLine(card, line);
  if (place.slot !== undefined) {
    const head = editHead(line.head, { drop: [SLOT_PARAMETER], add: [`${SLOT_PARAMETER}=${place.slot}`] });
    return yield replaced(card, binding, writeLine({ ...card, head, text: '' }));
  }
  let now = card;
  const names = new Set<string>();
  for (let count = 0; count < MAX_NAMES; count++) {
    const next = stateOf(now).bindings.get(row.property.name);
    // Another line of the same name was not what the property showed: it is not ours to take out.
    if (next === undefined || names.has(next.line.name)) break;
    names.add(next.line.name);
    now = removeLine(now, next.line);
  }
  yield now;
}

function edit(card: Card, binding: Binding, value: PropertyValue): Card | undefined {
  const { line, place, row, text } = binding;
  const written = row.codec.write(value, { text, version: versionAt(place, card), line });
  if (written === undefined) return undefined;
  const head = editHead(line.head, onlyThere(written, line.head));
  if (place.parameter !== undefined)
    return replaced(
      card,
      binding,
      writeLine({ ...card, head: withParameter(head, place.parameter, written), text: line.text }),
    );
  const whole = place.component === undefined ? written.text : withComponent(card, binding, written.text);
  return whole === undefined ? undefined : replaced(card, binding, writeLine({ ...card, head, text: whole }));
}

/** Leaves a head as it is written where nothing has to go. */
function onlyThere({ drop, add }: Written, head: string): { drop: readonly string[]; add: readonly string[] } {
  const upper = head.toUpperCase();
  return { drop: (drop ?? []).filter((name) => upper.includes(name)), add: add ?? [] };
}

function replaced(card: Card, { line }: Binding, by: Parameters<typeof replaceLine>[2]): Card | undefined {
  return by === undefined ? undefined : replaceLine(card, line, by);
}

/** The value of a line with one part changed; the other parts keep their bytes. */
function withComponent(card: Card, { line, place }: Binding, text: string): string | undefined {
  const parts = splitEscaped(line.text, ';', card.version);
  const at = place.component ?? 0;
  while (parts.length <= at) parts.push('');
  parts[at] = text;
  return parts.join(';');
}

interface Creation {
  readonly form: NewLine;
  readonly value: PropertyValue;
  readonly extra?: string;
}

function create(card: Card, row: Row, { form, value, extra }: Creation): Card | undefined {
  const place = form.parameter === undefined ? {} : { parameter: form.parameter };
  const written = row.codec.write(value, { text: '', version: versionAt(place, card) });
  if (written === undefined) return undefined;
  const head = [
    form.name,
    ...(form.parameters ?? []),
    ...(written.add ?? []),
    ...(extra === undefined ? [] : [extra]),
  ].join(';');
  const empty = new Array<string>(form.parts ?? 1).fill('');
  if (form.parameter !== undefined) {
    const there = form.slot === undefined ? undefined : stateOf(card).index.slots.get(form.slot);
    const line = writeLine({
      ...card,
      head: withParameter(there?.head ?? head, form.parameter, written),
      text: there?.text ?? empty.join(';'),
    });
    if (line === undefined) return undefined;
    return there === undefined ? addLine(card, line) : replaceLine(card, there, line);
  }
  if (form.component !== undefined) empty[form.component] = written.text;
  const line = writeLine({ ...card, head, text: form.component === undefined ? written.text : empty.join(';') });
  return line === undefined ? undefined : addLine(card, line);
}

function withParameter(head: string, name: string, { text }: Written): string {
  const value = writeParameterText(unescapeText(text, '3.0'));
  return editHead(head, { drop: [name], add: [`${name}=${Buffer.from(value).toString('latin1')}`] });
}

/** Whether a change did what it was meant to, and nothing else. */
function judge(before: CardState, after: CardState, { name, value, removed }: Change): 'exact' | 'near' | 'no' {
  const own = [before.bindings.get(name), after.bindings.get(name)];
  for (const other of new Set([...before.bindings.keys(), ...after.bindings.keys()])) {
    if (other === name || sameValue(statedValue(before, other), statedValue(after, other))) continue;
    // A birthday and its local form stand in the same place: one goes with the other.
    const shared = [before.bindings.get(other), after.bindings.get(other)].some(
      (one) => one !== undefined && own.some((mine) => mine?.line === one.line && samePlace(mine, one)),
    );
    if (!shared || (value === undefined && !removed.has(other))) return 'no';
  }
  for (const list of before.lists.keys())
    if (!sameValue(statedValue(before, list), statedValue(after, list))) return 'no';
  const now = statedValue(after, name);
  if (sameValue(now, value)) return 'exact';
  return now !== undefined && value !== undefined && nearly(now, value) ? 'near' : 'no';
}

function samePlace({ place: a }: Binding, { place: b }: Binding): boolean {
  return a.component === b.component && a.parameter === b.parameter;
}

function nearly(a: PropertyValue, b: PropertyValue): boolean {
  if (a instanceof Date && b instanceof Date) return Math.abs(a.getTime() - b.getTime()) < SECOND;
  const plain = (text: string): string => text.replace(/\r?\n/g, '\n').trim();
  return typeof a === 'string' && typeof b === 'string' && plain(a) === plain(b);
}
