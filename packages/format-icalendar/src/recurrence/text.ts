const SMALL: readonly string[] = [
  '',
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function suffix(number: number): string {
  const tens = number % 100;
  if (tens > 10 && tens < 14) return 'th';
  return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
}

/** `first`, `21st`, `last`, `second to last`. */
export function ordinal(position: number): string {
  const size = Math.abs(position);
  const word = SMALL[size] ?? `${size}${suffix(size)}`;
  if (position > 0) return word;
  return size === 1 ? 'last' : `${word} to last`;
}
