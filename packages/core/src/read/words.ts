/** Words of a column that keeps a set as text; none for an empty one. */
export function splitWords(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ');
}
