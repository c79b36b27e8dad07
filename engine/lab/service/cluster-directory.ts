/**
 * Which clusters there are and how to reach each: those of the lab's home, and attached ones from `attached.json`. Keeps
 * one admin client a cluster for the whole service; whether anything runs is observed elsewhere.
 */
import { EngineError, errorText } from '../../base/errors.ts'
import type { Log } from '../../base/ports.ts'
import { AdminClient } from '../../client/admin-client.ts'
import type { ClientPorts } from '../../client/client-instance.ts'
import { clusterName } from '../../contract/state.ts'
import { say, type Text } from '../../contract/text.ts'
import { checkClusterName, type ClusterSpec, namesrvAddr } from '../cluster-spec.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { ATTACHED_MAX, type AttachedCluster, readAttached, writeAttached } from './attached-file.ts'
import type { ClusterAccess, ClusterDirectory } from './context.ts'

const ADMIN_TIMEOUT_MS = 3000

export interface ClusterDirectoryParts {
  readonly lab: Lab
  readonly host: Host
  readonly client: ClientPorts
  readonly log: Log
}

export interface OwnedDirectory extends ClusterDirectory {
  /** What is wrong with `attached.json`, if it is. */
  readonly problem: Text | undefined
  attachedAtMs(name: string): number | undefined
  /** Closes every connection. */
  stop(): void
}

interface CachedSpec {
  readonly modifiedMs: number
  readonly bytes: number
  readonly spec: ClusterSpec
}

export function openClusterDirectory(parts: ClusterDirectoryParts): OwnedDirectory {
  return new LabClusterDirectory(parts)
}

class LabClusterDirectory implements OwnedDirectory {
  readonly problem: Text | undefined
  readonly #parts: ClusterDirectoryParts
  readonly #path: string
  readonly #attached = new Map<string, AttachedCluster>()
  readonly #admins = new Map<string, { readonly namesrvAddr: string; readonly admin: AdminClient }>()
  readonly #specs = new Map<string, CachedSpec>()

  constructor(parts: ClusterDirectoryParts) {
    this.#parts = parts
    this.#path = `${parts.lab.paths.home}/attached.json`
    const { clusters, problem } = readAttached(parts.host.fs, this.#path)
    for (const cluster of clusters) this.#attached.set(cluster.name, cluster)
    this.problem = problem
    if (problem !== undefined) parts.log.warn('attached clusters', { problem: problem.en })
  }

  names(): readonly string[] {
    const own = this.#parts.lab.clusterNames().filter((name) => clusterName.safeParse(name).success)
    return [...own, ...[...this.#attached.keys()].filter((name) => !own.includes(name))]
  }

  get(name: string): ClusterAccess {
    const attached = this.#attached.get(name)
    if (attached !== undefined && !this.#parts.lab.exists(name)) {
      return this.#access(attached.namesrvAddr, 'attached', name, undefined, attached.isWritable)
    }
    const spec = this.#load(name)
    return this.#access(namesrvAddr(spec), 'lab', name, spec, true)
  }

  attach(name: string, addresses: string, isWritable: boolean): ClusterAccess {
    checkClusterName(name)
    if (this.#attached.has(name) || this.#parts.lab.exists(name)) {
      throw new EngineError('usage', `cluster "${name}" exists already; choose another name`, {
        context: { field: 'name', value: name },
        zh: `集群“${name}”已存在；请换一个名称`,
      })
    }
    if (this.#attached.size >= ATTACHED_MAX) {
      throw new EngineError('overload', `${ATTACHED_MAX} clusters are attached already; remove one first`, {
        zh: `已接入 ${ATTACHED_MAX} 个集群；请先移除一个`,
      })
    }
    const cluster = { name, namesrvAddr: addresses, isWritable, attachedAtMs: this.#parts.client.clock.nowMs() }
    // Checks the addresses too, before anything is written.
    const access = this.#access(addresses, 'attached', name, undefined, isWritable)
    this.#attached.set(name, cluster)
    try {
      this.#save()
    } catch (error) {
      this.#attached.delete(name)
      throw error
    }
    return access
  }

  allowWrites(name: string, isWritable: boolean): void {
    const cluster = this.#attached.get(name)
    if (cluster === undefined) {
      this.get(name)
      throw new EngineError('usage', `cluster "${name}" is the lab's own: it can always be written`, {
        zh: `集群“${name}”是实验室自己的集群，始终可写`,
      })
    }
    this.#attached.set(name, { ...cluster, isWritable })
    this.#save()
  }

  changeAddress(name: string, addresses: string): void {
    const cluster = this.#attached.get(name)
    if (cluster === undefined) {
      this.get(name)
      throw new EngineError('usage', `cluster "${name}" is the lab's own: its name servers stand in its files`, {
        zh: `集群“${name}”是实验室自己的集群，其 NameServer 由它的文件决定`,
      })
    }
    this.#attached.set(name, { ...cluster, namesrvAddr: addresses })
    try {
      this.#save()
    } catch (error) {
      this.#attached.set(name, cluster)
      throw error
    }
  }

  forget(name: string): void {
    this.#admins.get(name)?.admin.shutdown()
    this.#admins.delete(name)
    this.#specs.delete(name)
    if (this.#attached.delete(name)) this.#save()
  }

  attachedAtMs(name: string): number | undefined {
    return this.#attached.get(name)?.attachedAtMs
  }

  stop(): void {
    for (const { admin } of this.#admins.values()) admin.shutdown()
    this.#admins.clear()
  }

  #save(): void {
    this.#parts.host.fs.makeDirectories(this.#parts.lab.paths.home)
    writeAttached(this.#parts.host.fs, this.#path, [...this.#attached.values()])
  }

  /** The specification of a lab cluster, read anew when its file changed. */
  #load(name: string): ClusterSpec {
    const { lab, host } = this.#parts
    const info = host.fs.info(lab.paths.clusterFile(name))
    if (info === undefined) throw this.#unknown(name)
    const cached = this.#specs.get(name)
    if (cached !== undefined && cached.modifiedMs === info.modifiedMs && cached.bytes === info.bytes) return cached.spec
    const spec = lab.load(name)
    this.#specs.set(name, { modifiedMs: info.modifiedMs, bytes: info.bytes, spec })
    return spec
  }

  #unknown(name: string): EngineError {
    const known = this.names()
    return new EngineError(
      'not-found',
      `there is no cluster "${name}"${known.length === 0 ? '' : `; there are ${known.join(', ')}`}`,
      {
        context: { field: 'cluster', value: name },
        zh: `没有集群“${name}”${known.length === 0 ? '' : `；现有集群：${known.join('、')}`}`,
      },
    )
  }

  #access(
    addresses: string,
    kind: ClusterAccess['kind'],
    name: string,
    spec: ClusterSpec | undefined,
    isWritable: boolean,
  ): ClusterAccess {
    // An imported cluster may name servers that are not part of it: then there is nobody to ask.
    const makeAdmin = (): AdminClient => this.#admin(name, addresses)
    if (kind === 'attached') makeAdmin()
    return {
      name,
      kind,
      spec,
      namesrvAddr: addresses,
      isWritable,
      get admin() {
        return makeAdmin()
      },
      requireWritable: (what: Text) => {
        if (!isWritable) throw readingOnly(name, what)
      },
      requireOurs: (what: Text) => {
        if (spec === undefined) throw notOurs(name, what)
        return spec
      },
    }
  }

  #admin(name: string, addresses: string): AdminClient {
    const known = this.#admins.get(name)
    if (known?.namesrvAddr === addresses) return known.admin
    const { client, log } = this.#parts
    let admin: AdminClient
    try {
      admin = new AdminClient({ namesrvAddr: addresses, timeoutMs: ADMIN_TIMEOUT_MS }, client)
    } catch (cause) {
      throw new EngineError('usage', `name servers "${addresses}": ${errorText(cause)}; write host:port;host:port`, {
        context: { field: 'namesrvAddr', value: addresses },
        cause,
        zh: `NameServer 地址“${addresses}”有误：${errorText(cause)}；请写成 host:port;host:port`,
      })
    }
    known?.admin.shutdown()
    log.debug('admin client', { cluster: name, addresses })
    this.#admins.set(name, { namesrvAddr: addresses, admin })
    return admin
  }
}

function readingOnly(name: string, what: Text): EngineError {
  const text = say(
    `${what.en}: ${name} is attached for reading only. Allow changes on its card first.`,
    `${what.zh}：${name} 以只读方式接入。请先在它的卡片上允许修改。`,
  )
  return new EngineError('refused', text.en, { context: { cluster: name }, zh: text.zh })
}

function notOurs(name: string, what: Text): EngineError {
  const text = say(
    `${what.en}: the processes of ${name} are not ours, it is attached. Do it where they run.`,
    `${what.zh}：${name} 是接入的集群，进程不归实验室管理。请在其所在机器上操作。`,
  )
  return new EngineError('unsupported', text.en, { context: { cluster: name }, zh: text.zh })
}
