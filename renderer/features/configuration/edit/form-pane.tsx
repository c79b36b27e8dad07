/** The form of one file: search, filters, groups of fields. Only what is seen is drawn; rows are as high as their help and problems. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { Finding } from '../../../../engine/config/finding.ts'
import type { ConfigFile } from '../../../../engine/contract/config-api.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import type { Language } from '../../../i18n/language.tsx'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { TextField } from '../../../ui/field.tsx'
import { count } from '../../../ui/format.ts'
import { IconChevron, IconRight, IconSearch } from '../../../ui/icons.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { changedKeys, valuesOf } from '../shared/parsed-file.ts'
import type { FieldActions } from './field-actions.ts'
import { headValue } from './field-words.ts'
import { FormFieldRow } from './form-field-row.tsx'
import { FIELD_GROUPS } from './form-fields.ts'
import { filterCounts, formItems, type FormFilter, type FormItem } from './form-items.ts'
import css from './form-pane.module.css'
import { wordsOf } from './form-search.ts'

const GROUP_HEIGHT = 31
const LINE_HEIGHT = 18
const PROBLEM_HEIGHT = 30
/** Mean widths of characters at 12 px. */
const LATIN_WIDTH = 6.6
const CHINESE_WIDTH = 12
/** Below it key, field and help stand below each other; as in form-field-row.module.css. */
const NARROW = 520

export interface FormPaneProps {
  readonly file: ConfigFile
  readonly text: string
  readonly saved: string
  readonly isOurs: boolean
  readonly findings: readonly Finding[]
  readonly filter: FormFilter
  readonly onFilter: (filter: FormFilter) => void
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly chosen: string | undefined
  readonly actions: FieldActions
}

export function FormPane(props: FormPaneProps): ReactNode {
  const { file, text, saved, isOurs, findings, filter, onFilter, query, onQuery, chosen, actions } = props
  const t = useTexts(configEditTexts)
  const { kind: program, node } = file
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [pinned, setPinned] = useState<string | undefined>(undefined)
  const scrollRef = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(NARROW + 1)
  useLayoutEffect(() => {
    setWidth(scrollRef.current?.clientWidth ?? NARROW + 1)
  }, [])

  const subject = useMemo(
    () => ({ program, values: valuesOf(text), changes: changedKeys(saved, text) }),
    [program, text, saved],
  )
  const counts = filterCounts(subject)
  const words = useMemo(() => wordsOf(query), [query])
  // A link may lead to a property that the file does not set.
  const shown = pinned ?? (chosen !== undefined && !subject.values.has(chosen) ? chosen : undefined)
  const items = useMemo(
    () => formItems(subject, { filter, words, closed, pinned: shown }),
    [subject, filter, words, closed, shown],
  )
  const byKey = useMemo(() => findingsByKey(findings), [findings])
  const running = useMemo(() => (file.running === null ? undefined : new Map(file.running)), [file.running])

  // What it returns is used in this component only, and read anew in each drawing.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollRef.current,
    getItemKey: (index) => items[index]?.id ?? index,
    estimateSize: (index) => estimatedHeight(items[index], byKey, width, t.language),
    overscan: 1,
  })

  // What is found stands at the top, whatever was looked at before.
  useEffect(() => {
    if ((virtualizer.scrollOffset ?? 0) > 0) virtualizer.scrollToOffset(0)
  }, [query, filter, virtualizer])

  const shownItems = useRef(items)
  useEffect(() => {
    shownItems.current = items
  })
  // A key chosen elsewhere comes into sight.
  useEffect(() => {
    if (chosen === undefined || scrollRef.current?.contains(document.activeElement) === true) return
    const index = shownItems.current.findIndex((item) => item.kind === 'field' && item.id === chosen)
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' })
  }, [chosen, virtualizer])

  // The problems below take room when they appear: what is being written stays in sight.
  useEffect(() => {
    const box = scrollRef.current
    if (box === null) return undefined
    const observer = new ResizeObserver(() => {
      const field = document.activeElement
      if (field !== null && box.contains(field))
        (field.closest('[data-key]') ?? field).scrollIntoView({ block: 'nearest' })
    })
    observer.observe(box)
    return () => observer.disconnect()
  }, [])

  const toggle = useCallback((id: string): void => {
    setClosed((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  }, [])
  const hasOpen = items.some((item) => item.kind === 'field')

  return (
    <section className={css.pane} aria-label={t('form', { node })}>
      <div className={css.bar}>
        <TextField
          label={t('search')}
          isLabelHidden
          placeholder={t('searchHint')}
          size="sm"
          icon={<IconSearch />}
          value={query}
          onChange={onQuery}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && query !== '') {
              event.preventDefault()
              onQuery('')
            }
          }}
          className={css.search ?? ''}
          isFilter
        />
        <Segmented
          label={t('shown')}
          size="sm"
          value={filter}
          onChange={onFilter}
          options={[
            { value: 'all', label: t('all', { n: count(counts.all) }) },
            { value: 'set', label: t('set', { n: count(counts.set) }) },
            { value: 'changed', label: t('changed', { n: count(counts.changed) }) },
          ]}
        />
        <Button
          variant="ghost"
          size="sm"
          icon={hasOpen ? IconChevron : IconRight}
          label={t(hasOpen ? 'closeAll' : 'openAll')}
          title={t(hasOpen ? 'closeAll' : 'openAll')}
          onClick={() => setClosed(new Set(hasOpen ? FIELD_GROUPS.map(({ id }) => id) : []))}
        />
      </div>
      <div
        ref={scrollRef}
        className={css.scroll}
        data-testid="config-form"
        onFocus={(event) => setPinned(keyOf(event.target))}
        onBlur={() => setPinned(undefined)}
      >
        {items.length === 0 ? (
          <NothingShown {...props} all={counts.all} />
        ) : (
          <div className={css.canvas} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, key, start }) => {
              const item = items[index]
              if (item === undefined) return null
              return (
                <div
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  className={css.place}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {item.kind === 'group' ? (
                    <GroupHead item={item} onToggle={toggle} />
                  ) : (
                    <FormFieldRow
                      field={item.field}
                      value={subject.values.get(item.id)}
                      change={subject.changes.get(item.id)}
                      running={otherThan(running?.get(item.id), subject.values.get(item.id))}
                      findings={byKey.get(item.id)}
                      isOurs={isOurs}
                      isChosen={item.id === chosen}
                      actions={actions}
                    />
                  )}
                </div>
              )
            })}
          </div>
        )}
      </div>
    </section>
  )
}

function GroupHead(props: {
  readonly item: Extract<FormItem, { kind: 'group' }>
  readonly onToggle: (group: string) => void
}): ReactNode {
  const { item, onToggle } = props
  const t = useTexts(configEditTexts)
  const { group, isOpen, values } = item
  return (
    <h2 className={css.group}>
      <button type="button" className={css.groupButton} aria-expanded={isOpen} onClick={() => onToggle(group.id)}>
        {isOpen ? <IconChevron /> : <IconRight />}
        <b>{group.title[t.language]}</b>
        <span className="t3" title={t('groupFields', { n: item.count })}>
          {count(item.count)}
        </span>
        {values.length === 0 ? null : (
          <span className={css.groupValues}>{values.map((value) => headValue(value, t)).join(' · ')}</span>
        )}
      </button>
    </h2>
  )
}

function NothingShown(props: FormPaneProps & { readonly all: number }): ReactNode {
  const { filter, query, all, onFilter } = props
  const t = useTexts(configEditTexts)
  const showAll = <Button onClick={() => onFilter('all')}>{t(query === '' ? 'showAll' : 'searchAll')}</Button>
  if (query !== '') {
    return filter === 'all' ? (
      <Empty title={t('nothingFits', { query })} />
    ) : (
      <Empty title={t('nothingFits', { query })} action={showAll}>
        {t('nothingFitsHere', { n: count(all) })}
      </Empty>
    )
  }
  return <Empty title={t(filter === 'changed' ? 'nothingChanged' : 'nothingSet')} action={showAll} />
}

/** By the key they are about, in the order of lint. */
function findingsByKey(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const byKey = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.key === undefined) continue
    const of = byKey.get(finding.key)
    if (of === undefined) byKey.set(finding.key, [finding])
    else of.push(finding)
  }
  return byKey
}

/** Near enough that drawing a row seldom moves the others; the row itself is measured. */
function estimatedHeight(
  item: FormItem | undefined,
  byKey: ReadonlyMap<string, readonly Finding[]>,
  width: number,
  language: Language,
): number {
  if (item?.kind !== 'field') return GROUP_HEIGHT
  const characters = item.field.help[language].length * (language === 'zh' ? CHINESE_WIDTH : LATIN_WIDTH)
  const isNarrow = width <= NARROW
  const lines = Math.max(1, Math.ceil(characters / Math.max(100, width - (isNarrow ? 28 : 316))))
  const problems = PROBLEM_HEIGHT * (byKey.get(item.id)?.length ?? 0)
  return (isNarrow ? 86 : 45) + LINE_HEIGHT * lines + problems
}

/** What runs, where the file says something else; keys that the file leaves out are the comparison's. */
function otherThan(running: string | undefined, value: string | undefined): string | undefined {
  return value === undefined || running === value.trim() ? undefined : running
}

function keyOf(target: EventTarget): string | undefined {
  return target instanceof HTMLElement ? target.closest<HTMLElement>('[data-key]')?.dataset.key : undefined
}
