/** The top bar: which cluster, the way to everything by words, healing what the user broke, language, theme, notices. */
import { Menu } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { frameTexts } from '../../i18n/frame.ts'
import { langTag } from '../../i18n/language.tsx'
import { useTexts } from '../../i18n/use-texts.ts'
import { CLUSTERS_PATH } from '../../routes/addresses.ts'
import { useConnection } from '../../stores/connection.ts'
import { useFaults } from '../../stores/lab.ts'
import { useSettings, useTheme } from '../../stores/settings.ts'
import type { ThemeChoice } from '../../stores/settings.ts'
import { Button } from '../../ui/button.tsx'
import { BrandMark, IconHeal, IconMoon, IconSearch, IconSun } from '../../ui/icons.tsx'
import { Bell } from '../notices/bell.tsx'
import { ClusterSwitcher } from './cluster-switcher.tsx'
import { healEverything } from './heal-everything.ts'
import css from './top-bar.module.css'

export function TopBar({ onPalette, onKeyList }: { onPalette: () => void; onKeyList: () => void }): ReactNode {
  const t = useTexts(frameTexts)
  const language = useSettings((settings) => settings.language)
  const setLanguage = useSettings((settings) => settings.setLanguage)
  const other = language === 'en' ? 'zh' : 'en'
  return (
    <header className={css.top}>
      <Link to={CLUSTERS_PATH} className={css.brand ?? ''} aria-label={t('product')}>
        <BrandMark />
        <span className={css.product}>{t('product')}</span>
      </Link>
      <ClusterSwitcher />
      <div className={css.middle}>
        <button
          type="button"
          className={css.palette}
          onClick={onPalette}
          aria-haspopup="dialog"
          aria-label={t('search')}
        >
          <IconSearch />
          <span className={css.paletteText}>{t('search')}</span>
          <kbd>Ctrl K</kbd>
        </button>
      </div>
      <HealAll />
      <Button
        variant="ghost"
        lang={langTag(other)}
        label={t('toOtherLanguage')}
        title={t('toOtherLanguage')}
        onClick={() => setLanguage(other)}
      >
        {t('otherLanguage')}
      </Button>
      <ThemeMenu onKeyList={onKeyList} />
      <Bell />
    </header>
  )
}

function HealAll(): ReactNode {
  const t = useTexts(frameTexts)
  const faults = useFaults()
  const [isBusy, setBusy] = useState(false)
  const { status } = useConnection()
  if (faults.length === 0) return null
  const heal = (): void => {
    setBusy(true)
    void healEverything([...new Set(faults.map((fault) => fault.cluster))]).finally(() => setBusy(false))
  }
  return (
    <Button
      variant="fault"
      icon={IconHeal}
      isBusy={isBusy}
      isDisabled={status !== 'open'}
      reason={t('serviceLost')}
      onClick={heal}
    >
      {t('healAll', { n: faults.length })}
    </Button>
  )
}

const THEMES: readonly { choice: ThemeChoice; text: 'themeLight' | 'themeDark' | 'themeSystem' }[] = [
  { choice: 'light', text: 'themeLight' },
  { choice: 'dark', text: 'themeDark' },
  { choice: 'system', text: 'themeSystem' },
]

function ThemeMenu({ onKeyList }: { onKeyList: () => void }): ReactNode {
  const t = useTexts(frameTexts)
  const theme = useTheme()
  const { theme: choice, setTheme, letterKeys, setLetterKeys } = useSettings()
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="ghost"
          icon={theme === 'dark' ? IconMoon : IconSun}
          label={t('settings')}
          title={t('settings')}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('theme')}</Menu.Label>
        <Menu.RadioGroup value={choice} onChange={(value) => setTheme(value as ThemeChoice)}>
          {THEMES.map((each) => (
            <Menu.RadioItem key={each.choice} value={each.choice}>
              {t(each.text)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem checked={letterKeys} onChange={setLetterKeys}>
          {t('letterKeys')}
        </Menu.CheckboxItem>
        <Menu.Item rightSection={<kbd>?</kbd>} onClick={onKeyList}>
          {t('showKeys')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
