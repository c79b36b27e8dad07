/** Rules about what runs on one machine: ports, directories, addresses. Files without a host are left out. */
import { say, type PropertyEdit } from '../finding.ts'
import { parseDledgerPeers } from '../host-port.ts'
import type { FileView } from './file-view.ts'
import { isBelow } from './paths.ts'
import { groupBy, hitAt, type RuleHit, type SetHit, type SetRule } from './rule.ts'

/** One port that a program opens. */
export interface PortClaim {
  readonly port: number
  readonly what: string
  /** The key that decides it. */
  readonly key: string
}

/**
 * The ports a broker or name server opens: listenPort, the fast port, the HA port (none in DLedger mode), the DLedger
 * member's and the Prometheus exporter's.
 */
export function claimedPorts(view: FileView): PortClaim[] {
  const claims: PortClaim[] = [{ port: view.listenPort, what: 'listenPort', key: 'listenPort' }]
  if (!view.isBroker) return claims
  if (view.listenPort > 2) claims.push({ port: view.listenPort - 2, what: 'listenPort - 2', key: 'listenPort' })
  if (!view.usesDledger) {
    const key = view.number('haListenPort') > 0 ? 'haListenPort' : 'listenPort'
    claims.push({ port: view.haListenPort, what: key === 'listenPort' ? 'listenPort + 1' : 'haListenPort', key })
  } else {
    const self = parseDledgerPeers(view.text('dLegerPeers')).find((peer) => peer.id === view.text('dLegerSelfId'))
    if (self !== undefined) claims.push({ port: self.port, what: 'dLegerPeers', key: 'dLegerPeers' })
  }
  if (['PROM', '2'].includes(view.text('metricsExporterType'))) {
    claims.push({
      port: view.number('metricsPromExporterPort'),
      what: 'metricsPromExporterPort',
      key: 'metricsPromExporterPort',
    })
  }
  return claims
}

export const HOST_RULES: readonly SetRule[] = [
  {
    id: 'port-collision-same-host',
    severity: 'error',
    check(set) {
      const views = [...set.nameServerFiles, ...set.brokers]
      const hits: SetHit[] = []
      for (const [host, members] of groupBy(views, (view) => view.file.host)) {
        const taken = new Map<number, string>()
        for (const server of set.nameServers) if (server.host === host) taken.set(server.port, 'the name server')
        // What the fixes of others would take: copies of one file get ports of their own in one round.
        const offered = new Set<number>()
        for (const view of members) {
          const own = claimedPorts(view)
          const colliding = groupBy(
            own.filter((claim) => taken.has(claim.port)),
            (claim) => claim.key,
          )
          for (const claims of colliding.values()) {
            hits.push({
              view,
              ...collision(view, claims, taken, host, freePortEdits(view, claims, members, taken, offered)),
            })
          }
          for (const claim of own)
            if (!taken.has(claim.port)) taken.set(claim.port, `${view.file.name} (${claim.what})`)
        }
      }
      return hits
    },
  },
  {
    id: 'store-dir-shared',
    severity: 'error',
    check: (set) =>
      [...groupBy(set.brokers, (view) => view.file.host).values()].flatMap((members) =>
        members.flatMap((view, index) => {
          const other = members.slice(0, index).find((earlier) => sharesStore(earlier, view))
          if (other === undefined) return []
          const key = isSamePath(other.text('storePathRootDir'), view.text('storePathRootDir'))
            ? 'storePathRootDir'
            : 'storePathCommitLog'
          return [
            {
              view,
              ...hitAt(
                view,
                key,
                say(
                  `the directory is shared with ${other.file.name}: the second broker stops with "Lock failed,MQ already started", or both write into one log`,
                  `与本机上的 ${other.file.name} 共用目录：后启动的 broker 会以 "Lock failed,MQ already started" 退出，或两者写坏同一份日志`,
                ),
                say(
                  'give each broker its own storePathRootDir (and storePathCommitLog)',
                  '为每个 broker 设置各自的 storePathRootDir（以及 storePathCommitLog）',
                ),
                ownStoreEdits(view, key),
                say('Own directory', '使用独立目录'),
              ),
            },
          ]
        }),
      ),
  },
  {
    id: 'broker-ip-not-local',
    severity: 'error',
    check: (set) =>
      set.brokers.flatMap((view) => {
        const addresses = view.file.host === undefined ? undefined : set.hostAddresses.get(view.file.host)
        if (addresses === undefined) return []
        // One known address need not be the only one: brokerIP2 is often that of a second network card.
        return ['brokerIP1', ...(addresses.length > 1 ? ['brokerIP2'] : [])]
          .filter((key) => view.isSet(key) && !addresses.includes(view.text(key)))
          .map((key) => ({
            view,
            ...hitAt(
              view,
              key,
              say(
                `${key}=${view.text(key)} is no address of this machine: on ${view.file.host ?? ''} there is ${addresses.join(', ')}, ${key === 'brokerIP1' ? 'clients' : 'slaves'} cannot connect`,
                `${key}=${view.text(key)} 不是本机地址：${view.file.host ?? ''} 的地址是 ${addresses.join('、')}，${key === 'brokerIP1' ? '客户端' : '从节点'}无法连接`,
              ),
              say('write the address of this machine', '写本机地址'),
              addresses.length === 1 ? [{ kind: 'set', key, value: addresses[0] ?? '' }] : undefined,
            ),
          }))
      }),
  },
]

function collision(
  view: FileView,
  claims: readonly PortClaim[],
  taken: ReadonlyMap<number, string>,
  host: string,
  edits: readonly PropertyEdit[] | undefined,
): RuleHit {
  const ports = claims.map(({ port }) => port).join(', ')
  const what = claims.map((claim) => claim.what).join(', ')
  const others = [...new Set(claims.map(({ port }) => taken.get(port) ?? ''))].join(', ')
  return hitAt(
    view,
    claims[0]?.key ?? 'listenPort',
    say(
      `port ${ports} is taken on ${host}: ${what} here, and ${others}; the second one stops with "Address already in use"`,
      `${host} 上的端口 ${ports} 已被占用：此处的 ${what} 与 ${others} 冲突，后启动者会以 "Address already in use" 退出`,
    ),
    say(
      'keep listenPort of brokers on one machine at least 4 apart, and leave haListenPort out',
      '同机 broker 的 listenPort 至少相差 4，并去掉 haListenPort',
    ),
    edits,
  )
}

/** What gives the broker ports that nobody else on the machine has; undefined for what others know by its port. */
function freePortEdits(
  view: FileView,
  claims: readonly PortClaim[],
  members: readonly FileView[],
  servers: ReadonlyMap<number, string>,
  offered: Set<number>,
): readonly PropertyEdit[] | undefined {
  if (!view.isBroker) return undefined
  const others = members.flatMap((other) => (other === view ? [] : claimedPorts(other).map(({ port }) => port)))
  const taken = new Set([...others, ...offered])
  for (const [port, who] of servers) if (!who.startsWith(view.file.name)) taken.add(port)
  const key = claims[0]?.key
  if (key === 'haListenPort' && !taken.has(view.listenPort + 1)) return [{ kind: 'remove', key }]
  if (key === 'metricsPromExporterPort') {
    const port = firstFree(view.number(key), 1, (candidate) => !taken.has(candidate))
    return port === undefined ? undefined : [{ kind: 'set', key, value: String(port) }]
  }
  if (key !== 'listenPort') return undefined
  const keepsHa = view.number('haListenPort') > 0 && !taken.has(view.number('haListenPort'))
  const port = firstFree(view.listenPort, PORT_STEP, (candidate) => {
    const ha = keepsHa ? view.haListenPort : candidate + 1
    return ![candidate, candidate - 2, ha].some((one) => taken.has(one)) && ha !== candidate && ha !== candidate - 2
  })
  if (port === undefined) return undefined
  for (const one of [port, port - 2, port + 1]) offered.add(one)
  const change: PropertyEdit = { kind: 'set', key, value: String(port) }
  return view.number('haListenPort') > 0 && !keepsHa ? [change, { kind: 'remove', key: 'haListenPort' }] : [change]
}

/** 10911 becomes 11911, as the articles do. */
const PORT_STEP = 1000
const PORT_MAX = 65_535
const PORT_TRIES_MAX = 60

function firstFree(from: number, step: number, isFree: (port: number) => boolean): number | undefined {
  for (let tried = 1; tried <= PORT_TRIES_MAX; tried += 1) {
    const port = from + tried * step
    if (port < PORT_MAX && isFree(port)) return port
  }
  return undefined
}

/** A directory of its own beside the shared one; undefined where the shared one cannot be named. */
function ownStoreEdits(view: FileView, key: string): readonly PropertyEdit[] | undefined {
  const root = view.text('storePathRootDir').replace(/[/\\]+$/, '')
  if (!view.isSet('storePathRootDir') || /[~$]/.test(root)) return undefined
  if (key === 'storePathCommitLog') return [{ kind: 'set', key, value: `${root}/commitlog` }]
  const name = (view.file.name.split(/[/\\]/).at(-1) ?? '').replace(/\.[a-z]+$/i, '').replace(/[^\w.-]+/g, '-')
  const own = `${root}-${name || 'own'}`
  return [
    { kind: 'set', key: 'storePathRootDir', value: own },
    ...(view.isSet('storePathCommitLog')
      ? [{ kind: 'set', key: 'storePathCommitLog', value: `${own}/commitlog` } as const]
      : []),
  ]
}

function sharesStore(left: FileView, right: FileView): boolean {
  return (
    isSamePath(left.text('storePathRootDir'), right.text('storePathRootDir')) ||
    commitLogs(left).some((path) => commitLogs(right).some((other) => isSamePath(path, other)))
  )
}

/** storePathCommitLog may list several directories. */
function commitLogs(view: FileView): string[] {
  return view.commitLogPath.split(',').filter((path) => path !== '')
}

function isSamePath(left: string, right: string): boolean {
  return isBelow(left, right) && isBelow(right, left)
}
