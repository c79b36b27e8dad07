/** The settings of the next consumer, in one row. */
import type { ReactNode } from 'react'
import type { ConsumerSpec } from '../../../engine/contract/messages-api.ts'
import { receiveTexts } from '../../i18n/receive.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Field, SelectField, TextField } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import css from './receive.module.css'

export interface ReceiveSettings extends Omit<ConsumerSpec, 'cluster' | 'fromMs'> {
  /** As a `datetime-local` input gives it. */
  readonly fromTime: string
}

export const FIRST_SETTINGS: ReceiveSettings = {
  topic: 'TopicTest',
  group: 'lab-consumer',
  kind: 'push',
  model: 'clustering',
  order: 'concurrent',
  expression: '*',
  from: 'first',
  isManual: false,
  fromTime: '',
}

/** @returns the contract's consumer; `undefined` while something is missing */
export function specOf(settings: ReceiveSettings, cluster: string): ConsumerSpec | undefined {
  const { fromTime, ...rest } = settings
  const topic = rest.topic.trim()
  const group = rest.group.trim()
  const fromMs = rest.from === 'timestamp' ? Date.parse(fromTime) : null
  if (topic === '' || group === '' || (fromMs !== null && Number.isNaN(fromMs))) return undefined
  return { ...rest, cluster, topic, group, expression: rest.expression.trim() === '' ? '*' : rest.expression, fromMs }
}

export interface ReceiveFormProps {
  readonly settings: ReceiveSettings
  readonly onChange: (change: Partial<ReceiveSettings>) => void
  readonly topics: readonly string[]
  readonly groups: readonly string[]
}

export function ReceiveForm({ settings, onChange, topics, groups }: ReceiveFormProps): ReactNode {
  const t = useTexts(receiveTexts)
  return (
    <div className={css.form}>
      <TextField
        className={css.name ?? ''}
        label={t('topic')}
        value={settings.topic}
        onChange={(topic) => onChange({ topic })}
        suggestions={topics}
        isMono
      />
      <TextField
        className={css.name ?? ''}
        label={t('group')}
        value={settings.group}
        onChange={(group) => onChange({ group })}
        suggestions={groups}
        isMono
      />
      <Choice label={t('model')}>
        <Segmented
          label={t('model')}
          value={settings.model}
          options={[
            { value: 'clustering', label: t('clustering') },
            { value: 'broadcasting', label: t('broadcasting') },
          ]}
          onChange={(model) => onChange({ model })}
        />
      </Choice>
      <Choice label={t('fetch')}>
        <Segmented
          label={t('fetch')}
          value={settings.kind}
          options={[
            { value: 'push', label: t('push') },
            { value: 'pull', label: t('pull') },
          ]}
          onChange={(kind) => onChange({ kind })}
        />
      </Choice>
      <Choice label={t('order')}>
        <Segmented
          label={t('order')}
          value={settings.order}
          options={[
            { value: 'concurrent', label: t('concurrent') },
            { value: 'orderly', label: t('orderly') },
          ]}
          onChange={(order) => onChange({ order })}
        />
      </Choice>
      <TextField
        className={css.filter ?? ''}
        label={t('filter')}
        value={settings.expression}
        onChange={(expression) => onChange({ expression })}
        isMono
      />
      <Choice label={t('acknowledge')}>
        <Segmented
          label={t('acknowledge')}
          value={settings.isManual ? 'hand' : 'once'}
          options={[
            { value: 'once', label: t('atOnce') },
            { value: 'hand', label: t('byHand') },
          ]}
          onChange={(value) => onChange({ isManual: value === 'hand' })}
        />
      </Choice>
      <div title={t('fromHint')}>
        <SelectField
          className={css.from ?? ''}
          label={t('from')}
          value={settings.from}
          options={[
            { value: 'first', label: t('fromFirst') },
            { value: 'last', label: t('fromLast') },
            { value: 'timestamp', label: t('fromTime') },
          ]}
          onChange={(from) => onChange({ from })}
        />
      </div>
      {settings.from === 'timestamp' ? (
        <Field label={t('time')}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              step="1"
              className={css.time}
              value={settings.fromTime}
              onChange={(event) => onChange({ fromTime: event.currentTarget.value })}
            />
          )}
        </Field>
      ) : null}
    </div>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className={css.choice}>
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  )
}
