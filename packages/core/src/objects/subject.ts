import type { PropertyBag } from '../properties/bag.ts';
import { PidTagNormalizedSubject, PidTagSubject, PidTagSubjectPrefix } from '../properties/tags.ts';

/** A subject in its parts: the whole is the prefix and then the rest ([MS-OXCMSG] 2.2.1.46). */
export interface SubjectParts {
  readonly subject: string;
  readonly prefix: string;
  readonly normalized: string;
}

/** One to three letters or digits, a colon and white space are a prefix; only the first counts ([MS-OXCMSG] 3.2.4.2). */
const PREFIX = /^[\p{L}\p{N}]{1,3}:(?:\s+|$)/u;

/** The parts of an item's subject; undefined where it has none. The whole subject decides, and the rest follows. */
export function subjectParts(bag: PropertyBag): SubjectParts | undefined {
  const subject = bag.get(PidTagSubject);
  if (subject === undefined) {
    const [prefix, normalized] = [bag.get(PidTagSubjectPrefix), bag.get(PidTagNormalizedSubject)];
    if (prefix === undefined && normalized === undefined) return undefined;
    return { subject: (prefix ?? '') + (normalized ?? ''), prefix: prefix ?? '', normalized: normalized ?? '' };
  }
  const asked = bag.get(PidTagSubjectPrefix);
  const prefix = asked !== undefined && subject.startsWith(asked) ? asked : (PREFIX.exec(subject)?.[0] ?? '');
  return { subject, prefix, normalized: subject.slice(prefix.length) };
}

/** The properties that make up the subject. */
export const SUBJECT_NAMES: ReadonlySet<string> = new Set([
  PidTagSubject.name,
  PidTagSubjectPrefix.name,
  PidTagNormalizedSubject.name,
]);

/** What the subject's properties are after some of them were set: the last to be set decides for the others. */
export function changedSubject(
  before: SubjectParts | undefined,
  set: { readonly subject?: string; readonly prefix?: string; readonly normalized?: string },
): SubjectParts {
  let { subject, prefix } = { subject: before?.subject ?? '', prefix: before?.prefix ?? '' };
  if (set.subject !== undefined) {
    subject = set.subject;
    prefix = PREFIX.exec(subject)?.[0] ?? '';
  }
  if (set.prefix !== undefined && set.prefix !== prefix) {
    // A subject that begins with it already is only cut at another place.
    if (!subject.startsWith(set.prefix)) subject = set.prefix + subject.slice(prefix.length);
    prefix = set.prefix;
  }
  if (set.normalized !== undefined) subject = prefix + set.normalized;
  return { subject, prefix, normalized: subject.slice(prefix.length) };
}
