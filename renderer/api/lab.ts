/**
 * The lab service as the rest of the window sees it: `lab.call`, `lab.stream`, and the state of the connection. Which
 * transport serves it is decided once, by what the host offers.
 */
import { labApi } from '../../engine/contract/lab-api.ts'
import { LabConnection } from './connection.ts'
import { dialMessagePort } from './message-port-transport.ts'
import { probeSession } from './session-probe.ts'
import { dialWebSocket } from './websocket-transport.ts'

/** The host writes into the page how it is reached: `socket` (browser host) or `port` (desktop shell). */
const transport = document.querySelector<HTMLMetaElement>('meta[name="mqlab-transport"]')?.content

/** Not started yet: `main.tsx` calls `lab.start()`. */
export const lab = new LabConnection({
  api: labApi,
  ...(transport === 'port' ? { dial: dialMessagePort } : { dial: () => dialWebSocket(), probe: probeSession }),
})
