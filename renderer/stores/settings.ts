/**
 * What the person at this window chose: language, theme, whether single letters are keys. Kept in localStorage, so that
 * `public/theme.js` has it before the first paint; follows the system where nothing was chosen, and other tabs.
 */
import { create } from 'zustand'
import { langTag } from '../i18n/language.tsx'
import type { Language } from '../i18n/language.tsx'

export type ThemeChoice = 'light' | 'dark' | 'system'
export type Theme = 'light' | 'dark'

interface Settings {
  readonly language: Language
  readonly theme: ThemeChoice
  /** What `system` means now. */
  readonly systemTheme: Theme
  /** Whether `g t`, `/`, `j` and the like work. */
  readonly letterKeys: boolean
  readonly setLanguage: (language: Language) => void
  readonly setTheme: (theme: ThemeChoice) => void
  readonly setLetterKeys: (on: boolean) => void
}

const KEY_LANGUAGE = 'mqlab.language'
const KEY_THEME = 'mqlab.theme'
const KEY_LETTERS = 'mqlab.letters'

export const useSettings = create<Settings>()((set) => ({
  language: initialLanguage(),
  theme: initialTheme(),
  systemTheme: systemTheme(),
  letterKeys: read(KEY_LETTERS) !== 'off',
  setLanguage: (language) => {
    write(KEY_LANGUAGE, language)
    set({ language })
  },
  setTheme: (theme) => {
    write(KEY_THEME, theme)
    set({ theme })
  },
  setLetterKeys: (letterKeys) => {
    write(KEY_LETTERS, letterKeys ? 'on' : 'off')
    set({ letterKeys })
  },
}))

/** The theme on the screen. */
export function useTheme(): Theme {
  return useSettings(themeOf)
}

export function themeOf(settings: Pick<Settings, 'theme' | 'systemTheme'>): Theme {
  return settings.theme === 'system' ? settings.systemTheme : settings.theme
}

/** Keeps the root element, the system's theme and other tabs in step with the store. Called once, at start. */
export function followSettings(): void {
  const root = document.documentElement
  const apply = (settings: Settings): void => {
    const theme = themeOf(settings)
    root.dataset.theme = theme
    root.dataset.mantineColorScheme = theme
    root.lang = langTag(settings.language)
  }
  apply(useSettings.getState())
  useSettings.subscribe(apply)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    useSettings.setState({ systemTheme: systemTheme() })
  })
  addEventListener('storage', (event) => {
    if (event.key === KEY_LANGUAGE || event.key === KEY_THEME || event.key === KEY_LETTERS) {
      useSettings.setState({
        language: initialLanguage(),
        theme: initialTheme(),
        letterKeys: read(KEY_LETTERS) !== 'off',
      })
    }
  })
}

function initialLanguage(): Language {
  const stored = read(KEY_LANGUAGE)
  if (stored === 'en' || stored === 'zh') return stored
  return typeof navigator !== 'undefined' && /^zh/i.test(navigator.language) ? 'zh' : 'en'
}

function initialTheme(): ThemeChoice {
  const stored = read(KEY_THEME)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function systemTheme(): Theme {
  return typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Storage may be refused (private window, policy): the choice then lives as long as the page. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    return
  }
}
