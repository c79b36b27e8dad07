/** A terminal as a component: opens it once, keeps its size and colours, hands it to the caller. */
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { openTerminal, type TerminalHandle, type TerminalSettings } from './terminal.ts'
import css from './terminal-box.module.css'

export interface TerminalBoxProps extends TerminalSettings {
  /** Changes with the theme, so that colours are read again. */
  readonly theme: string
  /** Called with the open terminal; what it returns is called before the terminal goes. */
  readonly onOpen: (handle: TerminalHandle) => void | (() => void)
}

export function TerminalBox({ theme, onOpen, label, isReadOnly, scrollbackLines }: TerminalBoxProps): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const handle = useRef<TerminalHandle>(undefined)
  const opened = useRef(onOpen)

  useEffect(() => {
    opened.current = onOpen
  }, [onOpen])

  useEffect(() => {
    if (box.current === null) return undefined
    const terminal = openTerminal(box.current, { label, isReadOnly, scrollbackLines })
    handle.current = terminal
    const close = opened.current(terminal)
    return () => {
      if (typeof close === 'function') close()
      terminal.dispose()
      handle.current = undefined
    }
  }, [label, isReadOnly, scrollbackLines])

  useEffect(() => {
    handle.current?.recolor()
  }, [theme])

  return <div ref={box} className={css.box} />
}
