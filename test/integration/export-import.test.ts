import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeNamed, freePortBase, LabHome } from './support/lab-home.ts'

/** Values a lab sets itself; everything else of a file has to survive. */
const SET_BY_LAB =
  /^(namesrvAddr|storePath\w+|bindAddress|brokerIP[12]|listenPort|haListenPort|kvConfigPath|configStorePath)=/

describe('a cluster taken out and in again', () => {
  const home = new LabHome()
  const folder = mkdtempSync(join(tmpdir(), 'mqexport-'))
  afterAll(async () => {
    await home.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  test('every format holds the files as they are, and a new cluster of one runs and takes messages', async () => {
    const first = await home.cluster('up', '1m-1s-sync', '--name', 'first', '--port-base', String(await freePortBase()))
    const ownText = (cluster: string, node: string): string =>
      readFileSync(join(home.folder, 'clusters', cluster, 'nodes', node, 'conf', `${node}.properties`), 'utf8')

    for (const format of ['folder', 'script', 'systemd', 'compose']) {
      const out = join(folder, format)
      const run = await home.mqlab('export', 'first', '--format', format, '--out', out)
      expect(run).toMatchObject({ exitCode: 0, stderr: '' })
      const texts = readdirSync(out, { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(properties|sh)$/.test(path))
        .map((path) => readFileSync(join(out, path), 'utf8'))
      for (const { name } of first.nodes) {
        expect(
          texts.some((text) => text.includes(ownText('first', name))),
          `${name} in ${format}`,
        ).toBe(true)
      }
    }

    for (const format of ['folder', 'script']) {
      const name = `from-${format}`
      const base = await freePortBase()
      const second = await home.cluster('up', join(folder, format), '--name', name, '--port-base', String(base))
      expect(second.nodes.map((node) => `${node.name} ${node.state}`)).toEqual(
        first.nodes.map((node) => `${node.name} running`),
      )
      const kept = (text: string): string[] => text.split('\n').filter((line) => !SET_BY_LAB.test(line))
      for (const { name: node } of first.nodes) expect(kept(ownText(name, node))).toEqual(kept(ownText('first', node)))
      expect(nodeNamed(second, 'broker-a').address).not.toBe(nodeNamed(first, 'broker-a').address)

      const producer = await home.mqlab('quickstart', 'producer', '-n', second.namesrvAddr, '--count', '200', '--quiet')
      expect(producer.stdout).toContain('Sent 200, acknowledged 200 (SEND_OK 200), failed 0')
      expect(await home.mqlab('down', '--name', name, '--wipe')).toMatchObject({ exitCode: 0 })
    }
  })

  test('an export writes into no folder that has something in it', async () => {
    const run = await home.mqlab('export', 'first', '--format', 'folder', '--out', join(folder, 'folder'))
    expect(run.exitCode).not.toBe(0)
    expect(run.stderr).toContain('has something in it')
  })

  test('a DLedger folder is refused before anything is written', async () => {
    const run = await home.mqlab('up', 'test/fixtures/seeds/003-dledger', '--name', 'raft')
    expect(run.exitCode).not.toBe(0)
    expect(run.stderr).toContain('enableDLegerCommitLog')
    expect(existsSync(join(home.folder, 'clusters', 'raft'))).toBe(false)
  })
})
