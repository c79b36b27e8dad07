/**
 * The window over a cluster that is not ours: Apache's NameServer and brokers, attached by address and read by the protocol alone.
 * Processes stay whose they are; reading only refuses every write, and what was allowed is done by Apache itself.
 */
import { chromium, type Browser, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { findChromium } from '../../scripts/chromium.ts'
import { LabServer } from '../e2e/support/lab-server.ts'
import { expect, LabWindow } from '../e2e/support/lab-window.ts'
import { clusterFixture } from './harness.ts'

const SUITE = 'interop attach'
const TOPIC = 'AttachTopic'
const GROUP = 'AttachGroup'
const COUNT = 40
const NAME = 'apache'

const fixture = clusterFixture(SUITE, (lib) => ({
  label: 'attach',
  nameServers: 1,
  nameServerEngine: 'apache',
  apacheLib: lib,
  brokers: [
    { node: 'broker-a', brokerName: 'broker-a', brokerId: 0, engine: 'apache' },
    { node: 'broker-a-s', brokerName: 'broker-a', brokerId: 1, engine: 'apache' },
  ],
}))
const executablePath = findChromium()
if (executablePath === undefined) process.stderr.write(`\nSKIPPED ${SUITE}: no Chromium on this machine\n\n`)

describe.skipIf(fixture.lib === undefined || executablePath === undefined)('the window attached to Apache', () => {
  let server: LabServer
  let browser: Browser
  let page: Page
  let window: LabWindow

  beforeAll(async () => {
    const { cluster, java } = fixture
    await cluster.createTopic(TOPIC)
    await java.succeed('QuickProducer', cluster.nameServers, { topic: TOPIC, count: COUNT, more: { '-k': 'order' } })
    await java.succeed('QuickConsumer', cluster.nameServers, { topic: TOPIC, group: GROUP, count: COUNT })
    server = new LabServer()
    await server.start()
    browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }) })
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    window = await LabWindow.open(page, server.url)
  })
  afterAll(async () => {
    await browser?.close()
    await server.dispose()
  })

  const card = () => page.getByRole('article', { name: NAME })
  const mainLink = (name: RegExp) => page.getByRole('navigation', { name: 'main' }).getByRole('link', { name })

  test('an address without a NameServer is refused in the dialog, the right one is attached', async () => {
    await page.getByRole('button', { name: /^Attach a running cluster/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'NameServer addresses' }).fill('127.0.0.1:1')
    await dialog.getByRole('textbox', { name: 'Name in this lab' }).fill(NAME)
    await dialog.getByRole('button', { name: `Attach ${NAME}` }).click()
    await expect(dialog.getByRole('alert')).toContainText('127.0.0.1:1')
    await dialog.getByRole('textbox', { name: 'NameServer addresses' }).fill(fixture.cluster.nameServers)
    await dialog.getByRole('button', { name: `Attach ${NAME}` }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Topology')
  })

  test('the graph shows who is who, and nothing to start, stop or break', async () => {
    const { cluster } = fixture
    await expect(page.getByRole('button', { name: / running$/ })).toHaveCount(3)
    await expect(page.getByText(cluster.address('broker-a'))).toBeVisible()
    await expect(page.getByText(cluster.address('broker-a-s'))).toBeVisible()
    await expect(page.getByRole('button', { name: /^broker-a, master of group broker-a, running$/ })).toHaveCount(1)
    await expect(page.getByRole('button', { name: /^broker-a-s, slave of broker-a, running$/ })).toHaveCount(1)
    await expect(page.getByText('not ours').first()).toBeVisible()
    await expect(window.answer).toContainText(
      'nodes of an attached cluster answer; the lab watches and owns none of them',
    )
    await expect(page.getByRole('button', { name: /^(Break…|Stop all|Start all)$/ })).toHaveCount(0)
    await page.getByRole('button', { name: /^broker-a, master of group broker-a, running$/ }).click()
    await expect(window.drawer).toContainText('5.3.3')
    await expect(window.drawer.getByRole('button', { name: /^(Stop|kill -9|Freeze|Restart)$/ })).toHaveCount(0)
    await window.takeShots('attached-topology')
  })

  test('the card says attached, read only and what it is', async () => {
    await mainLink(/^Clusters/).click()
    await expect(card()).toContainText('attached')
    await expect(card()).toContainText('read only')
    await expect(card()).toContainText(fixture.cluster.nameServers)
    await expect(card()).toContainText('3 / 3')
    await expect(card().getByRole('button', { name: 'Stop' })).toHaveCount(0)
    await window.takeShots('attached-card')
  })

  test('replication is told from outside, its lag as an estimate', async () => {
    await card().getByRole('link', { name: NAME }).click()
    await window.go('Replication')
    const row = page.getByRole('grid', { name: 'Pairs' }).getByRole('row').filter({ hasText: '→' })
    await expect(row).toHaveCount(1)
    await expect(row).toContainText('in sync')
    await expect(row.locator('[title*="stimate"]')).toHaveCount(1)
    await expect(row).toContainText('not ours')
    await window.takeShots('attached-replication')
  })

  test('topics, groups and messages are Apache’s', async () => {
    await window.go('Topics')
    await page.getByText(TOPIC, { exact: true }).first().click()
    await expect(window.answer).toContainText(TOPIC)
    await mainLink(/^Groups/).click()
    await page.getByText(GROUP, { exact: true }).first().click()
    await expect(window.answer).toContainText(GROUP)
    await expect(page.getByRole('main')).toContainText(TOPIC)
    await mainLink(/^Messages/).click()
    await page.getByRole('combobox', { name: 'Topic' }).click()
    await page.getByRole('option', { name: TOPIC, exact: true }).click()
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await expect(window.answer).toHaveText(`${COUNT} messages of ${TOPIC}, newest first.`)
    await window.takeShots('attached-messages')
  })

  test('reading only refuses every write with the reason', async () => {
    await window.go('Topics')
    await expect(page.getByRole('button', { name: 'Create topic' })).toBeDisabled()
    await expect(page.getByRole('button', { name: 'Create topic' })).toHaveAttribute('title', /read/)
    await window.go('Send')
    await page.getByRole('button', { name: 'Send one' }).click()
    await expect(page.getByRole('alert')).toContainText(/reading only/)
  })

  test('a write that was allowed asks, and is done at Apache’s broker', async () => {
    await mainLink(/^Clusters/).click()
    await page.getByRole('button', { name: `More actions for ${NAME}` }).click()
    await page.getByRole('menuitem', { name: 'Allow changes…' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Allow changes to ${NAME}` })
      .click()
    await expect(card()).toContainText('changes allowed')
    await card().getByRole('link', { name: NAME }).click()
    await window.go('Topics')
    await page.getByRole('button', { name: 'Create topic' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('The change holds for everybody who uses it.')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('MadeHere')
    await dialog.getByRole('button', { name: 'Create MadeHere' }).click()
    await expect(dialog).toHaveCount(0)
    const { output } = await fixture.java.mqadmin('topicRoute', fixture.cluster.nameServers, '-t', 'MadeHere')
    expect(output).toContain('"brokerName":"broker-a"')
  })

  test('detached, the window forgets it and Apache runs on', async () => {
    await mainLink(/^Clusters/).click()
    await card().getByRole('button', { name: 'Detach…' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Detach ${NAME}` })
      .click()
    await expect(card()).toHaveCount(0)
    expect(fixture.cluster.processes.every((each) => each.running)).toBe(true)
  })
})
