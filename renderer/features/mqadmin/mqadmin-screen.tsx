/** The mqadmin console: a terminal with the cluster's name servers filled in, and the list of commands with their help. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import * as z from 'zod'
import { mqadminTexts } from '../../i18n/mqadmin.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { useCluster } from '../../stores/lab.ts'
import { useSettings, useTheme } from '../../stores/settings.ts'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { TerminalBox } from '../../ui/terminal-box.tsx'
import type { TerminalHandle } from '../../ui/terminal.ts'
import { CommandList } from './command-list.tsx'
import { ConsoleSession } from './console-session.ts'

const SCROLLBACK_LINES = 10_000

/** `?line=` fills the prompt; nothing is ever run by an address. */
const QUERY = z.object({ line: z.string().optional() })

export function MqadminScreen(): ReactNode {
  const t = useTexts(mqadminTexts)
  const cluster = useClusterName()
  const head = useCluster(cluster)
  const theme = useTheme()
  const [query, setQuery] = useQuery(QUERY)
  const [line, setLine] = useState('')
  const session = useRef<ConsoleSession>(undefined)
  const asked = query.line

  useStandsFor({
    says: t('stands'),
    command: `mqadmin ${line.trim() === '' ? 'help' : line.trim()}${head === undefined ? '' : ` -n ${shellWord(head.namesrvAddr)}`}`,
  })

  const open = useCallback(
    (handle: TerminalHandle) => {
      const opened = new ConsoleSession(handle, {
        cluster,
        language: () => useSettings.getState().language,
        onLine: setLine,
      })
      session.current = opened
      handle.terminal.focus()
      return () => {
        opened.close()
        session.current = undefined
      }
    },
    [cluster],
  )

  useEffect(() => {
    if (asked === undefined || session.current === undefined) return
    session.current.insert(asked.replace(/^mqadmin\s+/, ''))
    setQuery({ line: undefined })
  }, [asked, setQuery])

  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={head === undefined ? '' : t('answer', { cluster, addr: head.namesrvAddr })}
        actions={<Button onClick={() => session.current?.clear()}>{t('clear')}</Button>}
      />
      <ScreenBody
        isPadded={false}
        scrolls={false}
        drawer={<CommandList onChoose={(name) => session.current?.insert(`${name} `)} />}
      >
        <TerminalBox
          key={cluster}
          label={t('terminal')}
          isReadOnly={false}
          scrollbackLines={SCROLLBACK_LINES}
          theme={theme}
          onOpen={open}
        />
      </ScreenBody>
    </Screen>
  )
}
