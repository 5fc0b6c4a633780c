import { splitWords } from '../read/words.ts';
import type { JournalChange, MembershipRow } from '../state/rows.ts';

/** What a change of flags is to those who synchronise. */
interface FlagStamp {
  /** Undefined where nothing changed. */
  readonly change: Extract<JournalChange, 'flagged' | 'read'> | undefined;
  /** The columns that get the number of the change. */
  readonly columns: (cn: number) => Pick<Partial<MembershipRow>, 'cn' | 'readCn'>;
}

/**
 * The read state has a change number of its own ([MS-OXCFXICS] 3.2.5.6): who has a message need not get it again because
 * somebody read it. All other flags are properties like any other.
 */
export function flagStamp(before: string, after: string): FlagStamp {
  const isRead = isSeen(before) !== isSeen(after);
  const isOther = others(before) !== others(after);
  return {
    change: isOther ? 'flagged' : isRead ? 'read' : undefined,
    columns: (cn) => ({ ...(isOther && { cn }), ...(isRead && { readCn: cn }) }),
  };
}

/** Whether flags say that an item was read. */
export function isSeen(flags: string): boolean {
  return splitWords(flags).includes('$seen');
}

function others(flags: string): string {
  return splitWords(flags)
    .filter((flag) => flag !== '$seen')
    .sort()
    .join(' ');
}
