/** One pane of the Logs screen: the lines of a buffer that pass its filter, in a read-only terminal that follows the end. */
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { NodeHealth } from '../../../engine/contract/state.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { useTheme } from '../../stores/settings.ts'
import { MarkShape } from '../../ui/state-mark.tsx'
import { TerminalBox } from '../../ui/terminal-box.tsx'
import type { TerminalHandle } from '../../ui/terminal.ts'
import { LOG_LINES_MAX, type LevelFilter, type LogBuffer, type LogEntry, matches } from './log-buffer.ts'
import { inkOf } from './log-ink.ts'
import css from './logs.module.css'

export interface LogPaneProps {
  readonly buffer: LogBuffer
  readonly label: string
  /** Undefined: all nodes, with their names. */
  readonly node?: string
  readonly health?: NodeHealth
  readonly text: string
  readonly level: LevelFilter
  /** Columns of the longest node name. */
  readonly nameWidth: number
  readonly onOpen: (handle: TerminalHandle) => () => void
}

export function LogPane(props: LogPaneProps): ReactNode {
  const { buffer, label, node, health, text, level, nameWidth, onOpen } = props
  const language = useLanguage()
  const theme = useTheme()
  const handle = useRef<TerminalHandle>(undefined)
  const width = node === undefined ? nameWidth : 0

  useEffect(() => {
    const opened = handle.current
    if (opened === undefined) return undefined
    const draw = (entries: readonly LogEntry[]): void => {
      const lines = entries.filter((entry) => matches(entry, { node, text, level }))
      if (lines.length > 0) opened.terminal.write(lines.map((entry) => `${inkOf(entry, width, language)}\r\n`).join(''))
    }
    opened.terminal.reset()
    draw(buffer.entries)
    return buffer.subscribe(draw)
  }, [buffer, node, text, level, width, language])

  return (
    <section className={css.pane} aria-label={label}>
      {node === undefined ? null : (
        <h2 className={css.paneHead}>
          <MarkShape state={health ?? 'unknown'} />
          {node}
        </h2>
      )}
      <div className={css.paneBody}>
        <TerminalBox
          label={label}
          isReadOnly
          scrollbackLines={LOG_LINES_MAX}
          theme={theme}
          onOpen={(opened) => {
            handle.current = opened
            const close = onOpen(opened)
            return () => {
              close()
              handle.current = undefined
            }
          }}
        />
      </div>
    </section>
  )
}
