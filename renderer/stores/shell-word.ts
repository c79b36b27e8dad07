/** Words of a command line as a shell takes them. */

/** In quotes where a shell would take it apart. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
