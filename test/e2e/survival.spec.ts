/**
 * What outlives what: the page is reloaded, the lab service dies of `kill -9` and comes back, and the cluster runs on through both.
 * At the end the cluster is stopped and deleted, and nothing of it is left.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, test } from '@playwright/test'
import { isRunning } from './support/lab-home.ts'
import { LAB_HOSTS, withLab } from './support/lab-hosts.ts'
import { expect } from './support/lab-window.ts'

const GROUP = 'survivors'
const TOPIC = 'TopicTest'
const NODES = 6

for (const host of LAB_HOSTS) {
  test(`a reload and a killed lab service lose no node, no history and no fault (${host})`, async ({
    page: ownPage,
  }) => {
    test.setTimeout(400_000)
    await withLab(host, ownPage, async ({ lab, window, origin, service }) => {
      const { page } = window
      let cluster = ''
      let pids: readonly number[] = []
      let samples = 0
      let sent = 0

      await test.step('a cluster runs with a consumer, a run that sends and a link that is cut', async () => {
        await window.createFromFirstPage('2m-2s-async', NODES)
        cluster = new URL(page.url()).pathname.split('/')[2] ?? ''
        pids = lab.nodePids()
        expect(pids).toHaveLength(NODES)
        await window.cutLink('broker-b', 'broker-b-s')
        await window.startConsumer(GROUP, TOPIC, 1)
        await window.startRun(1, { count: 1_000_000, rate: 50, countedIn: GROUP })
        await expect(page.getByTestId('run-delivered')).not.toHaveText(/^(0|–)$/)
      })

      await test.step('a reload in the middle keeps screen, selected node and language, and nothing stops', async () => {
        await window.go('Topology')
        await window.openNode('broker-a-s')
        await page.getByRole('tab', { name: 'Charts' }).click()
        await page.getByRole('button', { name: '切换到中文' }).click()
        const url = page.url()
        expect(url).toContain('node=broker-a-s')
        await page.reload()
        await expect(page).toHaveURL(url)
        await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('拓扑')
        await expect(window.drawer.getByRole('heading', { level: 2, name: 'broker-a-s', exact: true })).toBeVisible()
        await expect(page.getByRole('tab', { name: '图表' })).toHaveAttribute('aria-selected', 'true')
        await page.getByRole('button', { name: 'Switch to English' }).click()
        await window.go('Receive')
        await expect(window.consumer(1)).toContainText('consuming')
        await window.go('Accounting')
        await expect(page.getByTestId('run-account')).toHaveAttribute('data-state', 'sending')
        expect(lab.nodePids()).toEqual(pids)
      })

      await test.step('kill -9 of the lab service: a bar counts down, screens are stale, every node runs on', async () => {
        await window.go('Replication')
        samples = await samplesOf(page)
        expect(samples).toBeGreaterThan(0)
        await window.go('Accounting')
        sent = await numberIn(page, 'run-acknowledged')
        await window.go('Topology')
        await service.kill()
        // Electron's shell starts another at once: there is nothing to see of its absence.
        if (host === 'browser') {
          const bar = page.getByRole('region', { name: 'Lab service does not answer' })
          await expect(bar).toContainText(/Nodes run on; figures are those of \d\d:\d\d:\d\d/)
          await expect(bar).toContainText(/Next try in \d+ s|Trying now/)
          await expect(window.answer).toHaveText(
            /^The lab service does not answer\. The nodes go on by themselves; what you see is of \d\d:\d\d:\d\d\.$/,
          )
          await expect(page.locator('[data-stale]').getByRole('button', { name: /^broker-a, / })).toBeVisible()
          await expect(page.getByRole('button', { name: 'Stop all' })).toBeDisabled()
          await window.takeShots('service-gone')
          await window.go('Replication')
          await expect(page.getByText(/no answer for \d.*, figures of \d\d:\d\d:\d\d/)).toBeVisible()
          await expect(window.pairRow('broker-b', 'broker-b-s')).toContainText('cut')
        }
        await window.go('Topology')
        expect(lab.nodePids()).toEqual(pids)
      })

      await test.step('started again, the window is back by itself and every node is adopted', async () => {
        await service.start()
        await expect(page.getByRole('region', { name: 'Lab service does not answer' })).toHaveCount(0)
        await expect(page).toHaveURL(new RegExp(`^${origin}/c/${cluster}/topology`))
        await expect(page.getByRole('contentinfo')).toContainText(`${NODES} of ${NODES} nodes run`)
        await expect(page.getByRole('region', { name: 'Notices' })).toContainText(
          /was found again: 6 nodes ran on while the lab service was away for \d+ s/,
        )
        expect(lab.nodePids()).toEqual(pids)
        await window.takeShots('found-again')
      })

      await test.step('faults, history and what happened are those of before', async () => {
        await expect(page.getByRole('contentinfo')).toContainText('1 fault set by you')
        await expect(window.link('broker-b', 'broker-b-s')).toContainText('cut by you')
        await window.go('Replication')
        await expect.poll(() => samplesOf(page)).toBeGreaterThanOrEqual(samples)
        const marks = page.getByTestId('marks').getByRole('listitem')
        await expect(marks.filter({ hasText: /You cut the link|you cut/i })).not.toHaveCount(0)
        await page.getByRole('link', { name: /^Clusters/ }).click()
        await expect(page.getByText(/was found again: 6 nodes ran on/)).not.toHaveCount(0)
      })

      await test.step('the run counts as interrupted, with what was known of it', async () => {
        await window.go('Accounting')
        await expect(page.getByTestId('run-account')).toHaveAttribute('data-state', 'interrupted')
        await expect(window.answer).toHaveText(/^Run #1 was interrupted: the lab service ended after [\d,]+ messages\./)
        // It is stored every second or so: what was acknowledged then is not forgotten.
        expect(await numberIn(page, 'run-acknowledged')).toBeGreaterThan(sent / 2)
        await window.takeShots('run-interrupted')
      })

      await test.step('the healed link falls to no lag, stopped no process is left', async () => {
        await window.go('Topology')
        await window.healLink('broker-b', 'broker-b-s')
        await expect(window.link('broker-b', 'broker-b-s')).toContainText('in sync')
        await page.getByRole('button', { name: 'Stop all' }).click()
        await expect(page.getByRole('contentinfo')).toContainText(`0 of ${NODES} nodes run`)
        expect(pids.filter((pid) => isRunning(pid))).toEqual([])
      })

      await test.step('deleted by its typed name while it runs, nothing of it is left', async () => {
        await page.getByRole('button', { name: 'Start all' }).click()
        await expect(page.getByRole('contentinfo')).toContainText(`${NODES} of ${NODES} nodes run`)
        const running = lab.nodePids()
        expect(running).toHaveLength(NODES)
        await page.getByRole('link', { name: /^Clusters/ }).click()
        await page.getByRole('button', { name: `More actions for ${cluster}` }).click()
        await page.getByRole('menuitem', { name: 'Delete…' }).click()
        const dialog = page.getByRole('dialog')
        const confirm = dialog.getByRole('button', { name: `Delete ${cluster}` })
        await expect(confirm).toBeDisabled()
        await expect(dialog).toContainText('6 processes run and are stopped first')
        await dialog.getByRole('textbox').fill(cluster)
        await dialog.getByRole('textbox').press('Enter')
        await expect(dialog).toBeVisible()
        await page.screenshot({ path: 'test-results/shots/delete-cluster-light-en.png' })
        await confirm.click()
        await expect(dialog).toHaveCount(0)
        await expect(page.getByRole('button', { name: /^Create and start/ })).not.toHaveCount(0)
        expect(running.filter((pid) => isRunning(pid))).toEqual([])
        expect(existsSync(join(lab.home, 'clusters', cluster))).toBe(false)
      })
    })
  })
}

/** Samples of the cut pair that the report of Replication tells. */
async function samplesOf(page: Page): Promise<number> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save report' }).click()
  const report = readFileSync(await (await download).path(), 'utf8')
  const row = report.split('\n').filter((line) => line.startsWith('| broker-a → broker-a-s |'))[1]
  return Number(row?.split('|')[2]?.replaceAll(',', '') ?? Number.NaN)
}

async function numberIn(page: Page, id: string): Promise<number> {
  return Number((await page.getByTestId(id).innerText()).replaceAll(',', ''))
}
