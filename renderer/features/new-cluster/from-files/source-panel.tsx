/** Step 1: open files or a folder, drop them, or paste an article; and what was recognised in it. */
import { useRef, useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { TextAreaField } from '../../../ui/field.tsx'
import { bytes } from '../../../ui/format.ts'
import { IconClose, IconLog, IconHost } from '../../../ui/icons.tsx'
import { Loading } from '../../../ui/loading.tsx'
import { Note } from '../../../ui/panel.tsx'
import { BlockList } from './block-list.tsx'
import css from './from-files.module.css'
import { FILE_BYTES_MAX, FILES_MAX, foundInDrop, foundInList, openFound } from './open-files.ts'
import type { FoundFile, OpenedFiles } from './open-files.ts'
import type { FromFiles } from './use-from-files.ts'

const TOO_LARGE_SHOWN_MAX = 3

export function SourcePanel({ made }: { readonly made: FromFiles }): ReactNode {
  const t = useTexts(fromFilesTexts)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [isReading, setReading] = useState(false)
  const [opened, setOpened] = useState<OpenedFiles | null>(null)
  const [error, setError] = useState<unknown>(undefined)

  const open = async (found: Promise<readonly FoundFile[]>): Promise<void> => {
    setReading(true)
    setError(undefined)
    try {
      const result = await openFound(await found)
      setOpened(result)
      if (result.source !== undefined) made.open(result.source)
    } catch (failure) {
      setError(failure)
    }
    setReading(false)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    void open(foundInDrop(event.dataTransfer))
  }
  const clear = (): void => {
    setOpened(null)
    setError(undefined)
    made.open({ kind: 'article', text: '' })
  }
  const { source, reading, isEmpty } = made
  return (
    <section
      className={css.source}
      aria-labelledby="from-files-source"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={css.listHead}>
        <h2 id="from-files-source">{t('source')}</h2>
        {isEmpty ? null : (
          <Button variant="ghost" size="sm" icon={IconClose} onClick={clear}>
            {t('clear')}
          </Button>
        )}
      </div>
      <div className={css.opens}>
        <Button icon={IconLog} onClick={() => files.current?.click()}>
          {t('openFiles')}
        </Button>
        <Button icon={IconHost} onClick={() => folder.current?.click()}>
          {t('openFolder')}
        </Button>
        <input
          ref={files}
          type="file"
          multiple
          hidden
          data-testid="open-files"
          accept=".properties,.conf,.sh,.json,.md,.markdown,.txt"
          onChange={(event) => {
            void open(Promise.resolve(foundInList(event.currentTarget.files ?? [])))
            event.currentTarget.value = ''
          }}
        />
        <input
          ref={folder}
          type="file"
          multiple
          hidden
          data-testid="open-folder"
          {...{ webkitdirectory: '' }}
          onChange={(event) => {
            void open(Promise.resolve(foundInList(event.currentTarget.files ?? [])))
            event.currentTarget.value = ''
          }}
        />
      </div>
      {isOver ? <p className={css.over}>{t('dropHere')}</p> : null}
      {isReading ? <Loading what={t('reading')} rows={3} /> : null}
      {error === undefined ? null : <ErrorRegion title={t('openFailed')} error={error} />}
      {opened === null ? null : <OpenNotes opened={opened} />}
      {source.kind === 'files' ? (
        <p className="t2">{t('filesOpen', { n: source.files.length })}</p>
      ) : (
        <TextAreaField
          label={t('article')}
          hint={isEmpty ? t('articleHint') : undefined}
          value={source.text}
          rows={isEmpty ? 18 : 9}
          isMono
          placeholder={t('articlePlaceholder')}
          onChange={(text) => made.open({ kind: 'article', text })}
        />
      )}
      {reading.isCut ? <Note tone="warn">{t('cut')}</Note> : null}
      <BlockList made={made} />
    </section>
  )
}

function OpenNotes({ opened }: { readonly opened: OpenedFiles }): ReactNode {
  const t = useTexts(fromFilesTexts)
  const { source, tooLarge, isTooMany } = opened
  return (
    <>
      {source === undefined ? <Note tone="warn">{t('nothingThere')}</Note> : null}
      {tooLarge.slice(0, TOO_LARGE_SHOWN_MAX).map((path) => (
        <Note key={path} tone="warn">
          {t('tooLarge', { path, limit: bytes(FILE_BYTES_MAX) })}
        </Note>
      ))}
      {isTooMany ? <Note tone="warn">{t('tooMany', { n: FILES_MAX })}</Note> : null}
    </>
  )
}
