import type { BodyPart } from '@mapistore/core';
import { listOf, numberOf, type Token, textOf } from './imap/tokens.ts';

const MAX_DEPTH = 50;

/** BODYSTRUCTURE (RFC 3501 s.7.4.2) as core wants it; undefined where it is not what it should be. */
export function structureOf(token: Token | undefined): BodyPart | undefined {
  return Array.isArray(token) ? partOf(token, '', 0) : undefined;
}

function partOf(tokens: readonly Token[], section: string, depth: number): BodyPart | undefined {
  if (depth > MAX_DEPTH) return undefined;
  return Array.isArray(tokens[0]) ? multipartOf(tokens, section, depth) : singleOf(tokens, section, depth);
}

function multipartOf(tokens: readonly Token[], section: string, depth: number): BodyPart | undefined {
  const end = tokens.findIndex((token) => !Array.isArray(token));
  const children = end < 0 ? tokens : tokens.slice(0, end);
  const subtype = end < 0 ? 'mixed' : (textOf(tokens[end]) ?? 'mixed');
  const parts = children
    .map((child, index) =>
      partOf(listOf(child), section === '' ? String(index + 1) : `${section}.${index + 1}`, depth + 1),
    )
    .filter((part) => part !== undefined);
  return {
    part: section,
    mediaType: `multipart/${subtype.toLowerCase()}`,
    ...common(parametersOf(tokens[end + 1]), tokens[end + 2]),
    parts,
  };
}

function singleOf(tokens: readonly Token[], section: string, depth: number): BodyPart | undefined {
  const type = textOf(tokens[0]);
  const subtype = textOf(tokens[1]);
  if (type === undefined || subtype === undefined) return undefined;
  const mediaType = `${type}/${subtype}`.toLowerCase();
  const id = textOf(tokens[3]);
  const encoding = textOf(tokens[5])?.toLowerCase();
  const size = numberOf(tokens[6]);
  // What follows the size: for an embedded message its envelope, structure and lines, for text its lines.
  const isMessage = (mediaType === 'message/rfc822' || mediaType === 'message/global') && Array.isArray(tokens[8]);
  const extension = isMessage ? 10 : mediaType.startsWith('text/') ? 8 : 7;
  const part = section === '' ? '1' : section;
  const inner = isMessage ? innerOf(listOf(tokens[8]), part, depth) : undefined;
  return {
    part: section === '' && depth === 0 ? '' : part,
    mediaType,
    ...common(parametersOf(tokens[2]), tokens[extension + 1]),
    ...(encoding !== undefined && { encoding }),
    ...(size !== undefined && { size }),
    ...(id !== undefined && { contentId: id }),
    ...(inner !== undefined && { parts: [inner] }),
  };
}

/** The parts of an embedded message are numbered below it; a message that is one part only has that as `.1`. */
function innerOf(tokens: readonly Token[], section: string, depth: number): BodyPart | undefined {
  return partOf(tokens, Array.isArray(tokens[0]) ? section : `${section}.1`, depth + 1);
}

function common(parameters: Record<string, string> | undefined, disposition: Token | undefined): Partial<BodyPart> {
  const [kind, args] = listOf(disposition);
  const word = textOf(kind)?.toLowerCase();
  const fileName = named(parametersOf(args), 'filename') ?? named(parameters, 'name');
  return {
    ...(parameters !== undefined && { parameters }),
    ...(word !== undefined && { disposition: word }),
    ...(fileName !== undefined && { fileName }),
  };
}

function parametersOf(token: Token | undefined): Record<string, string> | undefined {
  const tokens = listOf(token);
  if (tokens.length < 2) return undefined;
  const entries: [string, string][] = [];
  for (let at = 0; at + 1 < tokens.length; at += 2) {
    const name = textOf(tokens[at])?.toLowerCase();
    const value = textOf(tokens[at + 1]);
    if (name !== undefined && value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

/** A parameter that may be said in pieces and percent-encoded (RFC 2231). */
function named(parameters: Record<string, string> | undefined, name: string): string | undefined {
  if (parameters === undefined) return undefined;
  const plain = parameters[name];
  const extended = parameters[`${name}*`];
  if (extended !== undefined) return decodeExtended(extended) ?? plain;
  if (plain !== undefined) return plain;
  let text = '';
  let encoded = false;
  for (let at = 0; ; at++) {
    const piece = parameters[`${name}*${at}`];
    const escaped = parameters[`${name}*${at}*`];
    if (piece === undefined && escaped === undefined) break;
    encoded ||= escaped !== undefined;
    text += escaped ?? (piece as string).replaceAll('%', '%25');
  }
  if (text === '') return undefined;
  return encoded ? (decodeExtended(text) ?? text) : text.replaceAll('%25', '%');
}

function decodeExtended(value: string): string | undefined {
  const match = /^([^']*)'[^']*'(.*)$/s.exec(value);
  const charset = match?.[1] || 'utf-8';
  const bytes = Buffer.from(
    (match?.[2] ?? value).replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return undefined;
  }
}
