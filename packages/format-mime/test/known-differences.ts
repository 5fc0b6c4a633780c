/** Where mailparser reads a mail of the corpus otherwise, and why that is so; by column, then by file. */
export const KNOWN_DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  subject: {
    'mikel-mail/error_emails/invalid_subject_characters.eml': 'raw 8-bit bytes',
    'spamassassin/spam-1/00313.fab744bfd5a128fca39b69df9811c086.txt': 'raw 8-bit bytes',
  },
  fromName: {
    'mikel-mail/rfc2822/example13.eml': 'comments and folds between the words of an address',
  },
  fromAddress: {
    'mikel-mail/rfc2822/example13.eml': 'comments and folds between the words of an address',
  },
  displayTo: {
    'mikel-mail/rfc2822/example10.eml': 'a comment behind a group is no mailbox',
    'mimekit-messages/delivery-status.anonymized.eml': 'a comment behind a group is no mailbox',
    'mimekit-messages/delivery-status.txt': 'a comment behind a group is no mailbox',
    'mimekit-messages/delivery-status-no-blank-line.txt': 'a comment behind a group is no mailbox',
    'mimekit-messages/stack-overflow.txt': 'broken encoded words by the thousand',
    'spamassassin/spam-2/00103.3fb0c1ebdfc0eb5952bf0f57e635c270.txt': 'an address with a space in it',
  },
  sent: {
    'mikel-mail/error_emails/bad_date_header.eml': 'no date: they take the time of reading',
    'mikel-mail/error_emails/bad_date_header2.eml': 'no date: they take the time of reading',
    'mikel-mail/error_emails/trademark_character_in_subject.eml': 'a date they do not read',
    'mikel-mail/plain_emails/raw_email_with_bad_date.eml': 'no date: they take the time of reading',
    'mikel-mail/rfc2822/example13.eml': 'white space and comments in the time (RFC 5322 s.4.3)',
    'spamassassin/spam-1/00037.21cc985cc36d931916863aed24de8c27.txt': 'the year 0102 is 2002',
    'spamassassin/spam-1/00349.dd7982f40576ff4897c18efc813e38bf.txt': 'a date they do not read',
    'spamassassin/spam-2/00685.1371a47585f33a9b808d68b024c7101b.txt': 'the year 0102 is 2002',
    'spamassassin/spam-2/00753.c3032ff8329006ec6b39b6c821185b1c.txt': 'a date they do not read',
    'spamassassin/spam-2/01161.174f2cb358ca3f08f4308f87ca64842f.txt': 'the year 0102 is 2002',
    'stalwart-mail-parser/malformed/019.eml': 'a date they do not read',
    'stalwart-mail-parser/rfc/001.eml': 'no date: they take the time of reading',
  },
};

/** Files named after a wildcard: this set holds raw 8-bit bytes and UTF-7 in its headers, which they lose. */
export const RAW_HEADERS: RegExp = /^stalwart-mail-parser\/legacy\//;
