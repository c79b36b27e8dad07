/**
 * Synchronous double write over a link that swallows everything: a send first waits for the slave in vain, then, once the master
 * has closed the silent connection, learns at once that there is no slave, and is well again when the link is healed.
 */
import { test } from '@playwright/test'
import { LAB_HOSTS, withLab } from './support/lab-hosts.ts'
import { expect } from './support/lab-window.ts'

const TOPIC = 'TopicTest'

for (const host of LAB_HOSTS) {
  test(`a sync master answers FLUSH_SLAVE_TIMEOUT, SLAVE_NOT_AVAILABLE and SEND_OK as its link is cut, given up and healed (${host})`, async ({
    page: ownPage,
  }) => {
    test.setTimeout(600_000)
    await withLab(host, ownPage, async ({ window }) => {
      await test.step('a 2m-2s-sync cluster confirms from two disks', async () => {
        await window.createFromFirstPage('2m-2s-sync', 6)
        await expect(window.link('broker-a', 'broker-a-s')).toContainText('in sync')
        await expect(window.link('broker-a', 'broker-a-s')).toContainText('sync double write')
        await window.createTopic(TOPIC)
        await window.fillSend({ queue: 'broker-a 0' })
        await expect(await window.sendOne()).toContainText('SEND_OK')
      })

      await test.step('over the cut link the slave does not confirm in time', async () => {
        await window.go('Topology')
        await window.cutLink('broker-a', 'broker-a-s')
        await expect(window.link('broker-a', 'broker-a-s')).toContainText('cut by you')
        await window.fillSend({ queue: 'broker-a 0' })
        await expect(await window.sendOne()).toContainText('FLUSH_SLAVE_TIMEOUT')
        await expect(window.answer).toHaveText(
          /^The last message got FLUSH_SLAVE_TIMEOUT from broker-a\. The slave did not confirm in 3 s/,
        )
        await window.takeShots('send-slave-timeout')
      })

      await test.step('once the silent connection is closed there is no slave to wait for', async () => {
        // Nothing tells a sender when the master gives the silent slave up: one tries again until the answer changes.
        await expect(async () => {
          const row = await window.sendOne()
          await expect(row).toContainText(/FLUSH_SLAVE_TIMEOUT|SLAVE_NOT_AVAILABLE/)
          expect(await row.innerText()).toContain('SLAVE_NOT_AVAILABLE')
        }).toPass({ timeout: 120_000 })
        await expect(window.answer).toContainText(
          'The last message got SLAVE_NOT_AVAILABLE from broker-a. No slave was connected to wait for.',
        )
        await window.takeShots('send-no-slave')
      })

      await test.step('healed, a send is well again', async () => {
        await window.go('Topology')
        await window.healLink('broker-a', 'broker-a-s')
        await expect(window.link('broker-a', 'broker-a-s')).toContainText('in sync')
        await window.fillSend({ queue: 'broker-a 0' })
        await expect(await window.sendOne()).toContainText('SEND_OK')
        await expect(window.answer).toContainText('The last message got SEND_OK from broker-a')
      })
    })
  })
}
