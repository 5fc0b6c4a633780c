import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A message that the server wanted to send to somebody outside of it. */
export interface SentMessage {
  readonly from: string;
  readonly to: readonly string[];
  /** The mail as it would have left, with LF at the ends of lines. */
  readonly text: string;
}

/**
 * The program that Cyrus gets as its sendmail: it speaks SMTP on standard input and output (`sendmail -bs`), and keeps
 * each message in a file of that folder, first the envelope and then the mail.
 */
export function sendmailScript(folder: string): string {
  return `#!/bin/sh
umask 022
cr=$(printf '\\r')
say() { printf '%s\\r\\n' "$1"; }
part="${folder}/.part-$$" count=0
: >"$part"
say '220 localhost ready'
while IFS= read -r line; do
  line=\${line%"$cr"}
  case $line in
    [Ee][Hh][Ll][Oo]*|[Hh][Ee][Ll][Oo]*) say '250 localhost' ;;
    [Mm][Aa][Ii][Ll]*|[Rr][Cc][Pp][Tt]*) printf '%s\\n' "$line" >>"$part"; say '250 ok' ;;
    [Dd][Aa][Tt][Aa])
      say '354 go on'
      printf '\\n' >>"$part"
      while IFS= read -r line; do
        line=\${line%"$cr"}
        [ "$line" != . ] || break
        printf '%s\\n' "\${line#.}" >>"$part"
      done
      count=$((count + 1))
      mv "$part" "${folder}/$(date +%s%N)-$$-$count"
      : >"$part"
      say '250 kept' ;;
    [Qq][Uu][Ii][Tt]) say '221 bye'; break ;;
    *) say '250 ok' ;;
  esac
done
rm -f "$part"
`;
}

/** What that program has kept so far, the oldest first. */
export async function readSentMessages(folder: string): Promise<readonly SentMessage[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  return Promise.all(names.map(async (name) => parse(await readFile(path.join(folder, name), 'utf8'))));
}

function parse(kept: string): SentMessage {
  const end = kept.indexOf('\n\n');
  const envelope = kept.slice(0, end);
  const addresses = (command: string): readonly string[] =>
    [...envelope.matchAll(new RegExp(`^${command}:\\s*<([^>]*)>`, 'gim'))].map(([, address = '']) => address);
  return { from: addresses('MAIL FROM')[0] ?? '', to: addresses('RCPT TO'), text: kept.slice(end + 2) };
}
