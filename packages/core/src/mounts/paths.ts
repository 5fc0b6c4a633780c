import { MapistoreError } from '../errors/error.ts';

/**
 * A path in the store: `/` or `/Archive/2024`. A folder name that itself holds `/` or `%` shows them as `%2F`, `%25`;
 * one that is `.` or `..` is `%2E` or `%2E%2E`.
 */
export type StorePath = string;

/** Splits a path into folder names. @throws INVALID_ARGUMENT */
export function splitPath(path: StorePath): readonly string[] {
  if (!path.startsWith('/')) {
    throw new MapistoreError(
      'INVALID_ARGUMENT',
      `"${path}" is no folder path; a path starts with "/", such as /Inbox.`,
    );
  }
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((part) => {
    const name = /^(?:%2e){1,2}$/iu.test(part)
      ? '.'.repeat(part.length / 3)
      : part.replace(/%(2f|25)/giu, (code) => (code.toLowerCase() === '%2f' ? '/' : '%'));
    if (part === '.' || part === '..' || name.includes('\0')) {
      throw new MapistoreError('INVALID_ARGUMENT', `"${part}" in "${path}" cannot be the name of a folder.`);
    }
    return name;
  });
}

/** Joins folder names into a path. */
export function joinPath(names: readonly string[]): StorePath {
  return `/${names.map(encodeName).join('/')}`;
}

function encodeName(name: string): string {
  if (name === '.' || name === '..') return '%2E'.repeat(name.length);
  return name.replace(/[%/]/gu, (c) => (c === '/' ? '%2F' : '%25'));
}

/** The form in which the names of siblings are compared. */
export function nameKey(name: string, caseSensitive: boolean): string {
  const composed = name.normalize('NFC');
  return caseSensitive ? composed : composed.toLowerCase();
}
