/**
 * One name server, a master and its slave that answer by a script, and mqadmin talking to them over the simulated network:
 * commands are tested through their real requests and answers, with the output captured.
 */
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import type { Bytes } from '../../../engine/base/bytes.ts'
import type { Ports } from '../../../engine/base/ports.ts'
import type { AdminLanguage } from '../../../engine/admin/command-row.ts'
import { launch } from '../../../engine/admin/launch.ts'
import { AdminClient } from '../../../engine/client/admin-client.ts'
import { clusterInfo } from '../../../engine/protocol/bodies/cluster-info.ts'
import { topicRoute, type TopicRoute } from '../../../engine/protocol/bodies/topic-route.ts'
import { RequestCode, ResponseCode } from '../../../engine/protocol/codes.ts'
import { type Command, makeResponse } from '../../../engine/remoting/command.ts'
import { Dispatcher } from '../../../engine/remoting/dispatcher.ts'
import { RpcServer } from '../../../engine/remoting/rpc-server.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'

export const NS = '10.0.0.1:9876'
export const MASTER = '10.0.0.2:10911'
export const SLAVE = '10.0.0.3:10911'

export interface ScriptedAnswer {
  readonly code?: number
  readonly remark?: string
  readonly ext?: Readonly<Record<string, string>>
  readonly body?: Bytes | string
}

export type Reply = (request: Command, address: string) => ScriptedAnswer

/** A request as the scripted side saw it. */
export interface Asked {
  readonly address: string
  readonly code: number
  readonly ext: Readonly<Record<string, string>>
  readonly body: string
}

export interface RunResult {
  readonly exitCode: number
  readonly stdout: string
  /** Lines of stdout; an unfinished last line counts. */
  readonly lines: readonly string[]
  readonly stderr: string
  readonly files: (path: string) => string | undefined
}

export interface RunOptions {
  readonly language?: AdminLanguage
  /** NAMESRV_ADDR; the scripted name server when absent. */
  readonly namesrvAddr?: string
  /** Endless commands are told to stop in this pause, counted from 1. */
  readonly stopAtPause?: number
}

const HOUR_MS = 3_600_000

/** What the tests' terminal is ahead of UTC. */
export const UTC_OFFSET_MS = 8 * HOUR_MS

export class ScriptedCluster {
  readonly asked: Asked[] = []
  readonly #simulation = new Simulation({ seed: 7 })
  readonly #replies: ReadonlyMap<number, Reply>

  constructor(replies: Readonly<Record<number, Reply>> = {}) {
    this.#replies = new Map(
      Object.entries({ [RequestCode.GET_BROKER_CLUSTER_INFO]: clusterReply, ...replies }).map(
        ([code, reply]) => [Number(code), reply] as const,
      ),
    )
  }

  /** Codes of the requests in order, with who was asked. */
  get calls(): readonly string[] {
    return this.asked.map(({ code, address }) => `${code} ${address}`)
  }

  requests(code: number): readonly Asked[] {
    return this.asked.filter((each) => each.code === code)
  }

  /** Runs `mqadmin` with these words to its end. */
  async mqadmin(words: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const simulation = this.#simulation
    for (const address of [NS, MASTER, SLAVE]) await this.#serve(address)
    const ports = simulation.ports('terminal')
    const { fs } = ports
    let stdout = ''
    let stderr = ''
    let pauses = 0
    const pacing = {
      isStopped: false,
      pause: async (): Promise<void> => {
        if (++pauses >= (options.stopAtPause ?? 1)) pacing.isStopped = true
      },
    }
    const running = launch(words, {
      language: options.language ?? 'en',
      namesrvAddr: options.namesrvAddr ?? NS,
      stdout: (text) => (stdout += text),
      stderr: (text) => (stderr += text),
      drained: async () => undefined,
      connect: (namesrvAddr) => new AdminClient({ namesrvAddr, utcOffsetMs: () => UTC_OFFSET_MS }, ports),
      pacing,
      utcOffsetMs: () => UTC_OFFSET_MS,
      workFolder: '/tmp/rocketmq',
      statusFolder: '/home/user',
    })
    const exitCode = await simulation.settle(running, 600_000)
    const lines = stdout.split('\n')
    if (lines.at(-1) === '') lines.pop()
    return { exitCode, stdout, lines, stderr, files: (path) => fs.readFile(path)?.utf8Slice() }
  }

  get nowMs(): number {
    return this.#simulation.epochMs + Math.floor(this.#simulation.nowMs)
  }

  async #serve(address: string): Promise<void> {
    const [host = '', port] = address.split(':')
    const ports: Ports = this.#simulation.node(address, host).ports
    const dispatcher = new Dispatcher(ports.log)
    for (const [code, reply] of this.#replies) {
      dispatcher.register(code, (request) => {
        const body = request.body?.utf8Slice() ?? ''
        this.asked.push({ address, code, ext: { ...(request.ext as Record<string, string>) }, body })
        const answer = reply(request, address)
        return makeResponse(request, answer.code ?? ResponseCode.SUCCESS, {
          remark: answer.remark,
          ext: answer.ext,
          body: typeof answer.body === 'string' ? bytesFromUtf8(answer.body) : answer.body,
        })
      })
    }
    const server = new RpcServer({ ports, dispatcher })
    await this.#simulation.settle(server.listen({ host, port: Number(port) }), 60_000)
  }
}

/** Answers every request of a code alike. */
export function always(answer: ScriptedAnswer): Reply {
  return () => answer
}

export const ok: Reply = always({})

export function refused(code: number, remark: string): Reply {
  return always({ code, remark })
}

const clusterReply: Reply = always({
  body: clusterInfo.encode({
    brokerAddrTable: new Map([
      [
        'broker-a',
        {
          cluster: 'DefaultCluster',
          brokerName: 'broker-a',
          brokerAddrs: new Map([
            [0, MASTER],
            [1, SLAVE],
          ]),
          enableActingMaster: false,
        },
      ],
    ]),
    clusterAddrTable: new Map([['DefaultCluster', ['broker-a']]]),
  }),
})

export const ROUTE: TopicRoute = {
  queueDatas: [{ brokerName: 'broker-a', readQueueNums: 2, writeQueueNums: 2, perm: 6, topicSysFlag: 0 }],
  brokerDatas: [
    {
      cluster: 'DefaultCluster',
      brokerName: 'broker-a',
      brokerAddrs: new Map([
        [0, MASTER],
        [1, SLAVE],
      ]),
      enableActingMaster: false,
    },
  ],
  filterServerTable: new Map(),
}

/** Routes of these topics alone; others are unknown, as a name server says it. */
export function routesOf(...topics: readonly string[]): Reply {
  return (request) => {
    const topic = (request.ext as Record<string, string>)['topic'] ?? ''
    return topics.includes(topic)
      ? { body: topicRoute.encode(ROUTE) }
      : {
          code: ResponseCode.TOPIC_NOT_EXIST,
          remark: `No topic route info in name server for the topic: ${topic}`,
        }
  }
}
