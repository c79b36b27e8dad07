/**
 * Which language the window speaks, as React context: `ui/` and the features read it here, the settings store feeds it
 * (see `app.tsx`). Everything below re-renders when it changes; nothing is reloaded.
 */
import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'

export type Language = 'en' | 'zh'

const LanguageContext = createContext<Language>('en')

export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }): ReactNode {
  return <LanguageContext value={language}>{children}</LanguageContext>
}

/** The language set. */
export function useLanguage(): Language {
  return useContext(LanguageContext)
}

/** What belongs into a `lang` attribute. */
export function langTag(language: Language): 'en' | 'zh-CN' {
  return language === 'zh' ? 'zh-CN' : 'en'
}
