/**
 * What goes wrong on a machine: a port that somebody has, a disk that is full, a node that cannot start, files that cannot be
 * read. Each time the window says what happened, to whom and what to do, the rest goes on, and nothing is lost.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { type Locator, type Page, test } from '@playwright/test'
import { isRunning, type LabHome } from './support/lab-home.ts'
import { LAB_HOSTS, type OpenLab, withLab } from './support/lab-hosts.ts'
import { expect } from './support/lab-window.ts'

const CLUSTER = 'single'
const BROKER = 'broker-a'
const TOPIC = 'TopicTest'
/** Enough for a few hundred messages of 4 KiB. */
const DISK_BYTES = 8_000_000

const nodeFile = (lab: LabHome, ...path: string[]): string =>
  join(lab.home, 'clusters', CLUSTER, 'nodes', BROKER, ...path)
const clusterFile = (lab: LabHome): string => join(lab.home, 'clusters', CLUSTER, 'cluster.json')

for (const host of LAB_HOSTS) {
  test.describe(`a cluster of one broker (${host})`, () => {
    test.skip(process.platform !== 'linux', 'whose port it is, is read from /proc')
    /** Of nodes whose records a test has spoilt: their home does not name them any more. */
    let pids: number[] = []

    test.beforeEach(() => {
      test.setTimeout(300_000)
      pids = []
    })
    test.afterEach(() => {
      for (const pid of pids) if (isRunning(pid)) process.kill(pid, 'SIGKILL')
    })

    /** A running cluster of one name server and one broker. */
    function withSingle(
      page: Page,
      act: (open: OpenLab) => Promise<void>,
      env?: Record<string, string>,
    ): Promise<void> {
      return withLab(
        host,
        page,
        async (open) => {
          await open.window.createFromFirstPage('single', 2)
          pids = open.lab.nodePids()
          await act(open)
        },
        env,
      )
    }

    test('a taken port: the start fails naming port, pid, program and a free port; once free it works', async ({
      page: ownPage,
    }) => {
      await withSingle(ownPage, async ({ lab, window }) => {
        const { page } = window
        await window.act(BROKER, 'Stop')
        await expect(window.card(BROKER)).toHaveAccessibleName(/stopped/)
        const port = listenPortIn(readFileSync(nodeFile(lab, 'conf', `${BROKER}.properties`), 'latin1'))
        const holder = await hold(port)
        await window.act(BROKER, 'Start')
        const notices = page.getByRole('region', { name: 'Notices' })
        await expect(notices).toContainText(
          new RegExp(
            `${BROKER} did not start: port ${port} belongs to pid ${process.pid} \\(\\w.*\\)\\. Use \\d+ as listenPort`,
          ),
        )
        await window.takeShots('port-taken')
        await expect(window.card(BROKER)).toHaveAccessibleName(/stopped/)
        await expect(page.getByRole('contentinfo')).toContainText('1 of 2 nodes run')
        await new Promise((resolve) => holder.close(resolve))
        await window.act(BROKER, 'Start')
        await expect(window.card(BROKER)).toHaveAccessibleName(/running$/)
        pids = lab.nodePids()
      })
    })

    test('a full disk: sends are refused with the reason on every screen, nothing acknowledged is lost, room mends it', async ({
      page: ownPage,
    }) => {
      await withSingle(
        ownPage,
        async ({ lab, window }) => {
          const { page } = window
          let stored = 0

          await test.step('refused sends say why, on Send and on Topology', async () => {
            await window.startConsumer('disk-readers', TOPIC, 1)
            await window.startRun(1, { count: 6000, rate: 0, body: '{fill:4000}', countedIn: 'disk-readers' })
            await expect(page.getByRole('table', { name: 'Latest results' })).toContainText(/FAILED.*disk is full/)
            await expect(window.answer).toContainText(
              /Run #1: [\d,]+ sends? (was|were) not acknowledged\. .*disk is full/,
            )
            await window.takeShots('send-disk-full')
            await window.go('Topology')
            const refuses =
              /The disk is \d+% full: broker-a refuses messages above 90%\. Free space or shorten fileReservedTime\./
            await expect(window.answer).toContainText(refuses)
            await window.openNode(BROKER)
            await expect(window.drawer).toContainText(refuses)
            await window.takeShots('topology-disk-full')
          })

          await test.step('what was stored is delivered', async () => {
            await window.go('Send')
            await page.getByRole('button', { name: 'End run' }).click()
            await expect(page.getByTestId('run-account')).toHaveAttribute('data-state', 'ended')
            stored = await repliesOf(page, 'SEND_OK')
            expect(stored).toBeGreaterThan(100)
            expect(await numberIn(page.getByTestId('run-delivered'))).toBeGreaterThanOrEqual(stored)
            // FLUSH_DISK_TIMEOUT promises memory only, and says so.
            const inMemory = await repliesOf(page, 'FLUSH_DISK_TIMEOUT')
            expect(await numberIn(page.getByTestId('run-missing'))).toBeLessThanOrEqual(inMemory)
          })

          await test.step('once there is room it takes messages again and has the others', async () => {
            // Started from a command line that knows nothing of the full disk.
            lab.mqlab('stop', BROKER)
            lab.mqlab('start', BROKER)
            await window.go('Topology')
            await expect(window.card(BROKER)).toHaveAccessibleName(/running$/)
            await expect(window.answer).not.toContainText('disk')
            await window.fillSend({})
            await page.getByRole('button', { name: 'Send one' }).click()
            await expect(window.answer).toHaveText(/^The last message got SEND_OK from broker-a\./)
            await window.startConsumer('readers-again', TOPIC, 1)
            await expect.poll(() => numberIn(page.getByTestId('received-1'))).toBeGreaterThan(stored)
          })
          pids = lab.nodePids()
        },
        { MQLAB_FILE_PORT: `full:${DISK_BYTES}` },
      )
    })

    test('a node that fails to start three times says so and names key, file and fix; mended it starts', async ({
      page: ownPage,
    }) => {
      await withSingle(ownPage, async ({ lab, window }) => {
        const { page } = window
        await window.act(BROKER, 'Stop')
        await expect(window.card(BROKER)).toHaveAccessibleName(/stopped/)
        const file = nodeFile(lab, 'conf', `${BROKER}.properties`)
        const good = readFileSync(file, 'latin1')
        appendFileSync(file, '\nbrokerRole=SLAVE\n')
        const notices = page.getByRole('region', { name: 'Notices' })
        for (const often of [
          /did not start: .*brokerId/,
          /did not start: .*brokerId/,
          /failed to start 3 times in a row/,
        ]) {
          await window.act(BROKER, 'Start')
          await expect(notices).toContainText(often)
        }
        await expect(notices).toContainText('its data are untouched')
        await expect(window.drawer).toContainText(/brokerId/)
        await window.takeShots('crash-loop')
        writeFileSync(file, good, 'latin1')
        await window.act(BROKER, 'Start')
        await expect(window.card(BROKER)).toHaveAccessibleName(/running$/)
        await expect(window.drawer).not.toContainText(/did not start/)
        pids = lab.nodePids()
      })
    })

    test('unreadable files: the card says which file and where, the others work, also after a restart of the service', async ({
      page: ownPage,
    }) => {
      await withSingle(ownPage, async ({ lab, window, service }) => {
        const { page } = window
        lab.mqlab('up', 'single', '--name', 'other')
        pids = lab.nodePids()
        const good = readFileSync(clusterFile(lab), 'utf8')
        writeFileSync(clusterFile(lab), good.slice(0, good.length / 2))
        await page.getByRole('link', { name: /^Clusters/ }).click()
        const card = page.getByRole('article', { name: CLUSTER, exact: true })
        const other = page.getByRole('article', { name: 'other', exact: true })

        await test.step('a spoilt cluster.json', async () => {
          await expect(card).toContainText('unreadable')
          await expect(card).toContainText(clusterFile(lab))
          await expect(card).toContainText('Nothing was changed; nodes that run go on.')
          await expect(other).toContainText('All 2 nodes run')
          await window.takeShots('unreadable-cluster')
          await service.kill()
          await service.start()
          await expect(page.getByRole('region', { name: 'Lab service does not answer' })).toHaveCount(0)
          await expect(card).toContainText('unreadable')
          await expect(card).toContainText(clusterFile(lab))
          await expect(other).toContainText('All 2 nodes run')
          await card.getByRole('link', { name: 'Open' }).click()
          await expect(window.answer).toContainText('cannot be read')
          await expect(page.getByRole('alert')).toContainText(clusterFile(lab))
          await window.takeShots('unreadable-topology')
          expect(lab.nodePids()).toEqual(pids)
          writeFileSync(clusterFile(lab), good)
          await expect(window.card(BROKER)).toHaveAccessibleName(/running$/)
        })

        await test.step('a spoilt node.json of a node that runs', async () => {
          const { process: of } = JSON.parse(readFileSync(nodeFile(lab, 'node.json'), 'utf8')) as {
            process: { pid: number }
          }
          const record = readFileSync(nodeFile(lab, 'node.json'), 'utf8')
          writeFileSync(nodeFile(lab, 'node.json'), record.slice(0, record.length / 2))
          await window.openNode(BROKER)
          await expect(window.drawer).toContainText(
            /node\.json of broker-a cannot be read \(line \d+\)\. Its data are untouched/,
          )
          await expect(window.drawer).toContainText(`kill ${of.pid}`)
          await window.takeShots('unreadable-node')
          await service.kill()
          await service.start()
          await expect(page.getByRole('region', { name: 'Lab service does not answer' })).toHaveCount(0)
          await expect(window.drawer).toContainText(`kill ${of.pid}`)
          expect(isRunning(of.pid)).toBe(true)
          expect(existsSync(nodeFile(lab, 'node.json.bad'))).toBe(true)
          process.kill(of.pid, 'SIGTERM')
          await expect.poll(() => isRunning(of.pid)).toBe(false)
          await window.act(BROKER, 'Start')
          await expect(window.card(BROKER)).toHaveAccessibleName(/running$/)
          pids = lab.nodePids()
          expect(pids).toHaveLength(4)
        })
      })
    })
  })
}

function listenPortIn(properties: string): number {
  return Number(/^listenPort\s*=\s*(\d+)/m.exec(properties)?.[1] ?? Number.NaN)
}

/** Somebody else's program on the port. */
function hold(port: number): Promise<Server> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/** How many sends of the run were answered so. */
function repliesOf(page: Page, status: string): Promise<number> {
  return numberIn(page.locator(`[data-status="${status}"] b`))
}

async function numberIn(element: Locator): Promise<number> {
  return Number((await element.innerText()).replaceAll(',', ''))
}
