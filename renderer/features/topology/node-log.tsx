/** The last lines of a node's log, followed live; of dead nodes too, with how it ended. The whole of it is the screen Logs. */
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { LogLine } from '../../../engine/contract/console-api.ts'
import type { NodeView } from '../../../engine/contract/state.ts'
import type { Text } from '../../../engine/contract/text.ts'
import { lab } from '../../api/lab.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { Loading } from '../../ui/loading.tsx'
import { drawerTexts } from './drawer-texts.ts'
import css from './node-drawer.module.css'

const LINES_MAX = 300
const LAST_BYTES = 32_768

interface Followed {
  readonly lines: readonly LogLine[]
  /** How the log of a dead node ends. */
  readonly ended: Text | undefined
  readonly error: unknown
  readonly isHere: boolean
}

const NOTHING: Followed = { lines: [], ended: undefined, error: undefined, isHere: false }

/** The last `max` lines of a node, live. */
function useLastLines(node: NodeView, max: number): Followed {
  const [state, setState] = useState<Followed>(NOTHING)
  const { cluster, name } = node
  useEffect(() => {
    const stream = lab.stream(
      'logs.follow',
      { cluster, nodes: [name], lastBytes: LAST_BYTES },
      {
        onStart: () => setState(NOTHING),
        onItems: (events) =>
          setState((before) => {
            let { lines, ended } = before
            for (const event of events) {
              if (event.t === 'lines') {
                lines = [...lines, ...event.lines].slice(-max)
                ended = undefined
              } else if (event.t === 'restarted') lines = []
              else ended = event.how
            }
            return { lines, ended, error: undefined, isHere: true }
          }),
        onError: (error) => setState((before) => ({ ...before, error, isHere: true })),
      },
    )
    return () => stream.close()
  }, [cluster, name, max])
  return state
}

/** The tab: as many lines as fit, the newest in sight while nobody scrolled up. */
export function NodeLog({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const followed = useLastLines(node, LINES_MAX)
  const boxRef = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    const box = boxRef.current
    if (box !== null && isAtEnd.current) box.scrollTop = box.scrollHeight
  }, [followed.lines])
  if (!node.isOurs) return <Empty title={t('logNotOurs')} />
  if (followed.error !== undefined) return <ErrorRegion error={followed.error} />
  if (!followed.isHere) return <Loading what={t('theLog')} rows={8} />
  return (
    <div className={css.fill}>
      <Link to={clusterPath(node.cluster, 'logs', { node: node.name })}>{t('openLogs')}</Link>
      {followed.lines.length === 0 ? (
        <Empty title={t('logEmpty')} />
      ) : (
        <div
          ref={boxRef}
          className={css.lines}
          role="log"
          aria-live="off"
          aria-label={t('logOf', { name: node.name })}
          tabIndex={0}
          onScroll={(event) => {
            const box = event.currentTarget
            isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 24
          }}
        >
          <Lines followed={followed} />
        </div>
      )}
    </div>
  )
}

/** The end of a log inside another section. */
export function LastLines(props: { node: NodeView; max: number; onAll: () => void }): ReactNode {
  const t = useTexts(drawerTexts)
  const followed = useLastLines(props.node, props.max)
  if (followed.error !== undefined) return <ErrorRegion error={followed.error} />
  if (!followed.isHere) return <Loading what={t('theLog')} rows={2} />
  if (followed.lines.length === 0) return <p className="t3 s12">{t('logEmpty')}</p>
  return (
    <>
      <div className={css.lines} tabIndex={0} role="group" aria-label={t('logOf', { name: props.node.name })}>
        <Lines followed={followed} />
      </div>
      <div className={css.buttons}>
        <Button size="sm" variant="ghost" onClick={props.onAll}>
          {t('wholeLog')}
        </Button>
      </div>
    </>
  )
}

/** Left out of each line: the drawer is narrow. */
const DATE = /^\d{4}-\d\d-\d\d (?=\d\d:)/

const LEVEL_TONES = { debug: undefined, info: undefined, warn: 'warn', error: 'bad', other: undefined } as const

function Lines({ followed }: { followed: Followed }): ReactNode {
  const textOf = useTextOf()
  return (
    <>
      {followed.lines.map((line) => (
        <div key={`${line.file} ${line.position}`} className={LEVEL_TONES[line.level]}>
          {line.text.replace(DATE, '')}
        </div>
      ))}
      {followed.ended === undefined ? null : <div className="bad">{textOf(followed.ended)}</div>}
    </>
  )
}
