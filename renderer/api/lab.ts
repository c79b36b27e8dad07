/**
 * The lab service as the rest of the window sees it: `lab.call`, `lab.stream`, and the state of the connection. Which
 * transport serves it is decided once, by what the host offers.
 */
import { labApi } from '../../engine/contract/lab-api.ts'
import { LabConnection } from './connection.ts'
import { dialMessagePort } from './message-port-transport.ts'
import { probeSession } from './session-probe.ts'
import { dialWebSocket } from './websocket-transport.ts'

/** A page of the browser host comes by http; the shell's own scheme stands for a preload script that hands over ports. */
const isServed = window.location.protocol === 'http:' || window.location.protocol === 'https:'

/** Not started yet: `main.tsx` calls `lab.start()`. */
export const lab = new LabConnection({
  api: labApi,
  ...(isServed ? { dial: () => dialWebSocket(), probe: probeSession } : { dial: dialMessagePort }),
})
