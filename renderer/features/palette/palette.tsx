/**
 * The palette (`Ctrl K`): verbs, screens, topics, groups, commands by words, Chinese or pinyin. Enter runs; `Ctrl Enter` shows the command
 * first, a second Enter runs it. The field keeps the focus, the list is walked by arrows.
 */
import { Modal } from '@mantine/core'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { fillText } from '../../i18n/define-texts.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { paletteGroups, paletteTexts } from '../../i18n/palette.ts'
import { useCurrentCluster } from '../../stores/last-cluster.ts'
import { notify } from '../../stores/notices.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { errorText } from '../../ui/error-region.tsx'
import { IconSearch } from '../../ui/icons.tsx'
import css from './palette.module.css'
import { searchPalette } from './palette-search.ts'
import type { Found, PaletteItem } from './palette-search.ts'
import type { Match } from './pinyin-match.ts'
import { usePaletteItems } from './use-palette-items.ts'

export interface PaletteProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onKeyList: () => void
}

export function Palette({ isOpen, onClose, onKeyList }: PaletteProps): ReactNode {
  const t = useTexts(paletteTexts)
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={640}
      yOffset={96}
      radius={6}
      padding={0}
      shadow="xl"
      classNames={{ content: css.content }}
      transitionProps={{ duration: 90, transition: 'fade' }}
    >
      <Modal.Overlay color="#0d1013" backgroundOpacity={0.34} blur={0} />
      <Modal.Content aria-label={t('label')}>
        <Content onClose={onClose} onKeyList={onKeyList} />
      </Modal.Content>
    </Modal.Root>
  )
}

function Content({ onClose, onKeyList }: Omit<PaletteProps, 'isOpen'>): ReactNode {
  const t = useTexts(paletteTexts)
  const listId = useId()
  const listRef = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const [shownId, setShownId] = useState<string | null>(null)
  const items = usePaletteItems(onKeyList)
  const groups = useMemo(() => searchPalette(items, query, t.language), [items, query, t.language])
  const flat = groups.flatMap((group) => group.found)
  const index = Math.min(chosen, flat.length - 1)
  const current = flat[index]?.item
  const shown = current !== undefined && current.id === shownId ? current : undefined

  useEffect(() => {
    listRef.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [index, query])

  const run = (item: PaletteItem): void => {
    onClose()
    Promise.resolve(item.run()).catch((error: unknown) => {
      const text = errorText(error)
      notify({
        tone: 'bad',
        subject: item.title[t.language],
        sentence: typeof text === 'string' ? { en: text, zh: text } : text,
      })
    })
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && flat.length > 0) setChosen((index + step + flat.length) % flat.length)
    else if (event.key === 'Enter' && current !== undefined) {
      if ((event.ctrlKey || event.metaKey) && shown === undefined) setShownId(current.id)
      else run(current)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      <div className={css.field}>
        <IconSearch />
        <input
          className={css.input}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setChosen(0)
            setShownId(null)
          }}
          onKeyDown={onKeyDown}
          placeholder={t('placeholder')}
          aria-label={t('label')}
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={current === undefined ? undefined : optionId(listId, index)}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
        />
        <kbd>Esc</kbd>
      </div>
      <div ref={listRef} className={css.list} id={listId} role="listbox" aria-label={t('label')}>
        {groups.map((group) => (
          <Group key={group.group} group={group.group}>
            {group.found.map((found) => {
              const at = flat.indexOf(found)
              return (
                <Option
                  key={found.item.id}
                  id={optionId(listId, at)}
                  found={found}
                  isChosen={at === index}
                  onHover={() => setChosen(at)}
                  onRun={() => run(found.item)}
                />
              )
            })}
          </Group>
        ))}
      </div>
      {flat.length === 0 ? <p className={css.nothing}>{t('nothing', { query })}</p> : null}
      <span className="visually-hidden" role="status">
        {t('results', { n: flat.length })}
      </span>
      {shown === undefined ? <Foot /> : <ShownCommand item={shown} />}
    </>
  )
}

function Group({ group, children }: { group: string; children: ReactNode }): ReactNode {
  const t = useTexts(paletteGroups)
  const cluster = useCurrentCluster()
  const title = fillText(paletteGroups.texts[group as keyof typeof paletteGroups.texts][t.language], { cluster })
  return (
    <div role="group" aria-label={title}>
      <div className={css.groupTitle} aria-hidden="true">
        {title}
      </div>
      {children}
    </div>
  )
}

function Option(props: {
  id: string
  found: Found
  isChosen: boolean
  onHover: () => void
  onRun: () => void
}): ReactNode {
  const t = useTexts(paletteTexts)
  const { item, titleMatch, noteMatch } = props.found
  return (
    <div
      id={props.id}
      className={css.option}
      role="option"
      aria-selected={props.isChosen}
      onMouseMove={props.onHover}
      onClick={props.onRun}
    >
      <item.icon />
      <span className={css.words}>
        <Marked text={item.title[t.language]} match={titleMatch} />
        {item.note === undefined ? null : (
          <span className={css.note}>
            <Marked text={item.note[t.language]} match={noteMatch} />
          </span>
        )}
      </span>
      {item.keys === undefined || item.keys === '' ? null : <span className={css.keys}>{item.keys}</span>}
    </div>
  )
}

/** A text with what was typed in it. */
function Marked({ text, match }: { text: string; match: Match | undefined }): ReactNode {
  if (match === undefined) return text
  return (
    <>
      {text.slice(0, match.from)}
      <b className={css.match}>{text.slice(match.from, match.to)}</b>
      {text.slice(match.to)}
    </>
  )
}

function Foot(): ReactNode {
  const t = useTexts(paletteTexts)
  return (
    <div className={css.foot}>
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd>
      </span>
      <span>
        <kbd>Enter</kbd> {t('run')}
      </span>
      <span>
        <kbd>Ctrl Enter</kbd> {t('showCommand')}
      </span>
      <span className={css.how}>{t('how')}</span>
    </div>
  )
}

/** The command of the chosen item; Enter runs it. */
function ShownCommand({ item }: { item: PaletteItem }): ReactNode {
  const t = useTexts(paletteTexts)
  const title = item.title[t.language]
  return (
    <div className={css.foot} role="status">
      <span className="cut">
        {title} {item.command === undefined ? t('noCommand') : t('standsFor')}
      </span>
      {item.command === undefined ? null : (
        <>
          <code className={css.command}>$ {item.command}</code>
          <CopyButton text={item.command} />
        </>
      )}
      <span className={css.how}>
        <kbd>Enter</kbd> {t('run')}
      </span>
    </div>
  )
}

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`
}
