/**
 * The Topology screen against real nodes: a killed master is told with what it means, a cut link is expected, seen and healed, a
 * wiped master's slave shows as diverged and is cloned, clients stand below, the keyboard walks the graph, the table carries the same.
 */
import { execFileSync, spawn } from 'node:child_process'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Cookie } from '@playwright/test'
import { LabServer } from './support/lab-server.ts'

const CLUSTER = 'orders'

test.describe('topology of a 2m-2s cluster', () => {
  test.describe.configure({ mode: 'serial' })
  const server = new LabServer()

  let cookies: Cookie[]

  /** The launch token serves once: the session it gives is handed to every page. */
  test.beforeAll(async ({ browser }) => {
    await server.start()
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(server.url)
    await expect(page.locator('nav')).toBeVisible()
    cookies = await context.cookies()
    await context.close()
    server.mqlab('up', '2m-2s-async', '--name', CLUSTER)
  })
  test.afterAll(() => server.dispose())

  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('mqlab.language', 'en'))
    await page.context().addCookies(cookies)
    await page.goto(`${server.origin}/c/${CLUSTER}/topology`)
    await expect(page.locator('[data-node="broker-a"]')).toBeVisible()
  })

  test('shows who follows whom and passes axe', async ({ page }) => {
    await expect(page.getByTestId('answer')).toContainText('All six nodes run.')
    await expect(page.getByRole('button', { name: /^broker-a-s, slave of broker-a, running/ })).toBeVisible()
    await expect(page.getByRole('button', { name: /^Link broker-a to broker-a-s/ })).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map((each) => each.id)).toEqual([])
  })

  test('a killed master: its group is read only, and the drawer says what that means', async ({ page }) => {
    await page.locator('[data-node="broker-a"]').click()
    await page.getByRole('complementary').getByRole('button', { name: 'kill -9' }).click()
    await expect(page.locator('[data-node="broker-a-s"][data-state="read-only"]')).toBeVisible({ timeout: 5000 })
    await expect(page.getByTestId('answer')).toContainText('Its group can be read from broker-a-s')
    await expect(page.getByText('Sending: only to broker-b')).toBeVisible()
    await page.getByRole('complementary').getByRole('button', { name: 'Start', exact: true }).click()
    await expect(page.locator('[data-link="broker-a>broker-a-s"][data-state="in-sync"]')).toBeVisible({
      timeout: 20_000,
    })
  })

  test('a cut link says what to expect before, shows as cut, and heals', async ({ page }) => {
    await page.getByRole('button', { name: /^Link broker-b to broker-b-s/ }).click()
    const popover = page.getByRole('dialog', { name: 'broker-b → broker-b-s' })
    await popover.getByText('Cut', { exact: true }).click()
    await expect(popover.getByTestId('expectation')).toContainText('haHousekeepingInterval')
    await expect(page.getByTestId('command')).toContainText('mqlab fault broker-b cut --peer broker-b-s')
    await popover.getByRole('button', { name: 'Cut the link' }).click()
    await expect(page.locator('[data-link="broker-b>broker-b-s"][data-state="cut"]')).toBeVisible({ timeout: 8000 })
    await page.getByRole('button', { name: /^Link broker-b to broker-b-s/ }).click()
    await popover.getByRole('button', { name: 'Heal' }).click()
    await expect(page.locator('[data-link="broker-b>broker-b-s"][data-state="in-sync"]')).toBeVisible({
      timeout: 30_000,
    })
  })

  test('a wiped master leaves its slave diverged, which is cloned anew', async ({ page }) => {
    const { clusters } = JSON.parse(server.mqlab('status', '--json')) as { clusters: { namesrvAddr: string }[] }
    const words = ['quickstart', 'producer', '-n', clusters[0]?.namesrvAddr ?? '', '--count', '100', '--quiet']
    execFileSync(process.execPath, ['dist/mqlab.js', ...words])
    await page.locator('[data-node="broker-a"]').click()
    await page.getByRole('complementary').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Wipe data' }).click()
    await expect(page.getByText('Its store is deleted')).toBeVisible()
    await page.getByRole('textbox', { name: 'Type broker-a to confirm' }).fill('broker-a')
    await page.getByRole('button', { name: 'Stop and wipe broker-a' }).click()
    await expect(page.locator('[data-node="broker-a-s"][data-state="diverged"]')).toBeVisible({ timeout: 30_000 })
    await page.locator('[data-node="broker-a-s"]').click()
    await expect(page.getByText('Two histories')).toBeVisible()
    await page.getByRole('complementary').getByRole('button', { name: 'Clone anew' }).first().click()
    await page.getByRole('textbox', { name: 'Type broker-a-s to confirm' }).fill('broker-a-s')
    await page.getByRole('button', { name: 'Clone broker-a-s anew' }).click()
    await expect(page.locator('[data-node="broker-a-s"][data-state="running"]')).toBeVisible({ timeout: 30_000 })
    // What the red notice told is over; it stays under the bell and says so.
    await expect(page.getByRole('region', { name: 'Notices' })).not.toContainText('another history')
    await page.getByRole('button', { name: /^Notices/ }).click()
    await expect(page.getByRole('article').filter({ hasText: 'another history' })).toContainText('Over since')
  })

  test('a consumer stands below the graph with lines to its brokers, in the table too; a switch hides it for good', async ({
    page,
  }) => {
    const { clusters } = JSON.parse(server.mqlab('status', '--json')) as { clusters: { namesrvAddr: string }[] }
    const words = ['quickstart', 'consumer', '-n', clusters[0]?.namesrvAddr ?? '', '--group', 'readers', '--quiet']
    const consumer = spawn(process.execPath, ['dist/mqlab.js', ...words], { stdio: 'ignore' })
    try {
      const card = page.getByRole('button', { name: /^readers, 1 consumer, connected to broker-/ })
      await expect(card).toBeVisible({ timeout: 60_000 })
      await card.click()
      await expect(card).toHaveAttribute('aria-pressed', 'true')
      await expect(page.locator('[data-client-line]').first()).toBeVisible()
      await expect(page.getByTestId('command')).toContainText('consumerConnection -g readers')
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map((each) => each.id)).toEqual([])
      await page.getByText('Table', { exact: true }).click()
      await expect(page.getByRole('grid', { name: `Clients of ${CLUSTER}` })).toContainText('readers')
      await page.getByText('Graph', { exact: true }).click()
      await page.getByRole('button', { name: /^Clients \d/ }).click()
      await expect(card).toHaveCount(0)
      // Leaving the screen saves at once what the half second had not.
      await page.getByRole('link', { name: 'Replication' }).first().click()
      await page.goBack()
      await expect(page.getByRole('button', { name: 'Clients', exact: true })).toHaveAttribute('aria-pressed', 'false')
      await expect(card).toHaveCount(0)
    } finally {
      consumer.kill()
    }
  })

  test('arrows walk the graph, Shift moves a card, the place outlives a reload, Tidy resets it', async ({ page }) => {
    await page.locator('[data-node="broker-a"]').focus()
    await page.keyboard.press('ArrowRight')
    await expect(page.locator('[data-node="broker-a-s"]')).toBeFocused()
    await page.keyboard.press('.')
    await expect(page.getByRole('menu', { name: 'Actions of broker-a-s' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.locator('[data-node="broker-a-s"]')).toBeFocused()
    await page.keyboard.press('Shift+ArrowDown')
    const tidy = page.getByRole('button', { name: 'Tidy' })
    await expect(tidy).toBeVisible()
    // Leaving the screen saves at once what the half second had not.
    await page.getByRole('link', { name: 'Replication' }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: 'Replication' })).toBeVisible()
    await page.goBack()
    await expect(tidy).toBeVisible()
    await page.goto(`${server.origin}/c/${CLUSTER}/topology`)
    await tidy.click()
    await expect(tidy).toBeHidden()
  })

  test('the table carries nodes and links, and its view is in the address', async ({ page }) => {
    await page.getByText('Table', { exact: true }).click()
    await expect(page).toHaveURL(/view=table/)
    await expect(page.getByRole('grid', { name: `Nodes of ${CLUSTER}` })).toContainText('broker-b-s')
    await page.getByRole('button', { name: 'Disturb…' }).first().click()
    await expect(page.getByRole('dialog', { name: /broker-a → broker-a-s/ })).toBeVisible()
  })
})
