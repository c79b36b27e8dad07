/**
 * A lab home of a test: a temporary folder, the `mqlab` commands on it, and the promise that no process that was started
 * under it outlives the test. Processes are found by the home they carry in their environment, never by name.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProcessRecord } from '../../../engine/base/ports.ts'
import type { ClusterJson, NodeJson } from '../../../engine/cli/lab-view.ts'
import { isSameProcess, processRecord } from '../../../engine/node/node-process.ts'
import { type ProgramName, type ProgramRun, runProgram } from './programs.ts'
import { until } from './until.ts'
import { WORKER_PORTS } from './worker-ports.ts'

/** Ports that one cluster of these tests may need, from its port base on. */
const BLOCK_PORTS = 64

export class LabHome {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'mqit-')))
  readonly #onExit = (): void => this.#killAll()

  constructor() {
    // When the runner gives up on a test file, nothing else would end its nodes.
    process.on('exit', this.#onExit)
  }

  /** Runs a program on this home. */
  run(program: ProgramName, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<ProgramRun> {
    return runProgram(program, args, { MQLAB_HOME: this.folder, ...env })
  }

  mqlab(...args: string[]): Promise<ProgramRun> {
    return this.run('mqlab', args)
  }

  /** A command that has to succeed, with `--json`: what it says about clusters. */
  async clusters(...args: string[]): Promise<readonly ClusterJson[]> {
    const run = await this.mqlab(...args, '--json')
    if (run.exitCode !== 0) throw new Error(`mqlab ${args.join(' ')}: exit ${run.exitCode}\n${run.stdout}${run.stderr}`)
    return (JSON.parse(run.stdout) as { clusters: ClusterJson[] }).clusters
  }

  /** The same for a command about one cluster. */
  async cluster(...args: string[]): Promise<ClusterJson> {
    const [only, ...rest] = await this.clusters(...args)
    if (only === undefined || rest.length > 0) throw new Error(`mqlab ${args.join(' ')}: ${rest.length + 1} clusters`)
    return only
  }

  /** Nodes of this home that run now, whatever its files say. */
  processes(): ProcessRecord[] {
    const found = process.platform === 'linux' ? pidsWithHome(this.folder).map(processRecord) : this.#recorded()
    return found.filter((record) => isSameProcess(record))
  }

  /** Ends what still runs and removes the folder. */
  async remove(): Promise<void> {
    this.#killAll()
    await until('every node of the test has ended', () => this.processes().length === 0)
    process.off('exit', this.#onExit)
    // MQLAB_KEEP=1 leaves the stores and logs of a failure to be looked at.
    if (process.env['MQLAB_KEEP'] !== '1') rmSync(this.folder, { recursive: true, force: true })
  }

  #killAll(): void {
    for (const { pid } of this.processes()) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It ended by itself.
      }
    }
  }

  #recorded(): ProcessRecord[] {
    return readdirIfThere(join(this.folder, 'clusters')).flatMap((cluster) =>
      readdirIfThere(join(this.folder, 'clusters', cluster, 'nodes')).flatMap((node) => {
        const file = join(this.folder, 'clusters', cluster, 'nodes', node, 'node.json')
        if (!existsSync(file)) return []
        return [(JSON.parse(readFileSync(file, 'utf8')) as { process: ProcessRecord }).process]
      }),
    )
  }
}

/** @throws {Error} when the cluster has no such node. */
export function nodeNamed(cluster: ClusterJson, name: string): NodeJson {
  const node = cluster.nodes.find((candidate) => candidate.name === name)
  if (node === undefined) throw new Error(`no node ${name} in ${cluster.nodes.map((n) => n.name).join(', ')}`)
  return node
}

/** Never twice by one process: a cluster takes its ports a moment later. */
const handedOut = new Set<number>()

/** A base for `--port-base` whose block is free; random, because other tests may run on this machine too. */
export async function freePortBase(): Promise<number> {
  const { first, last } = WORKER_PORTS
  const blocks = Math.floor((last - first + 1) / BLOCK_PORTS)
  for (let attempt = 0; attempt < 200; attempt++) {
    const base = first + Math.floor(Math.random() * blocks) * BLOCK_PORTS
    if (handedOut.has(base)) continue
    handedOut.add(base)
    const free = await Promise.all(Array.from({ length: BLOCK_PORTS }, (_, i) => isPortFree(base + i)))
    if (free.every(Boolean)) return base
  }
  throw new Error('no free block of ports')
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Processes that were started with `home`, or a folder below it, as theirs. */
function pidsWithHome(home: string): number[] {
  const pids = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  return pids.filter((pid) => {
    if (pid === process.pid) return false
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1')
      return environment.includes(`MQLAB_NODE_DIR=${home}/`) || environment.includes(`MQLAB_HOME=${home}\0`)
    } catch {
      return false
    }
  })
}

function readdirIfThere(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
