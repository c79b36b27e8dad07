/**
 * The window in the hands of a user: where things stand and what is clicked, in one language (English) and found by role and
 * name. Pictures of a station are taken in both languages and themes, which changes nothing else.
 */
import { expect as strictExpect, type Locator, type Page } from '@playwright/test'

/** Six processes, a service and a browser share two cores with whatever else runs: what is no promise may take its time. */
const PATIENCE_MS = 90_000
export const expect = strictExpect.configure({ timeout: PATIENCE_MS })

const SHOTS = 'test-results/shots'

export type Screen =
  'Topology' | 'Replication' | 'Send' | 'Receive' | 'Accounting' | 'Topics' | 'Logs' | 'Configuration'

export interface SendFields {
  readonly topic?: string
  readonly count?: number
  readonly rate?: number
  readonly body?: string
  /** Group whose deliveries are counted; null: none. */
  readonly countedIn?: string | null
  readonly timeoutMs?: number
  /** As the list shows it: `broker-a 0`. */
  readonly queue?: string
}

export class LabWindow {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Opens a page at an address that signs it in, in English and in the light theme. */
  static async open(page: Page, url: string): Promise<LabWindow> {
    // As text: the interop suite uses this file too, and its types know no browser.
    await page.addInitScript(`
      localStorage.setItem('mqlab.language', localStorage.getItem('mqlab.language') ?? 'en')
      localStorage.setItem('mqlab.theme', localStorage.getItem('mqlab.theme') ?? 'light')
    `)
    await page.goto(url)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    return new LabWindow(page)
  }

  /** The sentence that answers the screen's question. */
  get answer(): Locator {
    return this.page.getByTestId('answer')
  }

  get drawer(): Locator {
    return this.page.getByRole('complementary')
  }

  /** Its row in the table of pairs on Replication. */
  pairRow(master: string, slave: string): Locator {
    return this.page.getByRole('grid', { name: 'Pairs' }).getByRole('row', { name: `${master} → ${slave}` })
  }

  /** Its card in the graph. */
  card(node: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${node}, `) })
  }

  /** Its label in the graph. */
  link(master: string, slave: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Link ${master} to ${slave}, `) })
  }

  async go(screen: Screen): Promise<void> {
    const links = this.page.getByRole('navigation', { name: 'main' })
    // A badge is part of the name: "Replication 1 pair is not in sync".
    await links.getByRole('link', { name: new RegExp(`^${screen}( \\d|$)`) }).click()
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(screen)
  }

  /** From the first page of an empty lab to a cluster whose nodes all run. */
  async createFromFirstPage(topology: string, nodes: number): Promise<void> {
    await this.page.getByRole('button', { name: `Create and start ${topology}` }).click()
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Topology')
    await expect(this.page.getByRole('button', { name: / running$/ })).toHaveCount(nodes)
  }

  /** Opens the drawer of a node. */
  async openNode(node: string): Promise<Locator> {
    await this.card(node).click()
    await expect(this.drawer.getByRole('heading', { level: 2, name: node, exact: true })).toBeVisible()
    return this.drawer
  }

  /** Presses one of the buttons of a node. */
  async act(node: string, action: 'Start' | 'Stop' | 'kill -9'): Promise<void> {
    const drawer = await this.openNode(node)
    await drawer.getByRole('button', { name: action, exact: true }).click()
  }

  /** Chooses what loses data from a node's menu, types its name and confirms. */
  async confirmTyped(node: string, action: 'Wipe data…' | 'Clone anew…', button: RegExp): Promise<void> {
    const drawer = await this.openNode(node)
    await drawer.getByRole('button', { name: 'More actions' }).click()
    await this.page.getByRole('menuitem', { name: action }).click()
    const dialog = this.page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: button })
    await expect(confirm).toBeDisabled()
    await dialog.getByRole('textbox', { name: `Type ${node} to confirm` }).fill(node)
    await confirm.click()
    await expect(dialog).toHaveCount(0)
  }

  /** Opens the popover of a link in the graph and disturbs both directions. */
  async cutLink(master: string, slave: string): Promise<void> {
    await this.link(master, slave).click()
    const popover = this.page.getByRole('dialog', { name: `${master} → ${slave}` })
    await popover.getByText('Cut', { exact: true }).click()
    await popover.getByText('↔ both', { exact: true }).click()
    await popover.getByRole('button', { name: 'Cut the link' }).click()
    await expect(popover).toHaveCount(0)
  }

  async healLink(master: string, slave: string): Promise<void> {
    await this.link(master, slave).click()
    const popover = this.page.getByRole('dialog', { name: `${master} → ${slave}` })
    await popover.getByRole('button', { name: 'Heal', exact: true }).click()
    await expect(popover).toHaveCount(0)
  }

  async createTopic(topic: string): Promise<void> {
    await this.go('Topics')
    await this.page
      .getByRole('button', { name: /^Create (a )?topic$/ })
      .first()
      .click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill(topic)
    await dialog.getByRole('button', { name: `Create ${topic}` }).click()
    await expect(dialog).toHaveCount(0)
  }

  /** Starts a consumer of the group; its card. */
  async startConsumer(group: string, topic: string, number: number): Promise<Locator> {
    await this.go('Receive')
    await this.page.getByRole('combobox', { name: 'Topic' }).fill(topic)
    await this.page.getByRole('combobox', { name: 'Group' }).fill(group)
    await this.page.getByRole('button', { name: 'Start consuming' }).click()
    const card = this.consumer(number)
    await expect(card).toContainText('consuming')
    return card
  }

  consumer(number: number): Locator {
    return this.page.getByRole('region', { name: `consumer ${number}` })
  }

  async fillSend(fields: SendFields): Promise<void> {
    await this.go('Send')
    const { page } = this
    if (fields.topic !== undefined) await page.getByRole('combobox', { name: 'Topic' }).fill(fields.topic)
    if (fields.body !== undefined) await page.getByRole('textbox', { name: 'Body' }).fill(fields.body)
    if (fields.queue !== undefined) {
      await page.getByRole('combobox', { name: 'Queue' }).click()
      await page.getByRole('option', { name: fields.queue, exact: true }).click()
    }
    if (fields.count !== undefined) await page.getByRole('textbox', { name: 'Count' }).fill(String(fields.count))
    if (fields.rate !== undefined) await page.getByRole('textbox', { name: 'Rate' }).fill(String(fields.rate))
    if (fields.timeoutMs !== undefined) {
      await page.getByRole('textbox', { name: 'Timeout' }).fill(String(fields.timeoutMs))
    }
    if (fields.countedIn !== undefined) {
      await page.getByRole('checkbox', { name: 'Accounting' }).setChecked(fields.countedIn !== null)
    }
    if (typeof fields.countedIn === 'string') {
      await page.getByRole('combobox', { name: 'Counted in group' }).fill(fields.countedIn)
    }
  }

  /** Starts the run that the form says; its accounting. */
  async startRun(number: number, fields: SendFields): Promise<Locator> {
    await this.fillSend(fields)
    await this.page.getByRole('button', { name: `Start run ${number}` }).click()
    const account = this.page.locator(`[data-testid="run-account"][data-run="${number}"]`)
    await expect(account).toBeVisible()
    return account
  }

  /** Sends the message of the form; the newest row of the results. */
  async sendOne(): Promise<Locator> {
    const rows = this.page.getByRole('table', { name: 'Latest results' }).getByRole('row')
    const before = await rows.count()
    await this.page.getByRole('button', { name: 'Send one' }).click()
    await expect(rows).toHaveCount(before + 1)
    return rows.nth(1)
  }

  /** The picture of a station in each theme and language. */
  async takeShots(station: string): Promise<void> {
    for (const [theme, language] of [
      ['light', 'zh'],
      ['dark', 'zh'],
      ['dark', 'en'],
      ['light', 'en'],
    ] as const) {
      await this.show(theme, language)
      await this.page.screenshot({ path: `${SHOTS}/${station}-${theme}-${language}.png`, animations: 'disabled' })
    }
  }

  /** As another tab of the same browser changes it: nothing here loses its focus. */
  async show(theme: 'light' | 'dark', language: 'en' | 'zh'): Promise<void> {
    await this.page.evaluate(`
      localStorage.setItem('mqlab.theme', '${theme}')
      localStorage.setItem('mqlab.language', '${language}')
      dispatchEvent(new StorageEvent('storage', { key: 'mqlab.theme' }))
    `)
    const root = this.page.locator('html')
    await expect(root).toHaveAttribute('data-theme', theme)
    await expect(root).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en')
  }
}
