/** The commands of mqadmin with their help, found by name or words; choosing one puts it into the line. */
import { useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { CommandHelp } from '../../../engine/contract/console-api.ts'
import { lab } from '../../api/lab.ts'
import { mqadminTexts } from '../../i18n/mqadmin.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { Chip } from '../../ui/chip.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { TextField } from '../../ui/field.tsx'
import { IconSearch } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import css from './command-list.module.css'

const AREA_TEXTS = {
  topic: 'areaTopic',
  broker: 'areaBroker',
  cluster: 'areaCluster',
  namesrv: 'areaNamesrv',
  message: 'areaMessage',
  consumer: 'areaConsumer',
  producer: 'areaProducer',
  offset: 'areaOffset',
  queue: 'areaQueue',
  ha: 'areaHa',
  stats: 'areaStats',
} as const

type Area = keyof typeof AREA_TEXTS

export function CommandList({ onChoose }: { onChoose: (name: string) => void }): ReactNode {
  const t = useTexts(mqadminTexts)
  const textOf = useTextOf()
  const [wanted, setWanted] = useState('')
  const [commands, setCommands] = useState<readonly CommandHelp[]>()
  const [failure, setFailure] = useState<unknown>()
  const [round, setRound] = useState(0)

  useEffect(() => {
    let isGone = false
    lab.call('mqadmin.commands', {}).then(
      (answer) => {
        if (!isGone) setCommands(answer.commands)
      },
      (error: unknown) => {
        if (!isGone) setFailure(error)
      },
    )
    return () => {
      isGone = true
    }
  }, [round])

  const areas = useMemo(() => {
    const needle = wanted.trim().toLowerCase()
    const shown = (commands ?? []).filter((each) =>
      [each.name, each.help.en, each.help.zh].some((text) => text.toLowerCase().includes(needle)),
    )
    const byArea = new Map<Area, CommandHelp[]>()
    for (const each of shown) byArea.set(each.area as Area, [...(byArea.get(each.area as Area) ?? []), each])
    return [...byArea]
  }, [commands, wanted])

  return (
    <aside className={css.list} aria-label={t('commands')}>
      <div className={css.find}>
        <TextField
          label={t('find')}
          isLabelHidden
          placeholder={t('find')}
          value={wanted}
          onChange={setWanted}
          icon={<IconSearch />}
          isFilter
        />
      </div>
      <div className={css.rows} tabIndex={0} role="region" aria-label={t('commands')}>
        {failure !== undefined && commands === undefined ? (
          <ErrorRegion
            error={failure}
            onRetry={() => {
              setFailure(undefined)
              setRound(round + 1)
            }}
          />
        ) : commands === undefined ? (
          <Loading what={t('commands')} rows={8} />
        ) : areas.length === 0 ? (
          <p className={css.none}>{t('none')}</p>
        ) : (
          areas.map(([area, rows]) => (
            <section key={area} className={css.area}>
              <h2 className={css.areaName}>{t(AREA_TEXTS[area])}</h2>
              <ul>
                {rows.map((each) => (
                  <li key={each.name}>
                    <button type="button" className={css.command} onClick={() => onChoose(each.name)}>
                      <span className={css.name}>
                        {each.name}
                        {each.isDestructive ? <Chip tone="warn">{t('asks')}</Chip> : null}
                      </span>
                      <span className={css.help}>{textOf(each.help)}</span>
                      <span className={css.options}>
                        {each.options
                          .filter((option) => option.isRequired)
                          .map((option) => `-${option.short === '' ? `-${option.long}` : option.short}`)
                          .join(' ')}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ))
        )}
      </div>
    </aside>
  )
}
