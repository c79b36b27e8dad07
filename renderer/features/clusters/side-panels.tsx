/** Beside the cards: what happened last, and what the lab costs this machine. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Happening } from '../../../engine/contract/state.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useHappenings, useNodes, useService } from '../../stores/lab.ts'
import { bytes, count, moment, percent, UNKNOWN } from '../../ui/format.ts'
import { KeyValues, Panel } from '../../ui/panel.tsx'
import { MarkShape } from '../../ui/state-mark.tsx'
import type { MarkState } from '../../ui/state-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import { clustersTexts } from './clusters-texts.ts'
import css from './side-panels.module.css'

const SHOWN = 20

/** A shape for each tone, so that no colour stands alone. */
const MARK_OF_TONE: Readonly<Record<Happening['tone'], MarkState>> = {
  ok: 'running',
  warn: 'behind',
  bad: 'crashed',
  busy: 'starting',
  idle: 'stopped',
  fault: 'frozen',
}

export function LastHappenings(): ReactNode {
  const t = useTexts(clustersTexts)
  const nowMs = useNow()
  const happenings = useHappenings().slice(0, SHOWN)
  return (
    <Panel title={t('happenings')} className={css.panel ?? ''}>
      {happenings.length === 0 ? <p className={css.none}>{t('noHappenings')}</p> : null}
      <ul className={css.list}>
        {happenings.map((each) => (
          <li key={each.id}>
            <MarkShape state={MARK_OF_TONE[each.tone]} />
            <span className={css.clock}>{moment(each.atMs, nowMs, t.language)}</span>
            <span>
              <Link to={clusterPath(each.cluster, 'topology')} className={css.cluster}>
                {each.cluster}
              </Link>{' '}
              <Told happening={each} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function ThisMachine(): ReactNode {
  const t = useTexts(clustersTexts)
  const service = useService()
  const nodes = useNodes().filter((node) => node.isOurs && node.pid !== null)
  if (service === null) return null
  const { machine } = service
  const memory = known(nodes.map((node) => node.rssBytes))
  const cpu = known(nodes.map((node) => node.cpuPercent))
  return (
    <Panel title={t('machine')} className={css.panel ?? ''} isPadded>
      <KeyValues
        rows={[
          [t('processes'), count(nodes.length)],
          [
            t('memory'),
            of(nodes.length === 0 ? bytes(0) : bytes(memory), t('memoryOf', { total: bytes(machine.memoryBytes) })),
          ],
          [
            t('cpu'),
            of(
              nodes.length === 0 ? percent(0) : cpu === null ? UNKNOWN : percent(cpu / machine.cores),
              t('cpuOf', { cores: machine.cores }),
            ),
          ],
          [t('freeMemory'), bytes(machine.freeMemoryBytes)],
          [
            t('disk'),
            of(
              bytes(machine.freeDiskBytes),
              machine.diskBytes === null ? '' : t('diskOf', { total: bytes(machine.diskBytes) }),
            ),
          ],
          [t('folder'), <code key="home">{machine.home}</code>],
          [t('listens'), t('loopback')],
        ]}
      />
    </Panel>
  )
}

/** To whom it happened and what; a name that the sentence or the link before it says already is not said twice. */
function Told({ happening }: { happening: Happening }): ReactNode {
  const textOf = useTextOf()
  const { cluster } = happening
  const [subject, sentence] = [textOf(happening.subject), textOf(happening.sentence)]
  if (sentence.startsWith(`${cluster} `)) return sentence.slice(cluster.length + 1)
  const isNamed = subject === cluster || sentence.toLowerCase().includes(subject.toLowerCase())
  return isNamed ? sentence : `${subject} · ${sentence}`
}

function of(value: string, rest: string): ReactNode {
  return (
    <>
      {value} <span className="t3">{rest}</span>
    </>
  )
}

function known(values: readonly (number | null)[]): number | null {
  const found = values.filter((value) => value !== null)
  return found.length === 0 ? null : found.reduce((total, each) => total + each, 0)
}
