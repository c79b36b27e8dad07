/** The dialog that creates a group's entry or changes its settings on every master. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { lab } from '../../api/lab.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { groupsTexts } from '../../i18n/groups.ts'
import { resourcesTexts } from '../../i18n/resources.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useCluster } from '../../stores/lab.ts'
import { useMqadminCommand } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { CheckField, NumberField, TextField } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import css from './groups.module.css'
import type { GroupDetail, GroupSettings } from './group-words.ts'

const NAME = /^[%|a-zA-Z0-9_-]{1,255}$/
const NUMBER_MAX = 65_535

/** RocketMQ's own for a new group (SubscriptionGroupConfig). */
const NEW_GROUP: GroupSettings = {
  consumeEnable: true,
  consumeBroadcastEnable: true,
  consumeFromMinEnable: true,
  consumeMessageOrderly: false,
  retryQueueNums: 1,
  retryMaxTimes: 16,
  brokerId: 0,
  whichBrokerWhenConsumeSlowly: 1,
  notifyConsumerIdsChangedEnable: true,
}

const NUMBERS = ['retryMaxTimes', 'retryQueueNums', 'brokerId', 'whichBrokerWhenConsumeSlowly'] as const
const SWITCHES = [
  'consumeEnable',
  'consumeBroadcastEnable',
  'consumeMessageOrderly',
  'consumeFromMinEnable',
  'notifyConsumerIdsChangedEnable',
] as const

export interface GroupFormProps {
  readonly cluster: string
  /** Set: this group is changed. */
  readonly detail: GroupDetail | undefined
  readonly warning: TextPair | undefined
  readonly onSaved: (group: string) => Promise<unknown>
  readonly onClose: () => void
}

export function GroupForm({ cluster, detail, warning, onSaved, onClose }: GroupFormProps): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const commandOf = useMqadminCommand(cluster)
  const brokerCluster = useCluster(cluster)?.brokerClusters[0] ?? cluster
  const [name, setName] = useState(detail?.group ?? '')
  const [settings, setSettings] = useState<GroupSettings>(detail?.settings ?? NEW_GROUP)
  const [empty, setEmpty] = useState<ReadonlySet<string>>(new Set())
  const labels = {
    consumeEnable: t('consumeEnable'),
    consumeBroadcastEnable: t('consumeBroadcastEnable'),
    consumeMessageOrderly: t('consumeMessageOrderly'),
    consumeFromMinEnable: t('consumeFromMinEnable'),
    notifyConsumerIdsChangedEnable: t('notify'),
    retryMaxTimes: t('retryMaxTimes'),
    retryQueueNums: t('retryQueueNums'),
    brokerId: t('brokerIdLabel'),
    whichBrokerWhenConsumeSlowly: t('slowly'),
  }
  const problemOf = (key: (typeof NUMBERS)[number]): string | undefined => {
    const min = key === 'retryMaxTimes' ? -1 : 0
    const isBad = empty.has(key) || settings[key] < min || settings[key] > NUMBER_MAX
    return isBad ? t('numberBad', { min }) : undefined
  }
  const nameProblem = name === '' || NAME.test(name) ? undefined : t('nameBad', { name })
  const bad = NUMBERS.map(problemOf).find((each) => each !== undefined)
  const reason = name === '' ? t('nameMissing') : (nameProblem ?? bad)
  const shown = name === '' ? 'NAME' : shellWord(name)

  return (
    <FormDialog
      isOpen
      title={detail === undefined ? t('createTitle', { cluster }) : t('settingsTitle', { group: detail.group })}
      submitLabel={detail === undefined ? t('saveNew', { group: name || words('group') }) : t('save', { group: name })}
      reason={reason}
      command={commandOf(
        `updateSubGroup -c ${shellWord(brokerCluster)} -g ${shown} -s ${settings.consumeEnable} -r ${settings.retryMaxTimes} -q ${settings.retryQueueNums}`,
      )}
      {...(warning === undefined ? {} : { warning: textOf(warning) })}
      onClose={onClose}
      onSubmit={async () => {
        await lab.call('groups.save', { cluster, group: name, settings })
        await onSaved(name)
      }}
    >
      {detail === undefined ? (
        <TextField
          label={t('name')}
          value={name}
          onChange={setName}
          error={nameProblem}
          isMono
          autoFocus
          maxLength={255}
        />
      ) : null}
      <div className={css.switches}>
        {SWITCHES.map((key) => (
          <CheckField
            key={key}
            label={labels[key]}
            isOn={settings[key]}
            onChange={(isOn) => setSettings({ ...settings, [key]: isOn })}
          />
        ))}
      </div>
      <div className={css.numbers}>
        {NUMBERS.map((key) => (
          <NumberField
            key={key}
            label={labels[key]}
            value={empty.has(key) ? null : settings[key]}
            min={key === 'retryMaxTimes' ? -1 : 0}
            max={NUMBER_MAX}
            error={problemOf(key)}
            onChange={(value) => {
              const after = new Set(empty)
              if (value === null) after.add(key)
              else after.delete(key)
              setEmpty(after)
              if (value !== null) setSettings({ ...settings, [key]: value })
            }}
          />
        ))}
      </div>
    </FormDialog>
  )
}
