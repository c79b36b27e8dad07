/** The left half of Send: the message, then how many, how fast, what to wait for. Every field writes into one form value. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { sendTexts } from '../../i18n/send.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, NumberField, SelectField, TextAreaField, TextField } from '../../ui/field.tsx'
import { bytes, duration } from '../../ui/format.ts'
import { IconClose, IconPlus } from '../../ui/icons.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { FileField } from './file-field.tsx'
import css from './send.module.css'
import { DELAY_SECONDS, numberProblems, type SendForm } from './send-form-state.ts'
import type { Preview } from './use-preview.ts'

export interface MessageFormProps {
  readonly form: SendForm
  readonly onChange: (change: Partial<SendForm>) => void
  readonly onFile: (name: string, base64: string) => void
  readonly preview: Preview | undefined
  readonly topics: readonly string[]
  readonly groups: readonly string[]
  /** `broker-a:0` and so on, of the topic. */
  readonly queues: readonly string[]
}

export function MessageForm(props: MessageFormProps): ReactNode {
  const { form, onChange, preview, topics, queues } = props
  const t = useTexts(sendTexts)
  const textOf = useTextOf()
  const bodyLabel = useId()
  const wrong = numberProblems(form)
  const problemOf = (field: string): string | undefined => {
    const found = preview?.problems.find((each) => each.field === field || each.field.startsWith(`${field}/`))
    return found === undefined ? undefined : textOf(found.text)
  }
  const numberError = (field: keyof SendForm): string | undefined => (wrong.has(field) ? ' ' : undefined)

  return (
    <div className={css.form}>
      <div className={css.two}>
        <TextField
          label={t('topic')}
          value={form.topic}
          onChange={(topic) => onChange({ topic, queue: '' })}
          suggestions={topics}
          error={problemOf('topic')}
          isMono
        />
        <TextField
          label={t('tag')}
          value={form.tag}
          onChange={(tag) => onChange({ tag })}
          error={problemOf('tag')}
          isMono
        />
        <TextField
          label={t('keys')}
          value={form.keys}
          onChange={(keys) => onChange({ keys })}
          error={problemOf('keys')}
          isMono
        />
        <TextField
          label={t('orderKey')}
          value={form.orderKey}
          onChange={(orderKey) => onChange({ orderKey })}
          placeholder={t('none')}
          error={problemOf('orderKey')}
          isMono
        />
      </div>

      <div className={css.bodyHead}>
        <span id={bodyLabel}>{t('body')}</span>
        <Segmented
          label={t('bodyKind')}
          size="sm"
          value={form.bodyKind}
          options={[
            { value: 'text', label: t('text') },
            { value: 'json', label: t('json') },
            { value: 'hex', label: t('hex') },
            { value: 'file', label: t('file') },
          ]}
          onChange={(bodyKind) => onChange({ bodyKind })}
        />
      </div>
      {form.bodyKind === 'file' ? (
        <FileField name={form.fileName} bodyBytes={preview?.bodyBytes} onFile={props.onFile} />
      ) : (
        <TextAreaField
          label={t('body')}
          isLabelHidden
          value={form.body}
          onChange={(body) => onChange({ body })}
          rows={6}
          error={problemOf('body')}
          isMono
        />
      )}
      <p className={css.sizes}>
        {preview === undefined
          ? t('placeholders')
          : t('sizes', { body: bytes(preview.bodyBytes), record: bytes(preview.recordBytes) })}
      </p>

      <PropertyRows form={form} onChange={onChange} error={problemOf('properties')} />

      <div className={css.two}>
        <SelectField
          label={t('delay')}
          value={String(form.delayLevel)}
          options={[
            { value: '0', label: t('noDelay') },
            ...DELAY_SECONDS.map((seconds, i) => ({
              value: String(i + 1),
              label: t('delayLevel', { level: i + 1, time: duration(seconds * 1000, t.language) }),
            })),
          ]}
          onChange={(level) => onChange({ delayLevel: Number(level) })}
          error={problemOf('delayLevel')}
        />
        <SelectField
          label={t('queue')}
          value={form.queue === '' ? ANY : form.queue}
          options={[
            { value: ANY, label: queues.length === 0 ? t('anyQueueUnknown') : t('anyQueue', { n: queues.length }) },
            ...queues.map((queue) => ({ value: queue, label: queue.replace(/:(\d+)$/, ' $1') })),
          ]}
          onChange={(queue) => onChange({ queue: queue === ANY ? '' : queue })}
          error={problemOf('queue')}
        />
      </div>

      <hr className={css.line} />

      <div className={css.three}>
        <NumberField
          label={t('count')}
          value={form.count}
          onChange={(count) => onChange({ count })}
          min={1}
          error={numberError('count')}
        />
        <NumberField
          label={t('rate')}
          value={form.ratePerSecond}
          onChange={(ratePerSecond) => onChange({ ratePerSecond })}
          min={0}
          unit="/s"
          error={numberError('ratePerSecond')}
        />
        <NumberField
          label={t('batch')}
          value={form.batch}
          onChange={(batch) => onChange({ batch })}
          min={1}
          error={numberError('batch') ?? problemOf('batch')}
        />
      </div>
      <div>
        <p className={css.label}>{t('mode')}</p>
        <Segmented
          label={t('mode')}
          isWide
          value={form.mode}
          options={[
            { value: 'sync', label: t('sync') },
            { value: 'async', label: t('async') },
            { value: 'one-way', label: t('oneWay') },
          ]}
          onChange={(mode) => onChange({ mode })}
        />
      </div>
      <div className={css.three}>
        <NumberField
          label={t('timeout')}
          value={form.timeoutMs}
          onChange={(timeoutMs) => onChange({ timeoutMs })}
          min={1}
          unit="ms"
          error={numberError('timeoutMs')}
        />
        <NumberField
          label={t('retries')}
          value={form.retries}
          onChange={(retries) => onChange({ retries })}
          min={0}
          error={numberError('retries')}
        />
        <NumberField
          label={t('concurrency')}
          value={form.concurrency}
          onChange={(concurrency) => onChange({ concurrency })}
          min={1}
          error={numberError('concurrency')}
        />
      </div>
      <div className={css.account}>
        <CheckField
          label={t('account')}
          isOn={form.hasAccounting}
          onChange={(hasAccounting) => onChange({ hasAccounting })}
        />
        {form.hasAccounting ? (
          <TextField
            label={t('accountGroup')}
            isLabelHidden
            placeholder={t('accountGroup')}
            value={form.accountingGroup}
            onChange={(accountingGroup) => onChange({ accountingGroup })}
            suggestions={props.groups}
            isMono
          />
        ) : null}
      </div>
    </div>
  )
}

const ANY = '*'

function PropertyRows({
  form,
  onChange,
  error,
}: Pick<MessageFormProps, 'form' | 'onChange'> & { readonly error: string | undefined }): ReactNode {
  const t = useTexts(sendTexts)
  const rows = form.properties
  const change = (at: number, row: [string, string]): void => {
    onChange({ properties: rows.map((each, i) => (i === at ? row : each)) })
  }
  return (
    <div className={css.properties} role="group" aria-label={t('properties')}>
      <div className={css.propertiesHead}>
        <span>{t('properties')}</span>
        <Button
          variant="ghost"
          size="sm"
          icon={IconPlus}
          label={t('addProperty')}
          title={t('addProperty')}
          onClick={() => onChange({ properties: [...rows, ['', '']] })}
        />
      </div>
      {rows.map(([name, value], i) => (
        <div key={i} className={css.property}>
          <TextField
            label={t('propertyName', { n: i + 1 })}
            isLabelHidden
            value={name}
            onChange={(changed) => change(i, [changed, value])}
            isMono
          />
          <TextField
            label={t('propertyValue', { n: i + 1 })}
            isLabelHidden
            value={value}
            onChange={(changed) => change(i, [name, changed])}
            isMono
          />
          <Button
            variant="ghost"
            size="sm"
            icon={IconClose}
            label={t('removeProperty', { n: i + 1 })}
            title={t('removeProperty', { n: i + 1 })}
            onClick={() => onChange({ properties: rows.filter((_, at) => at !== i) })}
          />
        </div>
      ))}
      {error === undefined ? null : <p className={css.fieldError}>{error}</p>}
    </div>
  )
}
