/** What can be done with a run: pause it, go on, end it, save its report. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { RunView } from '../../../engine/contract/messages-api.ts'
import { lab } from '../../api/lab.ts'
import { runsTexts } from '../../i18n/runs.ts'
import { translate } from '../../i18n/define-texts.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { notify } from '../../stores/notices.ts'
import { Button } from '../../ui/button.tsx'
import { errorText } from '../../ui/error-region.tsx'
import { IconFreeze, IconPlay, IconSave, IconStop } from '../../ui/icons.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'

type Act = 'runs.pause' | 'runs.resume' | 'runs.stop'
type ReportFormat = 'markdown' | 'csv' | 'json'

export function RunActions({ run }: { run: RunView }): ReactNode {
  const t = useTexts(runsTexts)
  const [busy, setBusy] = useState<Act>()
  const { cluster, number, state } = run

  const act = async (name: Act): Promise<void> => {
    setBusy(name)
    try {
      await lab.call(name, { cluster, number })
    } catch (error) {
      tell('notDone', cluster, number, error)
    } finally {
      setBusy(undefined)
    }
  }

  const save = async (format: ReportFormat): Promise<void> => {
    try {
      const { fileName, text } = await lab.call('runs.report', { cluster, number, format, language: t.language })
      saveFile(fileName, text)
    } catch (error) {
      tell('notSaved', cluster, number, error)
    }
  }

  return (
    <>
      {state === 'sending' ? (
        <Button size="sm" icon={IconFreeze} isBusy={busy === 'runs.pause'} onClick={() => void act('runs.pause')}>
          {t('pause')}
        </Button>
      ) : null}
      {state === 'paused' ? (
        <Button size="sm" icon={IconPlay} isBusy={busy === 'runs.resume'} onClick={() => void act('runs.resume')}>
          {t('resume')}
        </Button>
      ) : null}
      {state === 'sending' || state === 'paused' || state === 'waiting' ? (
        <Button size="sm" icon={IconStop} isBusy={busy === 'runs.stop'} onClick={() => void act('runs.stop')}>
          {t(state === 'waiting' ? 'endWaiting' : 'end')}
        </Button>
      ) : null}
      <MenuButton
        text={t('save')}
        icon={IconSave}
        variant="default"
        actions={[
          { label: t('saveMarkdown'), onClick: () => void save('markdown') },
          { label: t('saveCsv'), onClick: () => void save('csv') },
          { label: t('saveJson'), onClick: () => void save('json') },
        ]}
      />
    </>
  )
}

function tell(what: 'notDone' | 'notSaved', cluster: string, number: number, error: unknown): void {
  const why = errorText(error)
  const sentence = (language: 'en' | 'zh'): string => {
    const head = translate(language, runsTexts, what, { n: number })
    const reason = typeof why === 'string' ? why : why[language]
    return language === 'zh' ? `${head}：${reason}` : `${head}: ${reason}`
  }
  const subject = {
    en: translate('en', runsTexts, 'theRun', { n: number }),
    zh: translate('zh', runsTexts, 'theRun', { n: number }),
  }
  notify({ tone: 'bad', subject, cluster, sentence: { en: sentence('en'), zh: sentence('zh') } })
}

/** Hands a text over as a file of the browser's downloads. */
function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun; the address is not needed any more.
  window.setTimeout(() => URL.revokeObjectURL(url), 0)
}
