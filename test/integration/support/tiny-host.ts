/** The browser host with a small api of its own and a made-up window, in this process, on a port of the system's choice. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { HttpHost } from '../../../engine/cli/serve/http-host.ts'
import { SessionStore } from '../../../engine/cli/serve/session-store.ts'
import { StaticFiles } from '../../../engine/cli/serve/static-files.ts'
import { call, stream } from '../../../engine/contract/rpc.ts'
import { serveRpc } from '../../../engine/lab/rpc/rpc-server.ts'
import { nodePorts } from '../../../engine/node/ports.ts'

export const tinyApi = {
  echo: call(z.object({ text: z.string() }), z.object({ text: z.string() })),
  ticks: stream(z.object({}), z.object({ n: z.number() })),
}

/** Lies beside the window's folder: what traversal is after. */
export const SECRET = 'the secret beside the window'

export class TinyHost {
  readonly folder = mkdtempSync(join(tmpdir(), 'mqserve-'))
  readonly sessionFile = join(this.folder, 'serve', 'sessions.json')
  /** Added to the host's clocks. */
  laterMs = 0
  sessions!: SessionStore
  host!: HttpHost
  streamsOpen = 0

  static async start(): Promise<TinyHost> {
    const tiny = new TinyHost()
    const window = join(tiny.folder, 'renderer')
    mkdirSync(join(window, 'assets'), { recursive: true })
    writeFileSync(
      join(window, 'index.html'),
      '<!doctype html><script src="/a.js" nonce="__CSP_NONCE__"></script>window',
    )
    writeFileSync(join(window, 'theme.js'), 'theme()')
    writeFileSync(join(window, 'assets', 'main-1a2b3c.js'), 'main()')
    writeFileSync(join(tiny.folder, 'secret.txt'), SECRET)
    writeFileSync(join(tiny.folder, 'renderer-secret.js'), SECRET)
    await tiny.restart(0)
    return tiny
  }

  /** A new host on the same files, as after a restart of the service. */
  async restart(port = this.host.port): Promise<void> {
    await this.#close()
    const { clock, log } = nodePorts({ logName: 'test' })
    const late = {
      nowMs: () => clock.nowMs() + this.laterMs,
      monotonicMs: () => clock.monotonicMs() + this.laterMs,
    }
    this.sessions = new SessionStore({ file: this.sessionFile, clock: late, log })
    this.host = new HttpHost({
      files: new StaticFiles(join(this.folder, 'renderer')),
      sessions: this.sessions,
      clock: late,
      log,
      connect: (rpcPort) => {
        const handlers = {
          echo: ({ text }: { text: string }) => ({ text }),
          ticks: () => {
            this.streamsOpen++
            return () => void this.streamsOpen--
          },
        }
        serveRpc(tinyApi, handlers, rpcPort, { log })
      },
    })
    await this.host.listen(port)
  }

  async stop(): Promise<void> {
    await this.#close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Nothing runs before the first start. */
  async #close(): Promise<void> {
    await (this.host as HttpHost | undefined)?.close()
  }
}
