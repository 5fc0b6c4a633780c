/** Importance of [MS-OXCMSG]: 0 low, 1 normal, 2 high. */
export type Importance = 0 | 1 | 2;

const LEVELS: Readonly<Record<string, Importance>> = {
  low: 0,
  normal: 1,
  medium: 1,
  high: 2,
  highest: 2,
  urgent: 2,
  lowest: 0,
  'non-urgent': 0,
};
const SENSITIVITIES: Readonly<Record<string, number>> = {
  personal: 1,
  private: 2,
  'company-confidential': 3,
  'company confidential': 3,
  confidential: 3,
};

/** The subject cut into PidTagSubjectPrefix and PidTagNormalizedSubject. */
export interface SubjectParts {
  readonly prefix: string;
  readonly normalized: string;
}

/** One to three letters or digits, a colon and white space make a prefix; only the first counts ([MS-OXCMSG]). */
export function splitSubject(subject: string): SubjectParts {
  const prefix = /^[\p{L}\p{N}]{1,3}:(?:\s+|$)/u.exec(subject)?.[0] ?? '';
  return { prefix, normalized: subject.slice(prefix.length) };
}

/** Importance from the fields Importance, X-Priority, X-MSMail-Priority and Priority, the first that says one. */
export function readImportance(first: (name: string) => string | undefined): Importance {
  const named = level(first('importance'));
  if (named !== undefined) return named;
  const digit = /^\s*([1-5])/.exec(first('x-priority') ?? '')?.[1];
  if (digit !== undefined) return digit < '3' ? 2 : digit === '3' ? 1 : 0;
  return level(first('x-msmail-priority')) ?? level(first('priority')) ?? 1;
}

function level(value: string | undefined): Importance | undefined {
  const word = value?.trim().toLowerCase();
  return word !== undefined && Object.hasOwn(LEVELS, word) ? LEVELS[word] : undefined;
}

/** PidTagSensitivity from the Sensitivity field (RFC 2156 s.5.3.4): 0 none, 1 personal, 2 private, 3 confidential. */
export function readSensitivity(value: string | undefined): number {
  const word = value?.trim().toLowerCase() ?? '';
  return Object.hasOwn(SENSITIVITIES, word) ? (SENSITIVITIES[word] ?? 0) : 0;
}

/** A Message-ID as written (RFC 5322 s.3.6.4): the first `<…>`, else the whole value; undefined where empty. */
export function readMessageId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const id = /<[^<>]{1,1000}>/.exec(value)?.[0] ?? value.trim().slice(0, 1000);
  return id === '' ? undefined : id;
}

/** Message-IDs of a References field, oldest first; of more than `most`, the oldest one and the newest ones. */
export function readMessageIds(value: string | undefined, most: number): string[] {
  if (value === undefined) return [];
  const ids = value.match(/<[^<>\s]{1,1000}>/g) ?? value.split(/[\s,]+/).filter((id) => id.includes('@'));
  return ids.length <= most ? ids : [ids[0] as string, ...ids.slice(ids.length - most + 1)];
}
