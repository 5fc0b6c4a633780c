import { fingerprintOf, type Head, type HeadInput, PropertyBag } from '@mapistore/core';
import { splitNote } from './front-matter.ts';
import { readNote, setNote } from './read.ts';
import { decodeStart } from './text.ts';

/** The columns of a note, from the start of its file. */
export function readHead({ head }: HeadInput): Head {
  const bag = new PropertyBag();
  setNote(bag, readNote(splitNote(decodeStart(head))));
  const subject = bag.text('PidTagSubject') ?? '';
  return {
    messageClass: 'IPM.StickyNote',
    subject,
    normalizedSubject: subject,
    fromName: '',
    fromAddress: '',
    displayTo: '',
    displayCc: '',
    importance: 1,
    sensitivity: 0,
    references: [],
    hasAttachments: false,
    fingerprint: fingerprintOf(head),
  };
}
