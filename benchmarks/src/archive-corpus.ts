import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { random } from './corpus.ts';

/** A part of the mails answered, or forwarded, as a mailbox of some years has them. */
const REPEATED = 0.3;

/** Real mail, byte-exact: the shared corpus without its mbox files; undefined where it is not there. */
export function realMails(): readonly Buffer[] | undefined {
  const root = path.join(import.meta.dirname, '../../../shared/corpora/mime');
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('mimekit-mbox'))
      .filter(({ name }) => !name.endsWith('.json'))
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .sort()
      .map((file) => readFileSync(file));
  } catch {
    return undefined;
  }
}

/** The same mails, and as many as make 30 % of them that answer one, quoting it, or forward one with its attachments. */
export function withReplies(mails: readonly Buffer[], seed = 1): readonly Buffer[] {
  const next = random(seed);
  const all: Buffer[] = [];
  for (const [index, mail] of mails.entries()) {
    all.push(mail);
    if (next() >= REPEATED) continue;
    // Of one that came some time before, as people answer.
    const earlier = mails[Math.max(0, index - Math.floor(next() * 20))] ?? mail;
    all.push(answer(earlier, index, next));
  }
  return all;
}

function answer(mail: Buffer, number: number, next: () => number): Buffer {
  const text = mail.toString('latin1');
  const headEnd = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = text.slice(0, headEnd);
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*)`, 'im').exec(head)?.[1]?.trim() ?? '';
  const parts = partsOf(head, text.slice(headEnd));
  const attachments = parts.filter((part) => /^content-transfer-encoding:\s*base64/im.test(part.slice(0, 2000)));
  const forward = attachments.length > 0;
  const id = `<${number}.${Math.floor(next() * 1e9)}@example.net>`;
  const date = new Date(Date.UTC(2024, 0, 1) + number * 3_600_000).toUTCString().replace('GMT', '+0000');
  const boundary = `=_answer_${number}`;
  const words = ['Thank you, I shall look at it.', 'See below.', 'Can you tell me more?', 'For your information.'];
  const quoted = textOf(parts, text.slice(headEnd))
    .trim()
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join('\r\n');
  const said = `${words[Math.floor(next() * words.length)]}\r\n\r\nOn ${field('date')}, ${field('from')} wrote:\r\n${quoted}\r\n`;
  const header = [
    `From: Colleague ${number % 17} <c${number % 17}@example.net>`,
    `To: ${field('from')}`,
    `Subject: ${forward ? 'Fwd' : 'Re'}: ${field('subject').replace(/^(re|fwd?):\s*/i, '')}`,
    `Date: ${date}`,
    `Message-ID: ${id}`,
    `In-Reply-To: ${field('message-id')}`,
    'MIME-Version: 1.0',
  ].join('\r\n');
  if (!forward) return Buffer.from(`${header}\r\nContent-Type: text/plain\r\n\r\n${said}`, 'latin1');
  const pieces = [`Content-Type: text/plain\r\n\r\n${said}`, ...attachments];
  return Buffer.from(
    `${header}\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${pieces
      .map((piece) => `--${boundary}\r\n${piece.replace(/\r?\n$/, '')}\r\n`)
      .join('')}--${boundary}--\r\n`,
    'latin1',
  );
}

/** The parts of a message of one level, each with its header; none for a message of one part. */
function partsOf(head: string, body: string): readonly string[] {
  const [, quoted, token] = /boundary\s*=\s*(?:"([^"\n]+)"|([^\s;]+))/i.exec(head) ?? [];
  const boundary = quoted ?? token;
  if (boundary === undefined) return [];
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.replace(/^\r?\n/, ''));
}

function textOf(parts: readonly string[], body: string): string {
  const text = parts.find((part) => /^content-type:\s*text\/plain/im.test(part.slice(0, 1000)));
  return (text === undefined ? body : text.slice(/\r?\n\r?\n/.exec(text)?.index ?? 0)).slice(0, 20_000);
}
