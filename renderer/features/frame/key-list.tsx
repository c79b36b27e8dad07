/** The list of keys, under `?`. */
import type { ReactNode } from 'react'
import { frameTexts } from '../../i18n/frame.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { GO_KEYS } from '../../keys/go-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { uiTexts } from '../../i18n/ui.ts'
import css from './key-list.module.css'

export function KeyList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const t = useTexts(frameTexts)
  const u = useTexts(uiTexts)
  const rows: readonly (readonly [keys: readonly string[], what: string])[] = [
    [['Ctrl K'], t('keyPalette')],
    ...GO_KEYS.map(([key, screen]) => [['g', key], t('keyGo', { screen: t(screen) })] as const),
    [['/'], t('keyFilter')],
    [['j', 'k'], t('keyRows')],
    [['Enter'], t('keyOpen')],
    [['Esc'], t('keyClose')],
    [['[', ']'], t('keyNodes')],
    [['←', '↑', '→', '↓'], t('keyArrows')],
    [['Shift', '←', '→'], t('keyMoveNode')],
    [['.'], t('keyActions')],
    [['Ctrl Enter'], t('keyApply')],
    [['Ctrl Z'], t('keyUndo')],
    [['?'], t('keyList')],
  ]
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      width={560}
      title={t('keysTitle')}
      foot={
        <>
          <p className={css.note}>{t('keysNote')}</p>
          <Button onClick={onClose}>{u('close')}</Button>
        </>
      }
    >
      <dl className={css.list}>
        {rows.map(([keys, what]) => (
          <div key={keys.join(' ')} className={css.row}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
