/** The frame around every screen: navigation, language, theme, palette, keys, a service that goes away. */
import { expect, test } from '@playwright/test'
import type { Cookie, Page } from '@playwright/test'
import { LabServer } from './support/lab-server.ts'

const CLUSTER = 'one'
const SCREENS = [
  'topology',
  'replication',
  'logs',
  'send',
  'receive',
  'runs',
  'messages',
  'topics',
  'groups',
  'clients',
  'config',
  'mqadmin',
] as const

let server: LabServer
let cookies: Cookie[]

/** The launch token serves once: the session it gives is handed to every page. */
test.beforeAll(async ({ browser }) => {
  server = new LabServer()
  await server.start()
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(server.url)
  await expect(page.locator('nav')).toBeVisible()
  cookies = await context.cookies()
  await context.close()
  server.mqlab('up', 'single', '--name', CLUSTER)
})

test.afterAll(async () => {
  await server.dispose()
})

/** A signed-in page in one language and theme. */
async function open(page: Page, path: string, language: 'en' | 'zh' = 'en', theme: 'light' | 'dark' = 'light') {
  await page.context().addCookies(cookies)
  await page.addInitScript(
    ([lang, scheme]) => {
      if (localStorage.getItem('mqlab.language') === null) localStorage.setItem('mqlab.language', lang)
      if (localStorage.getItem('mqlab.theme') === null) localStorage.setItem('mqlab.theme', scheme)
    },
    [language, theme] as const,
  )
  await page.goto(`${server.origin}${path}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** Refusals by the Content Security Policy and Trusted Types, and errors, from now on. */
function listenForTrouble(page: Page): string[] {
  const trouble: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text())
  })
  page.on('pageerror', (error) => trouble.push(error.message))
  return trouble
}

const NAV = 'nav'
const linksOf = (page: Page): Promise<string[]> =>
  page.locator(`${NAV} a`).evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))

test.describe.serial('the frame', () => {
  test('has the same links on every screen, a heading each and no refusals', async ({ page }) => {
    const trouble = listenForTrouble(page)
    await open(page, '/clusters', 'en', 'light')
    await expect(page.locator(`${NAV} a`)).toHaveCount(SCREENS.length + 2)
    const links = await linksOf(page)
    for (const path of ['/clusters', '/clusters/new', ...SCREENS.map((screen) => `/c/${CLUSTER}/${screen}`)]) {
      await page.locator(`${NAV} a[href="${path}"]`).click()
      await expect(page.locator(`${NAV} a[aria-current="page"]`)).toHaveAttribute('href', path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(await linksOf(page)).toEqual(links)
    }
    expect(trouble).toEqual([])
  })

  test('changes language and theme at once and keeps them over a reload', async ({ page }) => {
    await open(page, `/c/${CLUSTER}/topology`)
    await page.getByRole('button', { name: '切换到中文' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('拓扑')
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
    await page.getByRole('button', { name: '主题与快捷键' }).click()
    await page.getByRole('menuitemradio', { name: '深色' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('拓扑')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  })

  test('finds a screen by pinyin and shows a command before it runs', async ({ page }) => {
    await open(page, '/clusters', 'zh')
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: '搜索，或执行命令' })
    await field.fill('zhucong')
    await expect(page.getByRole('option', { selected: true })).toContainText('主从复制')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`${server.origin}/c/${CLUSTER}/replication`)
    await page.keyboard.press('Control+k')
    await field.fill('dongjie broker')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('dialog')).toContainText(/mqlab pause broker\S* --name one/)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('opens the palette from within a terminal', async ({ page }) => {
    await open(page, `/c/${CLUSTER}/mqadmin`)
    await page.locator('main .xterm').click()
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: 'Search, or run a command' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('goes by letters outside inputs only, and not at all when they are switched off', async ({ page }) => {
    await open(page, `/c/${CLUSTER}/topology`)
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await expect(page).toHaveURL(`${server.origin}/c/${CLUSTER}/send`)
    await page.getByRole('textbox').first().focus()
    await page.keyboard.type('gt')
    await expect(page).toHaveURL(`${server.origin}/c/${CLUSTER}/send`)
    await page.locator('main').focus()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Theme and keys' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Single letters are keys' }).click()
    await page.keyboard.press('Escape')
    await page.locator('main').focus()
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await expect(page).toHaveURL(`${server.origin}/c/${CLUSTER}/send`)
  })

  test('works in a window of 1024x640 without a scroll bar of the page', async ({ page }) => {
    await page.setViewportSize({ width: 1024, height: 640 })
    await open(page, `/c/${CLUSTER}/topology`)
    const { width, height } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }))
    expect([width, height]).toEqual([1024, 640])
    await expect(page.getByRole('link', { name: 'Replication' })).toBeVisible()
  })

  test('says that the service is gone, counts down, and is as before once it is back', async ({ page }) => {
    await open(page, `/c/${CLUSTER}/topology`)
    const pids = server.nodePids()
    await server.end('SIGKILL')
    const bar = page.getByRole('region', { name: 'Lab service does not answer' })
    await expect(bar).toContainText(/Nodes run on; figures are those of \d\d:\d\d:\d\d/)
    await expect(bar).toContainText(/Next try in \d+ s|Trying now/)
    expect(server.nodePids()).toEqual(pids)
    await server.start()
    await expect(bar).toHaveCount(0)
    await expect(page.getByRole('contentinfo')).toContainText('2 of 2 nodes run')
    await expect(page).toHaveURL(`${server.origin}/c/${CLUSTER}/topology`)
  })
})
