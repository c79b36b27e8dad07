/** The blocks of an article, or the files: what each was taken for and why, and the user's own word about it. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { SelectField, TextField } from '../../../ui/field.tsx'
import css from './from-files.module.css'
import type { BlockUse, SourceBlock, SourceCluster } from './source-reading.ts'
import type { FromFiles } from './use-from-files.ts'

const KIND_TEXT = {
  properties: 'kindProperties',
  shell: 'kindShell',
  hosts: 'kindHosts',
  other: 'kindOther',
  file: 'kindFile',
} as const

export function BlockList({ made }: { readonly made: FromFiles }): ReactNode {
  const t = useTexts(fromFilesTexts)
  const [isOpen, setOpen] = useState(false)
  const { blocks, clusters, cluster } = made.reading
  const used = blocks.filter((block) => block.isChosen)
  const others = blocks.filter((block) => !block.isChosen)
  const hosts = made.reading.topology.hosts.map((host) => host.name)
  const shown = isOpen || used.length === 0 ? blocks : used
  return (
    <div className={css.recognised}>
      <div className={css.listHead}>
        <h3>{t('recognised')}</h3>
        {used.length === 0 ? null : <span className="t3 s12">{t('recognisedNote', { n: used.length })}</span>}
      </div>
      {clusters.length < 2 ? null : (
        <SelectField
          label={t('whichCluster')}
          value={String(cluster)}
          options={clusters.map((each) => ({ value: String(each.index), label: clusterLabel(each, t) }))}
          onChange={(value) => made.chooseCluster(Number(value))}
        />
      )}
      {blocks.length === 0 ? <p className="t3 s12">{t('nothingYet')}</p> : null}
      <ul className={css.blocks}>
        {shown.map((block) => (
          <Block key={block.id} block={block} hosts={hosts} made={made} />
        ))}
      </ul>
      {others.length === 0 || used.length === 0 ? null : (
        <div className={css.others}>
          <span className="t2 s12">{t('others', { n: others.length })}</span>
          <Button variant="ghost" size="sm" isExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t('hide') : t('show')}
          </Button>
        </div>
      )}
    </div>
  )
}

function clusterLabel(
  cluster: SourceCluster,
  t: ReturnType<typeof useTexts<(typeof fromFilesTexts)['texts']>>,
): string {
  const heading = cluster.heading === '' ? t('clusterAtLine', { line: cluster.firstLine }) : cluster.heading
  return t('clusterOption', { heading, n: cluster.brokers })
}

interface BlockProps {
  readonly block: SourceBlock
  readonly hosts: readonly string[]
  readonly made: FromFiles
}

function Block({ block, hosts, made }: BlockProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const textOf = useTextOf()
  const { id, title, lines, use, kind } = block
  const where = lines === undefined ? undefined : t('lines', { first: lines[0], last: lines[1] })
  const name = where === undefined ? title : `${title} (${where})`
  return (
    <li className={css.block} data-unused={!block.isChosen || undefined}>
      <div className={css.blockHead}>
        <code className="cut" title={title}>
          {title}
        </code>
        <SelectField<BlockUse>
          label={t('useOf', { block: name })}
          isLabelHidden
          size="sm"
          className={css.use ?? ''}
          value={use}
          options={[
            { value: 'broker', label: t('useBroker') },
            { value: 'namesrv', label: t('useNamesrv') },
            { value: 'none', label: t('useNone') },
          ]}
          onChange={(next) => made.sayOf(id, { use: next })}
        />
      </div>
      {use === 'none' ? null : (
        <div className={css.assign}>
          <Typed
            label={t('hostOf', { block: name })}
            value={block.host}
            suggestions={hosts}
            onCommit={(host) => made.sayOf(id, { host })}
          />
          <Typed
            label={t('nodeOf', { block: name })}
            value={block.node}
            onCommit={(node) => made.sayOf(id, { node })}
          />
        </div>
      )}
      <p className={css.why}>
        {where === undefined ? '' : t('kindAt', { kind: t(KIND_TEXT[kind]), where })}
        {textOf(block.why)}
      </p>
    </li>
  )
}

interface TypedProps {
  readonly label: string
  readonly value: string
  readonly suggestions?: readonly string[]
  readonly onCommit: (value: string) => void
}

/** Takes effect when it is left or Enter is pressed: half a name would be another host. */
function Typed({ label, value, suggestions, onCommit }: TypedProps): ReactNode {
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const commit = (): void => {
    if (typed !== undefined && typed.trim() !== value) onCommit(typed.trim())
    setTyped(undefined)
  }
  return (
    <TextField
      label={label}
      isLabelHidden
      isMono
      size="sm"
      maxLength={64}
      value={typed ?? value}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setTyped(undefined)
      }}
      {...(suggestions === undefined ? {} : { suggestions })}
    />
  )
}
