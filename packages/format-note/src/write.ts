import { stringify } from 'yaml';
import type { FrontValue } from './fields.ts';

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\ufeff]/u;

/** A value as it stands behind `key: `, on one line; lists as `[a, b]`. */
export function writeValue(value: FrontValue): string {
  if (typeof value === 'string') return writeText(value);
  return typeof value === 'number' ? String(value) : `[${value.map(writeItem).join(', ')}]`;
}

/** A list as lines of `- item`, the first without its indent. */
export function writeLines(values: readonly string[], indent: string, lineEnd: string): string {
  return values.map((value) => `- ${writeText(value)}`).join(lineEnd + indent);
}

/** Texts with line breaks, other control characters or white space at their ends are quoted, so that they stay. */
function writeText(text: string): string {
  if (text.trim() !== text || text === '' || CONTROLS.test(text)) return JSON.stringify(text);
  const yaml = stringify(text, { lineWidth: 0 }).replace(/\n$/, '');
  return yaml.includes('\n') ? JSON.stringify(text) : yaml;
}

/** Inside of brackets more characters have a meaning. */
function writeItem(text: string): string {
  return /[,[\]{}\n]/.test(text) ? JSON.stringify(text) : writeText(text);
}
