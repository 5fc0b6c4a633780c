/** Any plain value as JSON that gives the same value back: dates, bytes and big integers are tagged, at any depth. */
export function encode(value: unknown): string {
  return JSON.stringify(tag(value));
}

/** The reverse of {@link encode}. @throws SyntaxError for what is no JSON */
export function decode<T>(json: string): T {
  return untag(JSON.parse(json)) as T;
}

function tag(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (typeof value === 'bigint') return { $int: value.toString() };
  if (Array.isArray(value)) return value.map(tag);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tag(inner)]));
}

function untag(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value !== 'object' || value === null) return value;
  const { $date, $bytes, $int } = value as { $date?: number; $bytes?: string; $int?: string };
  if ($date !== undefined) return new Date($date);
  if ($bytes !== undefined) return new Uint8Array(Buffer.from($bytes, 'base64'));
  if ($int !== undefined) return BigInt($int);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, untag(inner)]));
}
