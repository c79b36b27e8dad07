/** The dialog that creates a topic or changes one: name, queues, permission in words, brokers. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { lab } from '../../api/lab.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { resourcesTexts } from '../../i18n/resources.ts'
import { topicsTexts } from '../../i18n/topics.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useMqadminCommand } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { useCluster, useNodes } from '../../stores/lab.ts'
import { CheckField, NumberField, SelectField, TextField } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import css from './topic-form.module.css'
import type { TopicDetail, TopicRow } from './topic-words.ts'

const NAME = /^[%|a-zA-Z0-9_-]{1,127}$/
const QUEUES_MAX = 1024
const QUEUES_NEW = 8

export interface TopicFormProps {
  readonly cluster: string
  readonly known: readonly TopicRow[]
  /** Set: this topic is changed. */
  readonly detail: TopicDetail | undefined
  readonly warning: TextPair | undefined
  readonly onSaved: (topic: string) => Promise<unknown>
  readonly onClose: () => void
}

export function TopicForm(props: TopicFormProps): ReactNode {
  const { cluster, detail, warning } = props
  const t = useTexts(topicsTexts)
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const commandOf = useMqadminCommand(cluster)
  const masters = useMasters(cluster, detail)
  const first = detail?.brokers[0]
  const brokerCluster = useCluster(cluster)?.brokerClusters[0] ?? cluster
  const [name, setName] = useState(detail?.topic ?? '')
  const [readQueues, setReadQueues] = useState<number | null>(first?.readQueues ?? QUEUES_NEW)
  const [writeQueues, setWriteQueues] = useState<number | null>(first?.writeQueues ?? QUEUES_NEW)
  const [perm, setPerm] = useState<'6' | '4' | '2'>(permOf(first?.perm))
  const [left, setLeft] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        detail === undefined
          ? []
          : masters.filter((each) => !detail.brokers.some(({ brokerName }) => brokerName === each)),
      ),
  )
  const brokers = masters.filter((each) => !left.has(each))

  const isTaken = detail === undefined && props.known.some(({ topic }) => topic === name)
  const nameProblem =
    name === '' ? undefined : !NAME.test(name) ? t('nameBad', { name }) : isTaken ? t('nameTaken', { name }) : undefined
  const queuesProblem = (value: number | null): string | undefined =>
    value === null || value < 1 || value > QUEUES_MAX ? t('queuesBad') : undefined
  const reason =
    name === ''
      ? t('nameMissing')
      : (nameProblem ??
        queuesProblem(readQueues) ??
        queuesProblem(writeQueues) ??
        (brokers.length === 0 ? t('brokersMissing') : undefined))
  const target = `-c ${shellWord(brokerCluster)} -r ${readQueues ?? ''} -w ${writeQueues ?? ''} -p ${perm}`

  return (
    <FormDialog
      isOpen
      title={detail === undefined ? t('createTitle', { cluster }) : t('changeTitle', { topic: detail.topic })}
      submitLabel={
        detail === undefined ? t('save', { topic: name || words('topic') }) : t('saveChange', { topic: name })
      }
      reason={reason}
      command={commandOf(`updateTopic -t ${name === '' ? 'NAME' : shellWord(name)} ${target}`)}
      {...(warning === undefined ? {} : { warning: textOf(warning) })}
      onClose={props.onClose}
      onSubmit={async () => {
        await lab.call('topics.save', {
          cluster,
          topic: name,
          readQueues: readQueues ?? 0,
          writeQueues: writeQueues ?? 0,
          perm: Number(perm),
          brokers: left.size === 0 ? [] : brokers,
        })
        await props.onSaved(name)
      }}
    >
      {detail === undefined ? (
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          value={name}
          onChange={setName}
          error={nameProblem}
          isMono
          autoFocus
          maxLength={127}
        />
      ) : null}
      <div className={css.pair}>
        <NumberField
          label={t('writeQueues')}
          value={writeQueues}
          onChange={setWriteQueues}
          min={1}
          max={QUEUES_MAX}
          error={queuesProblem(writeQueues)}
        />
        <NumberField
          label={t('readQueues')}
          value={readQueues}
          onChange={setReadQueues}
          min={1}
          max={QUEUES_MAX}
          error={queuesProblem(readQueues)}
        />
      </div>
      {first !== undefined && readQueues !== null && readQueues < first.readQueues ? (
        <p className="t2 s12">{t('queuesLess', { n: readQueues })}</p>
      ) : readQueues !== null && writeQueues !== null && readQueues < writeQueues ? (
        <p className="t2 s12">{t('readLess')}</p>
      ) : null}
      <SelectField
        label={t('perm')}
        value={perm}
        options={[
          { value: '6', label: `${t('permRw')} (6)` },
          { value: '4', label: `${t('permR')} (4)` },
          { value: '2', label: `${t('permW')} (2)` },
        ]}
        onChange={setPerm}
      />
      <fieldset className={css.brokers}>
        <legend>{t('brokers')}</legend>
        {masters.map((each) => (
          <CheckField
            key={each}
            label={each}
            isOn={!left.has(each)}
            onChange={(isOn) => {
              const after = new Set(left)
              if (isOn) after.delete(each)
              else after.add(each)
              setLeft(after)
            }}
          />
        ))}
      </fieldset>
    </FormDialog>
  )
}

/** Broker names that have a master, and those that have the topic already. */
function useMasters(cluster: string, detail: TopicDetail | undefined): readonly string[] {
  const nodes = useNodes(cluster)
  const names = nodes.flatMap((node) => (node.role === 'master' && node.brokerName !== null ? [node.brokerName] : []))
  return [...new Set([...names, ...(detail?.brokers.map(({ brokerName }) => brokerName) ?? [])])].sort()
}

function permOf(perm: number | undefined): '6' | '4' | '2' {
  return perm === 4 ? '4' : perm === 2 ? '2' : '6'
}
