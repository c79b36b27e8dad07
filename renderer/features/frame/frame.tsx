/**
 * The frame around every screen: top bar, one navigation with the same links everywhere, the screen with its command strip, the
 * status bar. A window that is signed out shows only how to sign in again.
 */
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { Outlet } from 'react-router'
import { frameTexts } from '../../i18n/frame.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useStrip } from '../../stores/command-strip.ts'
import { useConnection } from '../../stores/connection.ts'
import { useCurrentCluster } from '../../stores/last-cluster.ts'
import { CommandStrip } from '../../ui/command-strip.tsx'
import { NoticeStack } from '../notices/notice-stack.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import css from './frame.module.css'
import { KeyList } from './key-list.tsx'
import { Navigation } from './navigation.tsx'
import { SignedOut } from './signed-out.tsx'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { useKeys } from './use-keys.ts'

/** Its items and readings are needed only once it is opened. */
const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }))

export function Frame(): ReactNode {
  const t = useTexts(frameTexts)
  const { status } = useConnection()
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const [hasPalette, setHasPalette] = useState(false)
  const openPalette = (): void => {
    setHasPalette(true)
    setOpen('palette')
  }
  useKeys({ onPalette: openPalette, onKeyList: () => setOpen('keys') })
  if (status === 'signed-out') return <SignedOut />
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        {t('skip')}
      </a>
      <TopBar onPalette={openPalette} onKeyList={() => setOpen('keys')} />
      <ConnectionBar />
      <div className={css.middle}>
        <Navigation />
        <main id="main" className={css.main} tabIndex={-1}>
          <div className={css.place}>
            <Outlet />
          </div>
          <Strip />
          {/* Menus, dialogs and popovers: inside a landmark. */}
          <div id="overlays" />
        </main>
      </div>
      <StatusBar />
      <NoticeStack />
      {hasPalette ? (
        <Suspense fallback={null}>
          <Palette isOpen={open === 'palette'} onClose={() => setOpen(null)} onKeyList={() => setOpen('keys')} />
        </Suspense>
      ) : null}
      <KeyList isOpen={open === 'keys'} onClose={() => setOpen(null)} />
    </div>
  )
}

function Strip(): ReactNode {
  const shown = useStrip((state) => state.shown)
  const cluster = useCurrentCluster()
  if (shown === null) return <CommandStrip command="" />
  const { says, command, comment, mqadminLine } = shown
  return (
    <CommandStrip
      command={command}
      {...(says === undefined ? {} : { says })}
      {...(comment === undefined ? {} : { comment })}
      {...(mqadminLine === undefined || cluster === ''
        ? {}
        : { mqadminPath: clusterPath(cluster, 'mqadmin', { line: mqadminLine }) })}
    />
  )
}
