/** Starts the window: the policy's demands first, then the connection, then React. */
import '@mantine/core/styles.layer.css'
import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { lab } from './api/lab.ts'
import { App } from './app.tsx'
import { showHappening } from './features/notices/show-happening.ts'
import { shareNonce } from './nonce.ts'
import { watchLab } from './stores/lab.ts'
import { followSettings } from './stores/settings.ts'

shareNonce()
followSettings()
watchLab(showHappening)
lab.start()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
