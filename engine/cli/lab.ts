/**
 * The lab service as a process without a browser host: the desktop shell's utility process. Serves the same RPC over message
 * ports that the shell hands in, one a page, and answers the shell's own questions when it quits.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { Timers } from '../base/ports.ts'
import { type LabApi, labApi } from '../contract/lab-api.ts'
import type { ApiHandlers, RpcPort } from '../contract/rpc.ts'
import { messagePortRpc } from '../lab/rpc/message-port.ts'
import { type RpcConnection, serveRpc } from '../lab/rpc/rpc-server.ts'
import { createLabService } from '../lab/service/create-lab-service.ts'
import type { HostedCalls } from '../lab/service/lab-service.ts'
import { isAlive } from '../lab/plan.ts'
import { languageOf } from './console.ts'
import { type OpenLabService, openLabService } from './lab-service-entry.ts'

/** The part of Electron's MessagePortMain that is used; its types belong to the shell. */
interface PortOfPage {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
  close(): void
}

interface ParentPort {
  postMessage(message: unknown): void
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly PortOfPage[] }) => void,
  ): void
}

async function main(): Promise<void> {
  const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
  if (parent === undefined) {
    throw new EngineError('usage', 'this program is started by the desktop shell; use "mqlab serve" for a browser', {
      zh: '此程序由桌面应用启动；在浏览器中使用请运行 mqlab serve',
    })
  }
  const opened = await openLabService({
    home: undefined,
    language: languageOf(undefined, process.env),
    make: createLabService,
  })
  const connections = new Set<RpcConnection>()
  const stop = async (): Promise<never> => {
    for (const connection of connections) connection.close()
    await opened.stop()
    process.exit(0)
  }
  parent.on('message', ({ data, ports }) => {
    const request = data as { readonly kind?: unknown; readonly id?: unknown } | null
    const id = typeof request?.id === 'number' ? request.id : 0
    switch (request?.kind) {
      case 'serve': {
        const [port] = ports
        if (port === undefined) return
        const page = pagePort(port, opened.ports.timers)
        const connection = serveRpc(labApi, { ...opened.service.handlers, ...HOSTED }, page, { log: opened.log })
        connections.add(connection)
        page.onClose(() => connections.delete(connection))
        break
      }
      case 'running-nodes':
        void runningNodes(opened).then((nodes) => parent.postMessage({ kind: 'answer', id, nodes }))
        break
      case 'stop-nodes':
        void stopNodes(opened).then((nodes) => parent.postMessage({ kind: 'answer', id, nodes }))
        break
      case 'end':
        void stop()
    }
  })
  process.on('SIGTERM', () => void stop())
  // Timers of the ports never keep a process alive.
  setInterval(() => undefined, 0x7fff_ffff)
}

/** The shell has no sessions: the one page that can ask came out of its own archive. */
const HOSTED: Pick<ApiHandlers<LabApi>, HostedCalls> = {
  'service.capabilities': () => ({
    canPickFolder: false,
    canRevealFolder: false,
    canKeepSecrets: false,
    hasSessions: false,
  }),
  'service.sessions': () => ({ sessions: [] }),
  'service.revokeSession': ({ id }) => {
    throw new EngineError('not-found', `there is no session "${id}": the desktop window needs none`, {
      zh: `没有会话“${id}”：桌面窗口不需要会话`,
    })
  },
}

/** A page's port as the RPC takes it; it queues what arrives until it is started. */
function pagePort(port: PortOfPage, timers: Timers): RpcPort {
  const page = messagePortRpc(
    {
      postMessage: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
      onClose: (listener) => port.on('close', listener),
      close: () => port.close(),
    },
    timers,
  )
  port.start()
  return page
}

/** Nodes of all clusters of the home that live now. */
async function runningNodes({ lab }: OpenLabService): Promise<number> {
  let nodes = 0
  for (const name of lab.clusterNames()) {
    try {
      nodes += (await lab.observe(lab.load(name))).filter((view) => isAlive(view.state)).length
    } catch (error) {
      // A cluster whose file cannot be read is shown as such in the window; it must not keep the shell from ending.
      if (!(error instanceof EngineError)) throw error
    }
  }
  return nodes
}

/** Stops every cluster; @returns how many nodes live on all the same. */
async function stopNodes(opened: OpenLabService): Promise<number> {
  const { lab, log } = opened
  for (const name of lab.clusterNames()) {
    try {
      await lab.down(lab.load(name), { wipe: false })
    } catch (error) {
      log.error('a cluster could not be stopped', { cluster: name, error: errorText(error) })
    }
  }
  return runningNodes(opened)
}

await main()
