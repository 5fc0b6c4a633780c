import { failure } from './errors.ts';
import type { Mount } from './mount.ts';

/** "Everything in this folder up to that commit is known." */
export function formatToken({ archive }: Mount, folder: number, commit: number): string {
  return `${archive.id.slice(0, 8)}.${folder}.${commit}`;
}

/** The commit of a token. @throws SYNC_TOKEN_EXPIRED for one of another folder or archive, or from before a compaction */
export function readToken({ archive }: Mount, folder: number, token: string): number {
  const match = /^([0-9a-f]{8})\.(\d{1,15})\.(\d{1,15})$/.exec(token);
  const { commit, forgotten } = archive.position;
  const since = Number(match?.[3] ?? -1);
  const fits = match?.[1] === archive.id.slice(0, 8) && Number(match?.[2]) === folder;
  if (fits && since >= forgotten && since <= commit) return since;
  throw failure('SYNC_TOKEN_EXPIRED', 'The sync token no longer holds: list the folder afresh.');
}
