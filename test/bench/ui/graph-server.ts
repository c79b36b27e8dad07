/**
 * A lab service that is none: serves the built window and a `watch` of one cluster of 60 nodes (4 name servers, 28 pairs on 4 hosts)
 * whose every node and pair changes each second. For measuring the graph alone; nothing of it is product code.
 *
 *     tsx test/bench/ui/graph-server.ts [--port N] [--renderer dist/renderer]      first line: {"url"}
 *     page: <url>/c/bench/topology
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { parseArgs } from 'node:util'
import { WebSocketServer } from 'ws'
import { type LabApi, labApi } from '../../../engine/contract/lab-api.ts'
import type { ApiHandlers, OutputOf, StreamSink } from '../../../engine/contract/rpc.ts'
import type { LabEvent, LabState, NodeView, PairView } from '../../../engine/contract/state.ts'
import { serveRpc } from '../../../engine/lab/rpc/rpc-server.ts'
import { rpcSocket } from '../../../engine/cli/serve/rpc-socket.ts'

const NAMESRVS = 4
const PAIRS = 28
const HOSTS = 4
const CLUSTER = 'bench'
const EVERY_MS = 1000

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export interface GraphServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves `renderer` (a built window) with the 60-node cluster behind it. */
export async function startGraphServer(options: { renderer: string; port?: number }): Promise<GraphServer> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname)
    const file = join(options.renderer, path)
    const found = extname(path) !== '' && existsSync(file) ? file : join(options.renderer, 'index.html')
    const isPage = found.endsWith('.html')
    const body = readFileSync(found)
    response.setHeader('content-type', TYPES[extname(found)] ?? 'application/octet-stream')
    response.end(isPage ? body.toString('utf8').replaceAll('__CSP_NONCE__', 'bench') : body)
  })
  const sockets = new WebSocketServer({ server, path: '/rpc' })
  sockets.on('connection', (socket) => {
    serveRpc(labApi, handlers(), rpcSocket({ socket, nowMs: Date.now }), {
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing } as never,
    })
  })
  await listen(server, options.port ?? 0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What the graph asks; every other call is refused by name. */
function handlers(): ApiHandlers<LabApi> {
  const known: Partial<ApiHandlers<LabApi>> = {
    watch: (_input, sink) => watch(sink),
    'documents.load': () => ({ value: null }),
    'documents.save': () => ({}),
    'clients.list': () => ({ clients: clientsOf(), problems: [] }),
    'service.capabilities': () => ({
      canPickFolder: false,
      canRevealFolder: false,
      canKeepSecrets: false,
      hasSessions: false,
    }),
  }
  return new Proxy(known as ApiHandlers<LabApi>, {
    get: (target, name): unknown =>
      Reflect.get(target, name) ??
      (() => {
        throw new Error(`${String(name)} is not part of this bench`)
      }),
  })
}

function watch(sink: StreamSink<LabEvent>): () => void {
  let round = 0
  sink.push([{ t: 'snapshot', state: stateOf(round) }])
  const timer = setInterval(() => {
    if (!sink.isReady) return
    round += 1
    const { nodes, pairs } = stateOf(round)
    sink.push([
      ...nodes.map((value): LabEvent => ({ t: 'node', value })),
      ...pairs.map((value): LabEvent => ({ t: 'pair', value })),
      { t: 'polled', atMs: Date.now() },
    ])
  }, EVERY_MS)
  return () => clearInterval(timer)
}

/** More groups than the graph draws. */
function clientsOf(): OutputOf<LabApi['clients.list']>['clients'] {
  return Array.from({ length: 16 }, (_, index) => ({
    clientId: `client-${index}@1`,
    role: index % 2 === 0 ? ('producer' as const) : ('consumer' as const),
    group: `group-${index}`,
    address: '127.0.0.1:50000',
    language: 'JAVA',
    version: 'V5_3_3',
    brokers: [`broker-${String(index + 1).padStart(2, '0')}`],
  }))
}

/** The whole cluster in its round: rates, lags and heartbeats move, one pair in seven is behind. */
export function stateOf(round: number): LabState {
  const namesrvs = Array.from({ length: NAMESRVS }, (_, index) => namesrv(index, round))
  const addresses = namesrvs.map((node) => node.address)
  const groups = Array.from({ length: PAIRS }, (_, index) => groupOf(index, round, addresses))
  return {
    service: {
      version: 'bench',
      pid: 1,
      startedAtMs: 0,
      pollMs: EVERY_MS,
      machine: {
        name: 'bench',
        platform: 'linux',
        cores: 2,
        memoryBytes: 1,
        freeMemoryBytes: 1,
        diskBytes: null,
        freeDiskBytes: null,
        home: '/tmp',
      },
    },
    clusters: [
      {
        name: CLUSTER,
        kind: 'lab',
        topology: 'custom',
        brokerClusters: ['DefaultCluster'],
        namesrvAddr: addresses.join(';'),
        busy: null,
        isWritable: true,
        problem: null,
        createdAtMs: 0,
        behind: { ms: 200, bytes: 1024 * 1024, forMs: 3000 },
      },
    ],
    nodes: [...namesrvs, ...groups.flatMap((group) => group.nodes)],
    pairs: groups.map((group) => group.pair),
    faults: [],
    groups: [],
    happenings: [],
  }
}

function node(name: string, host: number, port: number, round: number, change: Partial<NodeView>): NodeView {
  return {
    cluster: CLUSTER,
    name,
    kind: 'broker',
    role: 'master',
    machine: `host-${(host % HOSTS) + 1}`,
    address: `127.0.0.1:${port}`,
    ports: { listen: port, fast: port - 2, ha: port + 1 },
    brokerName: name,
    brokerId: 0,
    brokerCluster: 'DefaultCluster',
    brokerRole: 'ASYNC_MASTER',
    state: 'running',
    health: 'running',
    sinceMs: 0,
    cause: null,
    isOnPurpose: false,
    isOurs: true,
    pid: 1000 + port,
    startedAtMs: 0,
    cpuPercent: 3 + (round % 5),
    rssBytes: 60_000_000 + ((round * 7919 + port) % 9_000_000),
    version: 'V5_3_3',
    registrations: [],
    figures: {
      inPerSecond: 900 + ((round * 37 + port) % 200),
      outPerSecond: 900 + ((round * 53 + port) % 200),
      logMinOffset: 0,
      logMaxOffset: round * 1_180_000,
      logFlushedOffset: round * 1_180_000,
      diskUsedRatio: 0.4,
      registeredBrokers: null,
    },
    answeredAtMs: Date.now(),
    ...change,
  }
}

function namesrv(index: number, round: number): NodeView {
  const bare = node(`namesrv-${index + 1}`, index, 9876 + index, round, {})
  return {
    ...bare,
    kind: 'namesrv',
    role: 'namesrv',
    brokerName: null,
    brokerId: null,
    brokerRole: null,
    ports: { listen: 9876 + index, fast: null, ha: null },
    figures: { ...bare.figures, inPerSecond: null, outPerSecond: null, registeredBrokers: PAIRS * 2 - (round % 2) },
  }
}

function groupOf(index: number, round: number, addresses: readonly string[]): { nodes: NodeView[]; pair: PairView } {
  const name = `broker-${String(index + 1).padStart(2, '0')}`
  const isBehind = (index + round) % 7 === 0
  const registrations = addresses.map((address) => ({
    namesrv: address,
    isRegistered: true,
    lastHeartbeatAtMs: Date.now() - ((round * 1000 + index * 300) % 30_000),
  }))
  const lagMs = isBehind ? 700 + (round % 100) : 1 + ((round + index) % 5)
  const master = node(name, index, 20_000 + index * 10, round, { registrations })
  const slave = node(`${name}-s`, index + 1, 30_000 + index * 10, round, {
    registrations,
    role: 'slave',
    brokerName: name,
    brokerId: 1,
    brokerRole: 'SLAVE',
    health: isBehind ? 'behind' : 'running',
  })
  return {
    nodes: [master, slave],
    pair: {
      cluster: CLUSTER,
      id: `${name}>${name}-s`,
      master: name,
      slave: `${name}-s`,
      brokerName: name,
      mode: index % 3 === 0 ? 'sync' : 'async',
      state: isBehind ? 'behind' : 'in-sync',
      sinceMs: 0,
      reason: null,
      lagBytes: lagMs * 1180,
      lagMs,
      isLagMsEstimate: false,
      lagMessages: lagMs,
      masterOffset: round * 1_180_000,
      slaveOffset: round * 1_180_000 - lagMs * 1180,
      writtenPerSecond: 1_180_000 + ((round * 997) % 90_000),
      confirmedPerSecond: 1_180_000 + ((round * 991) % 90_000),
      isInSyncForRocketmq: true,
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

function nothing(): void {
  // The bench measures the window; what the service would log is of no interest.
}

if (process.argv[1]?.endsWith('graph-server.ts') === true) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, renderer: { type: 'string', default: 'dist/renderer' } },
  })
  const { url } = await startGraphServer({ renderer: values.renderer, port: Number(values.port) })
  process.stdout.write(`${JSON.stringify({ url })}\n`)
}
