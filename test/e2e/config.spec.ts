/**
 * Configuration as its user meets it: an article with its mistakes becomes a running cluster; a key is changed on all brokers
 * through the matrix, hot and by rolling restart; a broken value is stopped with its reason; an earlier version comes back.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, test } from '@playwright/test'
import { articleLikeSeed004 } from './support/article.ts'
import type { LabHome } from './support/lab-home.ts'
import { LAB_HOSTS, withLab } from './support/lab-hosts.ts'
import { expect, type LabWindow } from './support/lab-window.ts'

const MQADMIN = 'dist/mqadmin.js'
const BROKERS = ['broker-a', 'broker-b', 'broker-a-s', 'broker-b-s']
const TOPIC = 'TopicTest'
const GROUP = 'article-readers'

for (const host of LAB_HOSTS) {
  test(`an article is pasted, its mistakes told in Chinese, repaired, and its cluster carries 1,000 messages (${host})`, async ({
    page: ownPage,
  }) => {
    test.setTimeout(400_000)
    await withLab(host, ownPage, async ({ window, origin }) => {
      const { page } = window
      await window.show('light', 'zh')
      await page.goto(`${origin}/clusters/new?from=files`)

      await test.step('its blocks are recognised: four brokers and two name servers on two machines', async () => {
        await page.getByRole('textbox', { name: '文章', exact: true }).fill(articleLikeSeed004())
        await expect(window.answer).toContainText('4 个 Broker、2 个 NameServer，分布在 2 台主机')
        for (const machine of ['192.168.80.137', '192.168.80.138']) {
          await expect(page.getByRole('main')).toContainText(machine)
        }
      })

      await test.step('its mistakes are told in Chinese, and nothing starts before they are repaired', async () => {
        const problems = page.getByRole('region', { name: '问题' })
        for (const rule of ['consume-queue-size-unit', 'renamed-mapped-file-size', 'sync-master-without-replicas']) {
          await expect(problems).toContainText(rule)
        }
        await expect(problems).toContainText('单位却是字节')
        await expect(window.answer).toContainText(/启动前需要修复 \d+ 个错误/)
        await expect(page.getByRole('button', { name: '创建并启动' })).toBeDisabled()
        await window.takeShots('article')
      })

      await test.step('repaired by one click, it is created and started', async () => {
        await window.show('light', 'zh')
        await page.getByRole('button', { name: '全部修复' }).click()
        await expect(window.answer).toContainText('可以启动。')
        await page.getByRole('textbox', { name: '集群名称' }).fill('from-article')
        await window.takeShots('article-repaired')
        await window.show('light', 'zh')
        await page.getByRole('button', { name: '创建并启动' }).click()
        await expect(window.answer).toContainText(/from-article 已创建；为在本机运行，改动了 \d+ 处。/)
        await window.takeShots('article-created')
        await page.getByRole('link', { name: 'Go to the topology' }).click()
        await expect(page.getByRole('button', { name: / running$/ })).toHaveCount(6)
        await expect(window.link('broker-a', 'broker-a-s')).toContainText('sync double write')
        await expect(window.link('broker-a', 'broker-a-s')).toContainText('in sync')
        await window.takeShots('article-topology')
      })

      await test.step('1,000 sent are 1,000 delivered', async () => {
        await window.createTopic(TOPIC)
        await window.startConsumer(GROUP, TOPIC, 1)
        const account = await window.startRun(1, { count: 1000, rate: 500, countedIn: GROUP })
        await expect(account).toHaveAttribute('data-state', 'ended')
        await expect(window.answer).toHaveText('Run #1: all 1,000 acknowledged messages were delivered, none twice.')
      })
    })
  })

  test(`keys are changed on all brokers, a broken value is stopped, an earlier version comes back (${host})`, async ({
    page: ownPage,
  }) => {
    test.setTimeout(600_000)
    await withLab(host, ownPage, async ({ lab, window, origin }) => {
      const { page } = window
      await window.createFromFirstPage('2m-2s-async', 6)
      const cluster = new URL(page.url()).pathname.split('/')[2] ?? ''
      const pids = lab.nodePids()
      const firstTexts = textsOf(lab, cluster)

      await test.step('fileReservedTime is set on all brokers through the matrix and taken at once', async () => {
        await window.go('Configuration')
        await viewOf(page, 'Matrix').click()
        await setOnAll(page, 'fileReservedTime', '48')
        await expect(page.getByRole('gridcell', { name: /^fileReservedTime on broker-b-s/ })).toContainText('48')
        await expect(window.answer).toContainText('One key edited.')
        await applyPlan(window, 'config-matrix')
        await window.takeShots('config-applied')
        for (const broker of BROKERS) {
          await expect.poll(() => runningValue(lab, cluster, broker, 'fileReservedTime')).toBe('48')
          expect(textsOf(lab, cluster)[broker]).toBe(`${firstTexts[broker]}fileReservedTime=48\n`)
        }
        expect(lab.nodePids()).toEqual(pids)
      })

      await test.step('a value that is no number is stopped with the reason, in form, text and list', async () => {
        await page.goto(`${origin}/c/${cluster}/config/edit/broker-a?key=fileReservedTime`)
        const field = page.getByRole('textbox', { name: 'fileReservedTime' })
        await field.fill('48h')
        await expect(window.answer).toContainText(/One error must go first/i)
        const problems = page.getByRole('region', { name: 'Problems' })
        await expect(problems).toContainText('fileReservedTime is ignored.')
        await expect(page.getByRole('button', { name: /^Plan apply/ })).toBeDisabled()
        await expect(page.locator('.cm-content')).toContainText('fileReservedTime=48h')
        await window.takeShots('config-broken-value')
      })

      await test.step('the edit survives a reload and goes by undo', async () => {
        await expect(async () => {
          await page.reload()
          await expect(page.getByRole('textbox', { name: 'fileReservedTime' })).toHaveValue('48h', { timeout: 5000 })
        }).toPass()
        await page.getByRole('textbox', { name: 'fileReservedTime' }).fill('48')
        await expect(window.answer).not.toContainText('error')
      })

      await test.step('what needs a restart rolls over all brokers, slaves first', async () => {
        await page.goto(`${origin}/c/${cluster}/config/matrix`)
        await setOnAll(page, 'maxTransferCountOnMessageInMemory', '64')
        await setOnAll(page, 'haHousekeepingInterval', '15000')
        await setOnAll(page, 'mappedFileSizeConsumeQueue', '3000000')
        await applyPlan(window)
        for (const broker of BROKERS) {
          await expect.poll(() => runningValue(lab, cluster, broker, 'mappedFileSizeConsumeQueue')).toBe('3000000')
        }
        const after = lab.nodePids()
        expect(after).toHaveLength(6)
        expect(after.filter((pid) => pids.includes(pid))).toHaveLength(2)
        await window.takeShots('config-rolled')
      })

      await test.step('the first version comes back', async () => {
        await viewOf(page, 'Versions').click()
        await page.goto(`${origin}/c/${cluster}/config/versions/0`)
        await window.takeShots('config-versions')
        await page.getByRole('button', { name: 'Revert to this version' }).click()
        await applyPlan(window, 'config-revert')
        expect(textsOf(lab, cluster)).toEqual(firstTexts)
        for (const broker of BROKERS) {
          await expect.poll(() => runningValue(lab, cluster, broker, 'fileReservedTime')).toBe('72')
        }
        await window.go('Topology')
        await expect(window.answer).toHaveText(/^All six nodes run\. Both slaves are in sync/)
      })
    })
  })
}

/** Edit, Matrix, Plan, Versions. */
function viewOf(page: Page, name: string): ReturnType<Page['getByRole']> {
  return page.getByRole('group', { name: 'Views' }).getByRole('link', { name })
}

async function setOnAll(page: Page, key: string, value: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Search keys' }).fill(key)
  await page.getByText(/^All \d+$/).click()
  await page.getByRole('row', { name: new RegExp(`^${key}\\b`) }).hover()
  await page.getByRole('button', { name: `Set ${key} on all brokers` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Value' }).fill(value)
  await dialog.getByRole('button', { name: /^Set on 4/ }).click()
  await expect(dialog).toHaveCount(0)
}

/** Opens the plan if it is not, applies it and waits for its end. */
async function applyPlan(window: LabWindow, station?: string): Promise<void> {
  const { page } = window
  const apply = page.getByRole('button', { name: /^Apply in \d+ steps?$/ })
  const plan = page.getByRole('button', { name: /^Plan apply/ })
  if (!new URL(page.url()).pathname.endsWith('/plan')) await plan.click()
  await expect(apply).toBeEnabled()
  if (station !== undefined) await window.takeShots(station)
  await apply.click()
  await expect(page.getByText(/^Version \d+ is applied$/)).toBeVisible({ timeout: 240_000 })
}

function textsOf(lab: LabHome, cluster: string): Record<string, string> {
  return Object.fromEntries(
    BROKERS.map((broker) => [
      broker,
      readFileSync(join(lab.home, 'clusters', cluster, 'nodes', broker, 'conf', `${broker}.properties`), 'latin1'),
    ]),
  )
}

/** As the broker tells Apache's and our mqadmin. */
function runningValue(lab: LabHome, cluster: string, broker: string, key: string): string | undefined {
  const { nodes } = JSON.parse(readFileSync(join(lab.home, 'clusters', cluster, 'cluster.json'), 'utf8')) as {
    nodes: { name: string; host: string; listenPort: number }[]
  }
  const addressOf = (wanted: string): string => {
    const node = nodes.find(({ name }) => name === wanted)
    return `${node?.host ?? ''}:${node?.listenPort ?? 0}`
  }
  const words = ['getBrokerConfig', '-n', addressOf('n1'), '-b', addressOf(broker)]
  const said = execFileSync(process.execPath, [MQADMIN, ...words], { encoding: 'utf8' })
  return new RegExp(`^${key}\\s*=\\s*(\\S*)`, 'm').exec(said)?.[1]
}
