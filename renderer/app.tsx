/** The window as a whole: providers around, addresses to screens (window.md 3). */
import { MantineProvider } from '@mantine/core'
import { Suspense } from 'react'
import type { ReactNode } from 'react'
import { BrowserRouter, Navigate, Outlet, Route, Routes, useLocation } from 'react-router'
import { ClusterGate } from './features/frame/cluster-gate.tsx'
import { Frame } from './features/frame/frame.tsx'
import { NotFound } from './features/frame/not-found.tsx'
import * as screens from './features/screens.tsx'
import { frameTexts } from './i18n/frame.ts'
import { LanguageProvider } from './i18n/language.tsx'
import { useTexts } from './i18n/use-texts.ts'
import { pageNonce } from './nonce.ts'
import { CLUSTERS_PATH, clusterPath } from './routes/addresses.ts'
import { useHasLab, useLab } from './stores/lab.ts'
import { rememberedCluster } from './stores/last-cluster.ts'
import { useSettings, useTheme } from './stores/settings.ts'
import { cssVariablesResolver, mantineTheme } from './styles/mantine-theme.ts'
import { ErrorBoundary } from './ui/error-region.tsx'
import { Loading } from './ui/loading.tsx'
import { PageHeader } from './ui/page-header.tsx'

export function App(): ReactNode {
  const language = useSettings((settings) => settings.language)
  const theme = useTheme()
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={cssVariablesResolver}
      forceColorScheme={theme}
      getStyleNonce={() => pageNonce}
    >
      <LanguageProvider language={language}>
        <BrowserRouter>
          <Routes>
            <Route element={<Frame />}>
              <Route element={<ScreenPlace />}>
                <Route index element={<Home />} />
                <Route path="clusters" element={<screens.ClustersScreen />} />
                <Route path="clusters/new" element={<screens.NewClusterScreen />} />
                <Route path="c/:cluster" element={<ClusterGate />}>
                  <Route index element={<Navigate to="topology" replace />} />
                  <Route path="topology" element={<screens.TopologyScreen />} />
                  <Route path="replication" element={<screens.ReplicationScreen />} />
                  <Route path="logs" element={<screens.LogsScreen />} />
                  <Route path="send" element={<screens.SendScreen />} />
                  <Route path="receive" element={<screens.ReceiveScreen />} />
                  <Route path="runs/:n?" element={<screens.RunsScreen />} />
                  <Route path="messages" element={<screens.MessagesScreen />} />
                  <Route path="topics/:topic?" element={<screens.TopicsScreen />} />
                  <Route path="groups/:group?" element={<screens.GroupsScreen />} />
                  <Route path="clients" element={<screens.ClientsScreen />} />
                  <Route path="config" element={<screens.ConfigurationScreen />}>
                    <Route index element={<Navigate to="edit" replace />} />
                    <Route path="edit/:node?" element={<screens.EditView />} />
                    <Route path="matrix" element={<screens.MatrixView />} />
                    <Route path="plan" element={<screens.PlanView />} />
                    <Route path="versions/:v?" element={<screens.VersionsView />} />
                    <Route path="*" element={<NotFound />} />
                  </Route>
                  <Route path="mqadmin" element={<screens.MqadminScreen />} />
                  <Route path="*" element={<NotFound />} />
                </Route>
                <Route path="*" element={<NotFound />} />
              </Route>
            </Route>
          </Routes>
        </BrowserRouter>
      </LanguageProvider>
    </MantineProvider>
  )
}

/** Where the screen stands: its code may still be on the way, or fail. */
function ScreenPlace(): ReactNode {
  const t = useTexts(frameTexts)
  const { pathname } = useLocation()
  return (
    <ErrorBoundary
      resetKey={pathname}
      heading={<PageHeader title={t('screenFailed')} answer={t('screenFailedText')} />}
    >
      <Suspense fallback={<Loading what={t('theScreen')} rows={6} />}>
        <Outlet />
      </Suspense>
    </ErrorBoundary>
  )
}

/** `/`: the last cluster's topology, the clusters when there is none. */
function Home(): ReactNode {
  const t = useTexts(frameTexts)
  const hasLab = useHasLab()
  const last = rememberedCluster()
  const isThere = useLab((state) => state.clusters[last] !== undefined)
  if (!hasLab) return <Loading what={t('theLab')} rows={6} />
  return <Navigate to={isThere ? clusterPath(last, 'topology') : CLUSTERS_PATH} replace />
}
