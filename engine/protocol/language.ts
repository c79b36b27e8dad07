/** Client languages; the index is the ordinal of the binary header. Source: LanguageCode. */
export const LANGUAGES = [
  'JAVA',
  'CPP',
  'DOTNET',
  'PYTHON',
  'DELPHI',
  'ERLANG',
  'RUBY',
  'OTHER',
  'HTTP',
  'GO',
  'PHP',
  'OMS',
  'RUST',
  'NODE_JS',
] as const

export type Language = (typeof LANGUAGES)[number]

const ORDINALS: ReadonlyMap<string, number> = new Map(LANGUAGES.map((name, ordinal) => [name, ordinal]))

/** Unknown ordinals read as OTHER. */
export function languageOfOrdinal(ordinal: number): Language {
  return LANGUAGES[ordinal] ?? 'OTHER'
}

/** Unknown names read as OTHER. */
export function languageOfName(name: string): Language {
  return ORDINALS.has(name) ? (name as Language) : 'OTHER'
}

export function ordinalOfLanguage(language: Language): number {
  return ORDINALS.get(language) ?? 7
}
