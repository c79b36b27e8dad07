/** One line of shell as the commands in it, each as words: quotes, comments and what chains commands. No expansion. */

export interface ShellCommand {
  readonly words: readonly string[]
  /** As it stands, with redirections. */
  readonly text: string
}

export function shellCommands(line: string): ShellCommand[] {
  const commands: ShellCommand[] = []
  let words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  let start = 0
  const endWord = (): void => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  const endCommand = (end: number): void => {
    endWord()
    if (words.length > 0) commands.push({ words, text: line.slice(start, end).trim() })
    words = []
  }
  let at = 0
  for (; at < line.length; at += 1) {
    const character = line.charAt(at)
    if (quote !== undefined) {
      if (character === quote) quote = undefined
      else word = (word ?? '') + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (character === '#' && word === undefined) {
      break
    } else if (character === ' ' || character === '\t') {
      endWord()
    } else if (character === '&' && line.charAt(at - 1) === '>') {
      word = (word ?? '') + character
    } else if (character === '&' || character === ';' || character === '|') {
      endCommand(at)
      if (line.charAt(at + 1) === character) at += 1
      start = at + 1
    } else {
      word = (word ?? '') + character
    }
  }
  endCommand(at)
  return commands
}
