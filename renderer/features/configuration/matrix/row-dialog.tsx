/** One value for a whole row: on all brokers, all masters, all slaves or one group; a single step of undo. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { editConfig, useConfigEdits } from '../../../stores/config-edits.ts'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { list } from '../../../ui/format.ts'
import { Note } from '../../../ui/panel.tsx'
import { choicesOf } from './cell-editor.tsx'
import type { MatrixWords } from './cell-view.ts'
import { defaultWords, valueWords } from './cell-words.ts'
import { nodesIn, scopesOf, textsWith, valueToWrite } from './matrix-edits.ts'
import type { Scope } from './matrix-edits.ts'
import type { MatrixColumn, MatrixRow, Program } from './matrix-model.ts'
import css from './matrix.module.css'
import { commandOfRow } from './matrix-commands.ts'

export interface RowDialogProps {
  readonly cluster: string
  readonly row: MatrixRow
  readonly columns: readonly MatrixColumn[]
  readonly program: Program
  readonly isHot: boolean
  readonly onClose: () => void
}

/** Keys whose value is a node's own: one of them on several brokers is a mistake. */
const OWN_VALUE_KEYS: ReadonlySet<string> = new Set([
  'brokerId',
  'listenPort',
  'haListenPort',
  'storePathRootDir',
  'storePathCommitLog',
  'dLegerSelfId',
])
const VALUES_SHOWN_MAX = 4

export function RowDialog(props: RowDialogProps): ReactNode {
  const { cluster, row, columns, program, onClose } = props
  const t = useTexts(configMatrixTexts)
  const texts = useConfigEdits((state) => state.texts)
  const { key, property, field } = row
  const scopes = useMemo(() => scopesOf(columns), [columns])
  const [at, setAt] = useState(0)
  const [typed, setTyped] = useState(() => commonValue(row))
  const scope = scopes[at] ?? { kind: 'all' }
  const nodes = nodesIn(scope, columns)
  const value = valueToWrite(property, typed)
  const after = textsWith(texts, nodes, key, value)
  const written = value !== null && value !== typed ? value : undefined
  const byDefault = defaultWords(property, row.byDefault, t.language)
  const choices = choicesOf(field)
  const hint =
    written !== undefined
      ? t('becomes', { value: written })
      : byDefault === ''
        ? t('valueHintNone')
        : t('valueHint', { default: byDefault })
  return (
    <FormDialog
      isOpen
      title={t('dialogTitle', { key })}
      submitLabel={t('setOn', { n: nodes.length })}
      command={commandOfRow({ cluster, key, value, nodes, isHot: props.isHot })}
      reason={Object.keys(after).length === 0 ? t('nothingChanges') : undefined}
      onSubmit={async () => {
        editConfig(after)
      }}
      onClose={onClose}
    >
      <div className={css.fields}>
        <p className={css.now}>{field.help[t.language]}</p>
        {choices.length > 0 ? (
          <SelectField
            label={t('value')}
            value={typed}
            options={[
              { value: '', label: `${byDefault} (${t('legendDefault')})` },
              ...choices.map((choice) => ({ value: choice, label: choice })),
            ]}
            onChange={setTyped}
            isMono
          />
        ) : (
          <TextField
            label={t('value')}
            value={typed}
            onChange={setTyped}
            hint={hint}
            placeholder={byDefault}
            isMono
            autoFocus
          />
        )}
        {scopes.length < 2 ? null : (
          <SelectField
            label={t('scope')}
            value={String(at)}
            options={scopes.map((each, index) => ({
              value: String(index),
              label: scopeWords(each, columns, program, t),
            }))}
            onChange={(chosen) => setAt(Number(chosen))}
          />
        )}
        <p className={css.now}>{t('isNow', { values: valuesNow(row, t) })}</p>
        {OWN_VALUE_KEYS.has(key) && nodes.length > 1 ? <Note tone="warn">{t('ownValue', { key })}</Note> : null}
      </div>
    </FormDialog>
  )
}

function scopeWords(scope: Scope, columns: readonly MatrixColumn[], program: Program, t: MatrixWords): string {
  const n = nodesIn(scope, columns).length
  switch (scope.kind) {
    case 'all':
      return t(program === 'broker' ? 'scopeAll' : 'scopeAllNamesrv', { n })
    case 'masters':
      return t('scopeMasters', { n })
    case 'slaves':
      return t('scopeSlaves', { n })
    case 'group':
      return t('scopeGroup', { group: scope.group })
  }
}

/** The value all files have; '' where they differ or have none. */
function commonValue(row: MatrixRow): string {
  const values = new Set(row.cells.map((cell) => cell.value))
  const [only] = values
  return values.size === 1 ? (only ?? '') : ''
}

/** `48 on broker-a; 72 (default) on broker-b and broker-b-s`. */
function valuesNow(row: MatrixRow, t: MatrixWords): string {
  const nodesOf = new Map<string, string[]>()
  for (const cell of row.cells) {
    const words =
      cell.value === undefined
        ? `${defaultWords(row.property, cell.byDefault, t.language) || '–'} (${t('legendDefault')})`
        : valueWords(row.property, cell.value === '' ? t('empty') : cell.value)
    nodesOf.set(words, [...(nodesOf.get(words) ?? []), cell.node])
  }
  if (nodesOf.size === 1) return [...nodesOf.keys()][0] ?? ''
  const parts = [...nodesOf].map(([words, nodes]) =>
    t.language === 'zh' ? `${words}（${nodes.join('、')}）` : `${words} on ${list(nodes, 'en')}`,
  )
  const more = parts.length - VALUES_SHOWN_MAX
  const shown = more > 0 ? [...parts.slice(0, VALUES_SHOWN_MAX), t('andMore', { n: more })] : parts
  return shown.join(t.language === 'zh' ? '；' : '; ')
}
