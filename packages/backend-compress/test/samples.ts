import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const shared = path.join(import.meta.dirname, '../../../../shared/corpora');
/** The project's own small samples, for checkouts without the corpora beside them. */
const OWN: Readonly<Record<string, string>> = {
  mime: path.join(import.meta.dirname, '../../format-mime/test/samples'),
  ics: path.join(import.meta.dirname, '../../format-icalendar/test/samples'),
  vcf: path.join(import.meta.dirname, '../../format-vcard/test/samples'),
};

/** An item of a corpus. */
export interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** Real items of every kind, and a few that are made to be awkward. */
export function samples(): readonly Sample[] {
  return [
    ...corpus('mime', 'message/rfc822'),
    ...corpus('ics', 'text/calendar'),
    ...corpus('vcf', 'text/vcard'),
    ...notes(),
    ...awkward(),
  ];
}

function corpus(kind: string, mediaType: string): readonly Sample[] {
  let folder = path.join(shared, kind);
  let files = filesBelow(folder);
  if (files.length === 0) {
    console.warn(`The ${kind} corpus is not beside this checkout: the project’s own small sample is used.`);
    folder = OWN[kind] ?? '';
    files = filesBelow(folder);
  }
  return files.map((name) => ({ name, bytes: readFileSync(path.join(folder, name)), mediaType }));
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
      .sort();
  } catch {
    return [];
  }
}

function notes(): readonly Sample[] {
  return ['# Shopping\n\n- tea\n', '---\ntitle: Plan\n---\n\nGrüße 🗂\r\n', ''].map((text, index) => ({
    name: `note ${index}`,
    bytes: Buffer.from(text),
    mediaType: 'text/markdown',
  }));
}

/** Encodings at their edges: what decodes must come back, and what does not must stay. */
function awkward(): readonly Sample[] {
  const data = Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * 7919) % 251));
  const base64 = (width: number, eol: string): string =>
    (data.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(eol);
  const quoted =
    'Gr=C3=BC=C3=9Fe=20\r\n=0D=0A=3D\r\nA line that is =\r\nbroken in odd =\r\nplaces, with=20blanks =20\r\n'.repeat(9);
  const part = (encoding: string, body: string): string =>
    `Subject: x\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;
  const texts = [
    part('base64', base64(76, '\r\n')),
    part('base64', `${base64(76, '\n')}\n`),
    part('base64', base64(64, '\r\n').replace('\r\n', '\n')),
    part('base64', base64(1_000_000, '')),
    part('base64', `${base64(72, '\r\n').slice(0, -3)}\r\nmore text\r\n${base64(76, '\r\n')}`),
    part('7bit', `begin 644 x\n${uuencode(data, '`', '\n')}\`\nend\n`),
    part('x-uuencode', `begin 644 x\r\n${uuencode(data, ' ', '\r\n')}`),
    part('quoted-printable', quoted),
    part('quoted-printable', quoted.replaceAll('\r\n', '\n').toLowerCase()),
    part('quoted-printable', `${'=E4'.repeat(40)}=\r\n=\r\n${'x'.repeat(300)}=\r\n`),
    part('quoted-printable', 'not = quoted =XY at all\r\n'),
    `Subject: no body\r\n`,
    '\r\nno header',
    `Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\n'.repeat(500)}--a--`,
  ];
  return texts.map((text, index) => ({
    name: `awkward ${index}`,
    bytes: Buffer.from(text, 'latin1'),
    mediaType: 'message/rfc822',
  }));
}

function uuencode(data: Buffer, zero: string, eol: string): string {
  let text = '';
  for (let at = 0; at < data.byteLength; at += 45) {
    const line = data.subarray(at, at + 45);
    const padded = Buffer.concat([line, Buffer.alloc((3 - (line.byteLength % 3)) % 3)]);
    const six = Array.from({ length: padded.byteLength / 3 }, (_, group) => {
      const [a = 0, b = 0, c = 0] = padded.subarray(group * 3, group * 3 + 3);
      return [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
    }).flat();
    const letter = (value: number): string => (value === 0 ? zero : String.fromCharCode(value + 32));
    text += `${letter(line.byteLength)}${six.map(letter).join('')}${eol}`;
  }
  return text;
}
