/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WORDS =
  'the of store folder message and archive calendar to one many server with property backend restriction table sync'.split(
    ' ',
  );

/**
 * Generated mail: 2 to 200 KiB as mailboxes have it (most small), a tenth with an attachment, CRLF line ends, all
 * different, the same in every run.
 */
export function* generatedMails(count: number, seed = 1): Iterable<Buffer> {
  const next = random(seed);
  const line = (): string =>
    `${Array.from({ length: 11 }, () => WORDS[Math.floor(next() * WORDS.length)]).join(' ')}\r\n`;
  const paragraph = Array.from({ length: 200 }, line).join('');
  for (let index = 0; index < count; index++) {
    const size = Math.floor(2048 * 100 ** (next() ** 3));
    const start = Math.floor(next() * 4000);
    const text = paragraph
      .repeat(1 + Math.ceil(size / paragraph.length))
      .slice(start, start + size)
      .trimEnd();
    const date = new Date(Date.UTC(2020, 0, 1) + Math.floor(next() * 1e11)).toUTCString().replace('GMT', '+0000');
    const head = `From: Sender ${index % 97} <s${index % 97}@example.org>\r\nTo: Reader <reader@example.org>\r\nSubject: Message ${index} ${line().trim()}\r\nDate: ${date}\r\nMessage-ID: <${seed}.${index}@example.org>\r\nMIME-Version: 1.0\r\n`;
    yield Buffer.from(
      index % 10 === 0
        ? withAttachment(head, text, index)
        : `${head}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`,
    );
  }
}

function withAttachment(head: string, text: string, index: number): string {
  const boundary = `=_${index}`;
  const encoded = Buffer.from(text).toString('base64').replaceAll(/.{76}/gu, '$&\r\n');
  return `${head}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--${boundary}\r\nContent-Type: application/octet-stream; name=file${index}.bin\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=file${index}.bin\r\n\r\n${encoded}\r\n--${boundary}--\r\n`;
}
