import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { LabHome } from './support/lab-home.ts'
import type { ProgramRun } from './support/programs.ts'

interface Problem {
  readonly id: string
  readonly severity: string
  readonly file: string | null
  readonly line: number | null
  readonly key: string | null
  readonly value: string | null
  readonly message: string
  readonly fix: string | null
}

const home = new LabHome()
afterAll(() => home.remove())

const SEEDS = 'test/fixtures/seeds'
const KEYS = ['id', 'severity', 'file', 'line', 'key', 'value', 'message', 'fix']

let folders = 0
function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  folders += 1
  const folder = join(home.folder, `files-${folders}`)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

const lint = (...args: string[]): Promise<ProgramRun> => home.mqlab('lint', ...args)

async function problems(...args: string[]): Promise<{ problems: Problem[]; exitCode: number | null }> {
  const run = await lint(...args, '--json')
  const answer = JSON.parse(run.stdout) as Record<string, unknown>
  expect(Object.keys(answer)).toEqual(['problems'])
  return { problems: answer['problems'] as Problem[], exitCode: run.exitCode }
}

const GOOD =
  'brokerClusterName=c\nbrokerName=broker-a\nbrokerId=0\nbrokerRole=ASYNC_MASTER\nnamesrvAddr=127.0.0.1:9876\n' +
  'brokerIP1=127.0.0.1\nlistenPort=10911\nstorePathRootDir=/data/a\n'

describe('mqlab lint', () => {
  test('a file without mistakes: nothing but the summary, exit 0', async () => {
    const folder = folderWith({ 'a.properties': GOOD })
    const run = await lint(join(folder, 'a.properties'))
    expect(run).toMatchObject({ exitCode: 0, stdout: '1 file: 0 errors, 0 warnings, 0 hints\n', stderr: '' })
    expect(await problems(join(folder, 'a.properties'))).toEqual({ problems: [], exitCode: 0 })
  })

  test('--json: every key of every problem, null where there is nothing, exit 1 for an error', async () => {
    const folder = folderWith({ 'a.properties': `${GOOD.replace(/namesrvAddr.*\n/, '')}fileReservedTime=48 \n` })
    const { problems: found, exitCode } = await problems(join(folder, 'a.properties'))
    expect(exitCode).toBe(1)
    for (const problem of found) expect(Object.keys(problem)).toEqual(KEYS)
    expect(found).toMatchObject([
      {
        id: 'value-trailing-blank',
        severity: 'error',
        file: join(folder, 'a.properties'),
        line: 8,
        key: 'fileReservedTime',
        value: '48 ',
        fix: 'remove the blanks at the end of the line',
      },
      { id: 'namesrv-missing', severity: 'warning', line: null, key: null, value: null },
    ])
  })

  test('warnings and hints alone are exit 0, in both languages', async () => {
    const folder = folderWith({ 'a.properties': `${GOOD}diskMaxUsedSpaceRatio=88\n` })
    const english = await lint(join(folder, 'a.properties'))
    const chinese = await lint(join(folder, 'a.properties'), '--lang', 'zh')
    expect([english.exitCode, chinese.exitCode]).toEqual([0, 0])
    expect(english.stdout).toMatch(
      /\n +9 {2}warning {2}diskMaxUsedSpaceRatio=88 .*\[disk-ratio-above-forced-clean\]\n +fix: /,
    )
    expect(english.stdout).toContain('1 file: 0 errors, 1 warning, 0 hints\n')
    expect(chinese.stdout).toMatch(/\n +9 {2}警告 {2}diskMaxUsedSpaceRatio=88 .*\n +解决办法：/)
    expect(chinese.stdout).toContain('1 个文件：0 个错误，1 个警告，0 个提示\n')
  })

  test('the folders of a folder are machines; --host says so for files', async () => {
    const other = GOOD.replaceAll('broker-a', 'broker-b').replace('/data/a', '/data/b')
    const folder = folderWith({ 'host-1/a.properties': GOOD, 'host-1/b.properties': other })
    const ids = async (...args: string[]): Promise<string[]> => (await problems(...args)).problems.map(({ id }) => id)
    const files = [join(folder, 'host-1/a.properties'), join(folder, 'host-1/b.properties')]
    expect(await ids(folder)).toContain('port-collision-same-host')
    expect(await ids(...files)).not.toContain('port-collision-same-host')
    expect(await ids(...files, '--host', `m=${files.join(',')}`)).toContain('port-collision-same-host')
    expect(await ids('--host', `m=${files.join(',')}`)).toContain('port-collision-same-host')
    expect(await ids(...files, '--host', 'm=a.properties', '--host', 'n=b.properties')).not.toContain(
      'port-collision-same-host',
    )
    expect(await ids('--host', `10.0.0.5=${files[0] ?? ''}`)).toContain('broker-ip-not-local')
  })

  test('what cannot be obeyed is exit 2 and names it', async () => {
    const folder = folderWith({ 'a.properties': GOOD, 'empty/x.xml': '' })
    const file = join(folder, 'a.properties')
    for (const [args, text] of [
      [['/no/such.properties'], '/no/such.properties'],
      [[file, '/no/such.properties', '--json'], '/no/such.properties'],
      [[join(folder, 'empty')], 'empty'],
      [[], 'no files'],
      [[file, '--host', 'm'], '--host m'],
      [[file, '--host', 'm=/no/such.properties'], '/no/such.properties'],
    ] as const) {
      const run = await lint(...args)
      expect(run.exitCode, args.join(' ')).toBe(2)
      expect(run.stderr).toContain(text)
      expect(run.stdout).toBe('')
    }
  })

  test('the files of seed 003 with DLedger: the misspelled key, the doubled one and the two clusters', async () => {
    const { problems: found, exitCode } = await problems(`${SEEDS}/003-dledger`)
    expect(exitCode).toBe(1)
    const of = (id: string): (string | null)[] => found.filter((problem) => problem.id === id).map(({ file }) => file)
    const slaves = [
      `${SEEDS}/003-dledger/host2/broker-a-s.properties`,
      `${SEEDS}/003-dledger/host3/broker-a-s.properties`,
    ]
    expect(of('unknown-key-typo')).toEqual(slaves)
    expect(of('dledger-cluster-mismatch')).toEqual(slaves)
    expect(of('duplicate-key')).toHaveLength(3)
  })
})

describe('what lies in a folder', () => {
  const manifest = (nodes: readonly { host: string; node: string; file: string }[]): string =>
    JSON.stringify({
      format: 'rocketmq-cluster-lab/topology-1',
      clusterName: 'c',
      hosts: [...new Set(nodes.map(({ host }) => host))].map((name) => ({ name, addresses: [] })),
      nodes: nodes.map((node) => ({ ...node, program: 'broker' })),
    })

  test('an export for containers: machines as its manifest says, what is added to a file is none of its own', async () => {
    const other = GOOD.replaceAll('broker-a', 'broker-b')
    const folder = folderWith({
      'conf/a.properties': GOOD,
      'conf/b.properties': other,
      'container/a.properties': 'storePathRootDir=/store\n',
      'container/b.properties': 'storePathRootDir=/store\n',
      'more/c.properties': 'fileReservedTime=x\n',
      'topology.json': manifest([
        { host: 'host-1', node: 'a', file: 'conf/a.properties' },
        { host: 'host-2', node: 'b', file: 'conf/b.properties' },
      ]),
    })
    const found = (await problems(folder)).problems
    expect(found.filter(({ file }) => file?.includes('/more/') !== true)).toEqual([])
    expect(found.map(({ id }) => id)).toContain('number-format')
  })

  test('a link to nothing is exit 2 and named', async () => {
    const folder = folderWith({ 'a.properties': GOOD })
    symlinkSync('nowhere', join(folder, 'b.properties'))
    const run = await lint(folder)
    expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: `${join(folder, 'b.properties')} is not there\n` })
  })

  test('what a file holds cannot command the terminal, and a line without end is cut', async () => {
    const folder = folderWith({
      'a.properties': `${GOOD}fileReservedTime=\u001b[2J9\ndeleteWhen=${'x'.repeat(100_000)}\n`,
    })
    const { stdout } = await lint(folder)
    expect(stdout).toContain('\\u001b[2J9')
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThan(2100)
  })
})

describe('mqlab lint --fix', () => {
  test('repairs what is safe, keeps the old files and their rights, and leaves every other byte', async () => {
    const folder = folderWith({})
    cpSync(`${SEEDS}/004-2m-2s-sync-crossed`, folder, { recursive: true })
    const file = join(folder, 'host1/broker-a.properties')
    chmodSync(file, 0o640)
    const before = readFileSync(file)
    const run = await lint(folder, '--fix')
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toContain(`${file} repaired, as it was in ${file}.bak`)
    expect(run.stdout).toMatch(/diskMaxUsedSpaceRatio=88 .*\(Use 75\) \[disk-ratio-above-forced-clean\]/)
    expect(run.stdout).toMatch(/\n4 files: 0 errors, 4 warnings, 12 hints\n$/)
    expect(readFileSync(`${file}.bak`)).toEqual(before)
    expect(statSync(file).mode & 0o777).toBe(0o640)
    const text = readFileSync(file, 'latin1')
    expect(text).toContain('diskMaxUsedSpaceRatio=75\n')
    const old = new Set(before.toString('latin1').split('\n'))
    expect(text.split('\n').filter((line) => !old.has(line))).toEqual([
      'mappedFileSizeCommitLog=1073741824',
      'diskMaxUsedSpaceRatio=75',
      'maxMessageSize=4194304',
      'inSyncReplicas=2',
      'totalReplicas=2',
    ])
    // Nobody said the addresses of the machines.
    const left = (await problems(folder)).problems.filter(({ severity }) => severity !== 'hint')
    expect(new Set(left.map(({ id }) => id))).toEqual(new Set(['broker-ip-missing-multi-nic']))
  })

  test('a second backup does not take the place of the first', async () => {
    const folder = folderWith({ 'a.properties': `${GOOD}diskMaxUsedSpaceRatio=88\n` })
    const file = join(folder, 'a.properties')
    await lint(file, '--fix')
    writeFileSync(file, `${GOOD}diskMaxUsedSpaceRatio=90\n`)
    await lint(file, '--fix')
    expect(readdirSync(folder).sort()).toEqual(['a.properties', 'a.properties.bak', 'a.properties.bak.1'])
    expect(readFileSync(`${file}.bak`, 'utf8')).toContain('=88\n')
    expect(readFileSync(`${file}.bak.1`, 'utf8')).toContain('=90\n')
  })

  test('a file whose backup cannot be written stays as it is, and is named', async () => {
    const text = `${GOOD}diskMaxUsedSpaceRatio=88\n`
    const folder = folderWith({ 'a.properties': text })
    const file = join(folder, 'a.properties')
    symlinkSync('/no/such/folder/x', `${file}.bak`)
    const run = await lint(file, '--fix')
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain(`${file} cannot be repaired in place, it is as it was (caused by: ENOENT`)
    expect(readFileSync(file, 'utf8')).toBe(text)
    expect(readdirSync(folder).sort()).toEqual(['a.properties', 'a.properties.bak'])
  })

  test('comments in UTF-8 and in ISO-8859-1, and line ends of Windows, stay as they are', async () => {
    const utf8 = Buffer.from(`# 注释\r\n${GOOD.replaceAll('\n', '\r\n')}diskMaxUsedSpaceRatio=88\r\n`, 'utf8')
    const latin1 = Buffer.from(`# caf\xe9\n${GOOD}diskMaxUsedSpaceRatio=88\n`, 'latin1')
    const folder = folderWith({ 'utf8.properties': utf8, 'latin1.properties': latin1 })
    for (const [name, bytes] of [
      ['utf8.properties', utf8],
      ['latin1.properties', latin1],
    ] as const) {
      await lint(join(folder, name), '--fix')
      expect(readFileSync(join(folder, name)).toString('latin1')).toBe(bytes.toString('latin1').replace('=88', '=75'))
    }
  })

  test('with --json only what is left is on standard output, what was done is told beside it', async () => {
    const folder = folderWith({ 'a.properties': `${GOOD}diskMaxUsedSpaceRatio=88\nautoCreateTopicEnable=true\n` })
    const run = await lint(join(folder, 'a.properties'), '--fix', '--json')
    expect(JSON.parse(run.stdout)).toMatchObject({ problems: [{ id: 'production-auto-create' }] })
    expect(run.stderr).toContain('a.properties.bak')
  })

  test('a file that needs nothing is not written', async () => {
    const folder = folderWith({ 'a.properties': GOOD })
    const before = statSync(join(folder, 'a.properties')).mtimeMs
    const run = await lint(folder, '--fix')
    expect(run.stdout).toContain('nothing that a program may repair')
    expect(readdirSync(folder)).toEqual(['a.properties'])
    expect(statSync(join(folder, 'a.properties')).mtimeMs).toBe(before)
  })
})

describe('mqlab lint of an article', () => {
  const article =
    '# Two machines\n\n```\n[root@h1 rocketmq]# cat conf/broker-a.properties\n' +
    `${GOOD}diskMaxUsedSpaceRatio=88\n\`\`\`\n\n\`\`\`\n[root@h2 rocketmq]# nohup sh bin/mqbroker -c conf/broker-a.properties >/dev/null 2>&1 &\n\`\`\`\n`

  test('files and commands are judged at the lines of the article', async () => {
    const folder = folderWith({ 'setup.md': article })
    const path = join(folder, 'setup.md')
    const { problems: found, exitCode } = await problems(path)
    expect(found.map(({ id, line, file }) => [id, line, file])).toEqual([
      ['disk-ratio-above-forced-clean', 13, path],
      ['start-output-discarded', 17, path],
      ['host-role-mismatch', 17, path],
    ])
    expect(exitCode).toBe(0)
  })

  test('--fix leaves it as it is, and says so', async () => {
    const folder = folderWith({ 'setup.md': article })
    const run = await lint(join(folder, 'setup.md'), '--fix')
    expect(run.stdout).toContain('is an article and stays as it is')
    expect(readFileSync(join(folder, 'setup.md'), 'utf8')).toBe(article)
    expect(readdirSync(folder)).toEqual(['setup.md'])
  })
})

test('--help tells where old files are kept and the exit codes, in both languages', async () => {
  expect((await lint('--help')).stdout).not.toContain('[]')
  expect((await lint('--help')).stdout).toMatch(/FILE\.bak[\s\S]*Exit code: 1/)
  expect((await lint('--help', '--lang', 'zh')).stdout).toMatch(/文件\.bak[\s\S]*退出码/)
})
