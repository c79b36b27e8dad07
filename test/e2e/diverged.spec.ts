/**
 * A master that lost its disk: it starts empty and takes new messages, its slave holds another history and says so with both
 * offsets, copies nothing over it, and is cloned anew until both hold the same bytes.
 */
import { test } from '@playwright/test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LAB_HOSTS, withLab } from './support/lab-hosts.ts'
import type { LabHome } from './support/lab-home.ts'
import { expect } from './support/lab-window.ts'

const CLUSTER = '2m-2s-async'
const TOPIC = 'TopicTest'
const BEFORE = 400
const AFTER = 40

for (const host of LAB_HOSTS) {
  test(`the slave of a wiped master is shown diverged with both offsets and cloned anew (${host})`, async ({
    page: ownPage,
  }) => {
    test.setTimeout(600_000)
    await withLab(host, ownPage, async ({ lab, window }) => {
      const row = window.pairRow('broker-a', 'broker-a-s')
      const masterOffset = row.getByRole('gridcell').nth(7)
      const slaveOffset = row.getByRole('gridcell').nth(8)
      let copied = ''

      await test.step('both hold the messages sent', async () => {
        await window.createFromFirstPage(CLUSTER, 6)
        await window.createTopic(TOPIC)
        const account = await window.startRun(1, { count: BEFORE, rate: 200, countedIn: null })
        await expect(account).toHaveAttribute('data-state', 'ended')
        await window.go('Replication')
        await expect(row).toContainText('0 B')
        await expect(masterOffset).toHaveText(/^[1-9][\d,]+$/)
        copied = await masterOffset.innerText()
        await expect(slaveOffset).toHaveText(copied)
      })

      await test.step('the master is wiped by its typed name and starts empty', async () => {
        await window.go('Topology')
        await window.confirmTyped('broker-a', 'Wipe data…', /^(Stop and wipe|Wipe) broker-a$/)
        await expect(window.card('broker-a')).toHaveAccessibleName(/running$/)
        await expect(window.card('n1')).toContainText('4 brokers registered')
      })

      await test.step('with fewer messages on the master its slave is diverged, with both offsets and the reason', async () => {
        const account = await window.startRun(2, { topic: 'TopicAfter', count: AFTER, rate: 0, countedIn: null })
        await expect(account).toHaveAttribute('data-state', 'ended')
        await window.go('Topology')
        await expect(window.card('broker-a-s')).toHaveAccessibleName('broker-a-s, slave of broker-a, diverged')
        const link = window.link('broker-a', 'broker-a-s')
        await expect(link).toContainText('diverged')
        await expect(link).toContainText(/master at [1-9][\d,]*/)
        await expect(link).toContainText(`slave at ${copied}`)
        await expect(window.answer).toContainText(
          'broker-a-s holds data that broker-a does not have, so it copies nothing. Clone it anew.',
        )
        const drawer = await window.openNode('broker-a-s')
        await expect(drawer).toContainText('Two histories')
        await expect(drawer).toContainText(`broker-a-s has stored up to ${copied}, broker-a only up to `)
        await window.takeShots('diverged')
      })

      await test.step('cloned anew it is in sync and both hold the same bytes', async () => {
        await window.confirmTyped('broker-a-s', 'Clone anew…', /^Clone broker-a-s anew$/)
        await expect(window.card('broker-a-s')).toHaveAccessibleName('broker-a-s, slave of broker-a, running')
        await expect(window.link('broker-a', 'broker-a-s')).toContainText('in sync')
        await window.go('Replication')
        await expect(row).toContainText('in sync')
        await expect(row).toContainText('0 B')
        await expect(masterOffset).toHaveText(/^[1-9][\d,]+$/)
        const written = await masterOffset.innerText()
        await expect(slaveOffset).toHaveText(written)
        await window.takeShots('cloned')
        const bytes = Number(written.replaceAll(',', ''))
        const master = commitLog(lab, 'broker-a', bytes)
        expect(master.some((byte) => byte !== 0)).toBe(true)
        expect(commitLog(lab, 'broker-a-s', bytes).equals(master)).toBe(true)
      })
    })
  })
}

/** The first bytes of a node's commit log, as they stand on its disk. */
function commitLog(lab: LabHome, node: string, bytes: number): Buffer {
  const folder = join(lab.home, 'clusters', CLUSTER, 'nodes', node, 'store', 'commitlog')
  const files = readdirSync(folder).sort()
  const whole = Buffer.concat(files.map((file) => readFileSync(join(folder, file)).subarray(0, bytes)))
  return whole.subarray(0, bytes)
}
