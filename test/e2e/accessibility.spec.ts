/**
 * Every screen of a running cluster as somebody reaches it by its link: the right address, one heading, nothing that axe objects
 * to, nothing that the browser refuses or reports, in both languages and themes. And the daily bread without a mouse.
 */
import AxeBuilder from '@axe-core/playwright'
import { type Cookie, type Locator, type Page, test } from '@playwright/test'
import { LabServer } from './support/lab-server.ts'
import { expect, LabWindow } from './support/lab-window.ts'

const SHOTS = 'test-results/shots'
const CLUSTER = '2m-2s-async'

type Theme = 'light' | 'dark'
type Language = 'en' | 'zh'

interface Screen {
  readonly name: string
  readonly path: string
  readonly title: Readonly<Record<Language, string>>
  /** What is there once the screen has what it asked the service for. */
  readonly content: string
}

const SCREENS: readonly Screen[] = [
  screen('clusters', '/clusters', 'Clusters', '集群', 'main article'),
  screen('new-cluster', '/clusters/new', 'New cluster', '新建集群', 'main pre, main code'),
  screen('topology', `/c/${CLUSTER}/topology`, 'Topology', '拓扑', '[data-node="broker-b-s"]'),
  screen('replication', `/c/${CLUSTER}/replication`, 'Replication', '主从复制', '[data-testid="chart-lag"] canvas'),
  screen('logs', `/c/${CLUSTER}/logs`, 'Logs', '日志', 'main .xterm'),
  screen('send', `/c/${CLUSTER}/send`, 'Send', '发送', '[data-testid="run-account"]'),
  screen('receive', `/c/${CLUSTER}/receive`, 'Receive', '接收', 'main :text("Hello RocketMQ")'),
  screen('accounting', `/c/${CLUSTER}/runs`, 'Accounting', '对账', '[data-testid="run-account"]'),
  screen('messages', `/c/${CLUSTER}/messages`, 'Messages', '消息查询', 'main input'),
  screen('topics', `/c/${CLUSTER}/topics`, 'Topics', 'Topic', 'main :is(tr, [role="row"]):has-text("TopicTest")'),
  screen('groups', `/c/${CLUSTER}/groups`, 'Groups', '消费组', 'main :is(tr, [role="row"]):has-text("readers")'),
  screen('clients', `/c/${CLUSTER}/clients`, 'Clients', '客户端', 'main :is(tr, [role="row"]):has-text("readers")'),
  screen('config', `/c/${CLUSTER}/config`, 'Configuration', '配置', 'main .cm-editor'),
  screen('mqadmin', `/c/${CLUSTER}/mqadmin`, 'mqadmin', 'mqadmin', 'main .xterm'),
]

function screen(name: string, path: string, en: string, zh: string, content: string): Screen {
  return { name, path, title: { en, zh }, content }
}

test.describe.serial('every screen of a running cluster', () => {
  let server: LabServer
  let cookies: Cookie[] = []

  test.beforeAll(async () => {
    server = new LabServer()
    await server.start()
  })
  test.afterAll(async () => {
    await server.dispose()
  })

  test('a cluster is created and a node of it killed and started without a mouse', async ({ page }) => {
    test.setTimeout(300_000)
    const window = await LabWindow.open(page, server.url)
    // The launch address serves once: the session that it gave is handed on.
    cookies = await page.context().cookies()

    await test.step('from the first page by Tab and Enter', async () => {
      await page.keyboard.press('Tab')
      await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
      await page.keyboard.press('Enter')
      await tabTo(page, page.getByRole('button', { name: `Create and start ${CLUSTER}` }))
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Topology')
      await expect(page.getByRole('button', { name: / running$/ })).toHaveCount(6)
    })

    await test.step('arrows lead over the graph, a full stop opens the menu, Enter kills', async () => {
      await tabTo(page, page.locator('[data-node="n1"]'))
      for (const [key, node] of [
        ['ArrowRight', 'n2'],
        ['ArrowDown', 'broker-a-s'],
        ['ArrowDown', 'broker-b'],
      ] as const) {
        await page.keyboard.press(key)
        await expect(page.locator(`[data-node="${node}"]`)).toBeFocused()
      }
      await page.keyboard.press('.')
      await chooseItem(page, 'kill -9')
      await expect(window.card('broker-b')).toHaveAccessibleName(/crashed|killed/)
      await expect(window.answer).toContainText('broker-b is down, you killed it')
    })

    await test.step('the palette starts it again', async () => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search, or run a command' }).fill('start broker-b')
      await expect(page.getByRole('option', { selected: true })).toContainText('broker-b')
      await page.keyboard.press('Enter')
      await expect(window.card('broker-b')).toHaveAccessibleName(/running$/)
    })

    await test.step('the drawer is left with Escape and the focus is where it was', async () => {
      await tabTo(page, window.card('broker-b'))
      await page.keyboard.press('Enter')
      await expect(window.drawer).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(window.drawer).toHaveCount(0)
      await expect(window.card('broker-b')).toBeFocused()
    })

    await test.step('something to look at: messages, a consumer, a run', async () => {
      await window.startConsumer('readers', 'TopicTest', 1)
      const account = await window.startRun(1, { count: 200, rate: 200, countedIn: 'readers' })
      await expect(account).toHaveAttribute('data-state', 'ended')
    })
  })

  for (const [theme, language] of [
    ['light', 'en'],
    ['dark', 'zh'],
    ['light', 'zh'],
    ['dark', 'en'],
  ] as const) {
    test(`by its link: address, heading, a clean axe, no refusals (${theme}, ${language})`, async ({ page }) => {
      test.setTimeout(300_000)
      const trouble = listenForTrouble(page)
      await page.addInitScript(
        ([theme, language]) => {
          localStorage.setItem('mqlab.theme', theme)
          localStorage.setItem('mqlab.language', language)
          addEventListener('securitypolicyviolation', (event) => {
            console.error(`refused: ${event.violatedDirective} ${event.blockedURI}`)
          })
        },
        [theme, language] as const,
      )
      await page.context().addCookies(cookies)
      await page.goto(`${server.origin}/c/${CLUSTER}/topology`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const main = page.getByRole('navigation').first()
      for (const each of SCREENS) {
        await main.locator(`a[href="${each.path}"]`).click()
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(each.title[language])
        expect(new URL(page.url()).pathname.startsWith(each.path)).toBe(true)
        await expect(page.locator('h1')).toHaveCount(1)
        await expect(page.locator(each.content).first()).toBeVisible()
        await expect(page.locator('main [class^="_loading_"]')).toHaveCount(0)
        await checkWithAxe(page, each.name)
        await takeShot(page, each.name, theme, language)
      }
      expect(trouble).toEqual([])
    })
  }
})

/** Whatever the browser complains of, from now on. */
function listenForTrouble(page: Page): string[] {
  const trouble: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text())
  })
  page.on('pageerror', (error) => trouble.push(error.message))
  return trouble
}

async function checkWithAxe(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${name}, ${id}: ${nodes.map((node) => node.html).join(' ')}`)
  expect(found).toEqual([])
}

async function takeShot(page: Page, name: string, theme: Theme, language: Language): Promise<void> {
  await page.screenshot({ path: `${SHOTS}/screen-${name}-${theme}-${language}.png`, animations: 'disabled' })
}

/** Presses Tab until the element has the focus; more stops than a screen has would be a trap. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let stops = 0; stops < 80; stops++) {
    await page.keyboard.press('Tab')
    if (await element.evaluate((each) => each === document.activeElement)) return
  }
  throw new Error(`80 times Tab do not lead to ${String(element)}`)
}

/** Goes down the open menu to the item and presses Enter. */
async function chooseItem(page: Page, name: string): Promise<void> {
  const item = page.getByRole('menuitem', { name })
  await expect(item).toBeVisible()
  for (let steps = 0; steps < 20; steps++) {
    if (await item.evaluate((each) => each === document.activeElement)) break
    await page.keyboard.press('ArrowDown')
  }
  await expect(item).toBeFocused()
  await page.keyboard.press('Enter')
}
