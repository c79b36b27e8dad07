/** Words of other languages: a shell's, a systemd unit's, YAML's. Whatever stands in them means itself and nothing else. */

/** A word for bash. NUL cannot stand in one and is dropped. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_./:@%+,-]+$/.test(text)) return text
  if (/[\u0000-\u001f\u007f]/.test(text)) return ansiWord(text)
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** The words of a line that `shellWord` wrote; undefined when it is no such line. */
export function readShellWords(line: string): string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < line.length) {
    const character = line.charAt(at)
    if (character === ' ') {
      if (word !== undefined) words.push(word)
      word = undefined
      at += 1
    } else if (character === "'") {
      const end = line.indexOf("'", at + 1)
      if (end < 0) return undefined
      word = (word ?? '') + line.slice(at + 1, end)
      at = end + 1
    } else if (character === '\\') {
      word = (word ?? '') + line.charAt(at + 1)
      at += 2
    } else {
      word = (word ?? '') + character
      at += 1
    }
  }
  if (word !== undefined) words.push(word)
  return words
}

/** A value in a unit file: `%` is systemd's own sign. For text that no quotes surround. */
export function unitText(text: string): string {
  return text.replaceAll('%', '%%')
}

/** One argument of `ExecStart=`, or one assignment of `Environment=`. */
export function unitWord(text: string, isCommand = false): string {
  const escaped = unitText(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return `"${isCommand ? escaped.replaceAll('$', '$$$$') : escaped}"`
}

/** A YAML string for docker compose, which replaces variables in it. JSON's strings are YAML's. */
export function composeString(text: string): string {
  return yamlString(text).replaceAll('$', '$$$$')
}

/** A YAML string in double quotes. */
export function yamlString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Text behind `#`: on one line. */
export function commentText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
}

function ansiWord(text: string): string {
  const inside = [...text.replaceAll('\u0000', '')]
    .map((character) => {
      if (character === "'" || character === '\\') return `\\${character}`
      const code = character.charCodeAt(0)
      return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character
    })
    .join('')
  return `$'${inside}'`
}
