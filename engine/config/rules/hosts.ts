/** Rules about what runs on one machine: ports, directories, addresses. Files without a host are left out. */
import { say } from '../finding.ts'
import { parseDledgerPeers } from '../host-port.ts'
import type { FileView } from './file-view.ts'
import { isBelow } from './paths.ts'
import { groupBy, hitAt, type SetHit, type SetRule } from './rule.ts'

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
      const hosts = groupBy(views, (view) => view.file.host)
      const hits: SetHit[] = []
      for (const [host, members] of hosts) {
        const taken = new Map<number, string>()
        for (const server of set.nameServers) if (server.host === host) taken.set(server.port, 'the name server')
        for (const view of members) {
          const own = claimedPorts(view)
          for (const claim of own) {
            const other = taken.get(claim.port)
            if (other !== undefined) hits.push({ view, ...collision(view, claim, other, host) })
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
                  `${other.file.name} uses the same directory on this machine: the second broker stops with "Lock failed,MQ already started", or both write into one log`,
                  `本机上的 ${other.file.name} 使用同一目录：后启动的 broker 会以 "Lock failed,MQ already started" 退出，或两者写坏同一份日志`,
                ),
                say(
                  'give each broker its own storePathRootDir (and storePathCommitLog)',
                  '为每个 broker 设置各自的 storePathRootDir（以及 storePathCommitLog）',
                ),
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
        return ['brokerIP1', 'brokerIP2']
          .filter((key) => view.isSet(key) && !addresses.includes(view.text(key)))
          .map((key) => ({
            view,
            ...hitAt(
              view,
              key,
              say(
                `${key}=${view.text(key)} is no address of ${view.file.host ?? ''} (${addresses.join(', ')}): clients cannot connect`,
                `${key}=${view.text(key)} 不是 ${view.file.host ?? ''} 的地址（${addresses.join('、')}）：客户端无法连接`,
              ),
              say('write the address of this machine', '写本机地址'),
              addresses.length === 1 ? [{ kind: 'set', key, value: addresses[0] ?? '' }] : undefined,
            ),
          }))
      }),
  },
]

function collision(view: FileView, claim: PortClaim, other: string, host: string): Omit<SetHit, 'view'> {
  return hitAt(
    view,
    claim.key,
    say(
      `port ${claim.port} (${claim.what}) on ${host} is taken by ${other}: the second one stops with "Address already in use"`,
      `${host} 上的端口 ${claim.port}（${claim.what}）已被 ${other} 占用：后启动者会以 "Address already in use" 退出`,
    ),
    say(
      'keep listenPort of brokers on one machine at least 4 apart, and leave haListenPort out',
      '同机 broker 的 listenPort 至少相差 4，并去掉 haListenPort',
    ),
  )
}

function sharesStore(left: FileView, right: FileView): boolean {
  return (
    isSamePath(left.text('storePathRootDir'), right.text('storePathRootDir')) ||
    isSamePath(left.commitLogPath, right.commitLogPath)
  )
}

function isSamePath(left: string, right: string): boolean {
  return isBelow(left, right) && isBelow(right, left)
}
