import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../../engine/config/article/read-article.ts'
import type { Article } from '../../../../engine/config/article/article.ts'

const master = (name: string, more = ''): string =>
  `brokerClusterName=c\nbrokerName=${name}\nbrokerId=0\nbrokerRole=ASYNC_MASTER\nnamesrvAddr=10.0.0.1:9876\n${more}`
const slave = (name: string, more = ''): string =>
  `brokerClusterName=c\nbrokerName=${name}\nbrokerId=1\nbrokerRole=SLAVE\nnamesrvAddr=10.0.0.1:9876\n${more}`

/** Node, host and path of each broker file, by cluster. */
const places = (article: Article): string[][] =>
  article.clusters.map(({ topology }) =>
    topology.files
      .filter(({ program }) => program === 'broker')
      .map(({ node, host, origin }) => [node, host, origin ?? '-'].join(' ')),
  )

describe('blocks', () => {
  test('settings without a fence are a file, up to the next sentence', () => {
    const article = readArticle(`Edit conf/broker-a.properties on 10.0.0.1:\n\n${master('broker-a')}\nThen start it.\n`)
    expect(article.blocks.map(({ kind, firstLine, lastLine }) => [kind, firstLine, lastLine])).toEqual([
      ['properties', 3, 7],
    ])
    expect(article.blocks[0]?.text).toBe(master('broker-a'))
  })

  test('two files in one fence are two files', () => {
    const article = readArticle(`\`\`\`\n# first\n${master('broker-a')}# second\n${master('broker-b')}\`\`\`\n`)
    expect(article.blocks.map(({ text }) => text)).toEqual([
      `# first\n${master('broker-a')}`,
      `# second\n${master('broker-b')}`,
    ])
  })

  test('a blank line after every line is dropped, a value keeps its blank at the end', () => {
    const text = master('broker-a', 'listenPort=10911 \n').replaceAll('\n', '\n\n')
    expect(readArticle(`\`\`\`\n${text}\`\`\`\n`).blocks[0]?.text).toBe(master('broker-a', 'listenPort=10911 \n'))
  })

  test('program text, lists of keys and tables are no files', () => {
    const text =
      '```java\nString brokerName = "a";\nint listenPort=10911;\n```\n- brokerName: the name\n- brokerId: the number\n\n' +
      '| brokerName | listenPort |\n| a | 10911 |\nlistenPort is 10911 by default, brokerRole=SLAVE makes a slave.\n'
    const article = readArticle(text)
    expect(article.clusters).toEqual([])
    expect(article.blocks.filter(({ kind }) => kind === 'properties')).toEqual([])
  })

  test('every block says why it was taken so', () => {
    const article = readArticle(
      `\`\`\`\n${master('broker-a')}\`\`\`\n\`\`\`\nsh bin/mqnamesrv\n\`\`\`\n\`\`\`\nhello\n\`\`\`\n`,
    )
    expect(article.blocks.map(({ kind }) => kind)).toEqual(['properties', 'shell', 'other'])
    for (const { why } of article.blocks) {
      expect(why.en).not.toBe('')
      expect(why.zh).toMatch(/[\u4e00-\u9fff]/)
    }
  })
})

describe('machines', () => {
  test.each([
    ['a prompt', '```\n[root@h1 rocketmq]# vim conf/broker-a.properties\n', '```\n', 'h1'],
    ['an ubuntu prompt', '```\nuser@h1:~/rocketmq$ vim conf/broker-a.properties\n', '```\n', 'h1'],
    ['a sentence', 'On 10.0.0.7 edit broker-a.properties:\n\n', '', '10.0.0.7'],
    ['a Chinese sentence', '在 10.0.0.7 服务器上修改broker-a.properties的配置信息\n\n', '', '10.0.0.7'],
    [
      'a heading that names a host of a table',
      '| h1 | 10.0.0.7 |\n\n## 2 修改h1节点\n\n编辑 broker-a.properties\n\n',
      '',
      'h1',
    ],
    [
      'a list',
      '- mq01: 10.0.0.7 (master)\n\n在mq01上执行\n\n```\ncat > conf/broker-a.properties <<EOF\n',
      'EOF\n```\n',
      'mq01',
    ],
    ['name and address', 'We have node1 (10.0.0.7).\n\n## Configure node1\n\n', '', 'node1'],
    ['its number in the table', '| x | 10.0.0.7 |\n| y | 10.0.0.8 |\n\n服务器1 的 broker-a.properties\n\n', '', 'x'],
    ['a role before its address', 'master:10.0.0.7\nslave:10.0.0.8\n\n', '', '10.0.0.7'],
    ['an address its files name too', '1. broker-a (10.0.0.1)\n\n', '', '10.0.0.1'],
    ['a role', '10.0.0.7 为主\n10.0.0.8 为备\n\n', '', '10.0.0.7'],
  ])('named by %s', (_, before, after, host) => {
    const article = readArticle(`${before}${master('broker-a')}${after}`)
    expect(places(article)[0]?.[0]).toMatch(new RegExp(`^broker-a ${host.replaceAll('.', '\\.')} `))
  })

  test('a file runs where it is started', () => {
    const article = readArticle(
      `\`\`\`\n[root@h1 ~]# cat conf/broker-a.properties\n${master('broker-a')}\`\`\`\n` +
        '```\n[root@h2 ~]# sh bin/mqbroker -c conf/broker-a.properties &\n```\n',
    )
    expect(places(article)).toEqual([['broker-a h2 conf/broker-a.properties']])
    expect(article.blocks[0]?.why.en).toContain('starts it on h2')
  })

  test('a sentence about a file says nothing about the start of another file below it', () => {
    const article = readArticle(
      `在 10.0.0.1 上改 a.properties\n\n${master('a')}\n在 10.0.0.2 上改 b.properties\n\n${master('b')}\n启动:\n\n` +
        'mqbroker -c conf/a.properties &\nmqbroker -c conf/b.properties &\n',
    )
    expect(places(article)).toEqual([['a 10.0.0.1 a.properties', 'b 10.0.0.2 b.properties']])
    expect(article.findings).toEqual([])
  })

  test('without any name, files that would collide get machines of their own', () => {
    const article = readArticle(
      `\`\`\`\n${master('a', 'storePathRootDir=/a\n')}\`\`\`\n\`\`\`\n${master('b', 'storePathRootDir=/b\n')}\`\`\`\n` +
        `\`\`\`\n${slave('a', 'listenPort=11911\nstorePathRootDir=/as\n')}\`\`\`\n`,
    )
    expect(places(article)).toEqual([['a host-1 -', 'b host-2 -', 'a-s host-1 -']])
  })

  test('names of /etc/hosts stand for their addresses', () => {
    const article = readArticle(
      `10.0.0.1 ns1\n10.0.0.2 ns2\n\n\`\`\`\n${master('a').replace('10.0.0.1:9876', 'ns1:9876;ns2:9877')}\`\`\`\n`,
    )
    expect(article.hostNames).toEqual({ ns1: '10.0.0.1', ns2: '10.0.0.2' })
    expect(article.clusters[0]?.topology.files.filter(({ program }) => program === 'namesrv')).toEqual([
      { host: 'ns1', node: 'namesrv-1', program: 'namesrv', text: 'listenPort=9876\n' },
      { host: 'ns2', node: 'namesrv-2', program: 'namesrv', text: 'listenPort=9877\n' },
    ])
  })
})

describe('clusters', () => {
  test('a file shown again before it was started replaces the first', () => {
    const article = readArticle(
      `broker-a.properties:\n\`\`\`\n${master('broker-a')}\`\`\`\nbroker-a.properties, changed:\n\`\`\`\n${master('broker-a', 'listenPort=10921\n')}\`\`\`\n`,
    )
    expect(article.clusters).toHaveLength(1)
    expect(article.topology.files[0]?.text).toContain('10921')
    expect(article.blocks[0]?.why.en).toContain('left out')
  })

  test('a file shown again after it was started is another cluster', () => {
    const shown = (port: number): string =>
      `\`\`\`\n[root@h1 ~]# cat conf/broker-a.properties\n${master('broker-a', `listenPort=${port}\n`)}\`\`\`\n` +
      '```\n[root@h1 ~]# sh bin/mqbroker -c conf/broker-a.properties &\n```\n'
    expect(readArticle(shown(10911) + shown(10921)).clusters).toHaveLength(2)
  })

  test('a name server file belongs to the cluster above it', () => {
    const article = readArticle(
      `\`\`\`\n${master('a')}\`\`\`\nnamesrv.properties\n\`\`\`\nlistenPort=9877\nkvConfigPath=/x/kv.json\n\`\`\`\n`,
    )
    expect(article.clusters[0]?.topology.files.map(({ program, node }) => `${program} ${node}`)).toContain(
      'namesrv namesrv',
    )
  })
})

describe('what the user decides', () => {
  const text = `\`\`\`\n${master('a')}\`\`\`\n\`\`\`\n${master('b')}\`\`\`\n`

  test('a block left out is in no cluster', () => {
    const [first] = readArticle(text).blocks
    expect(places(readArticle(text, { [first?.id ?? '']: { kind: 'other' } }))).toEqual([['b host-1 -']])
  })

  test('host, node and program are taken', () => {
    const [first] = readArticle(text).blocks
    const article = readArticle(text, { [first?.id ?? '']: { host: 'mine', node: 'front' } })
    expect(places(article)).toEqual([['front mine -', 'b host-1 -']])
    expect(article.blocks[0]?.why.en).toContain('chosen by hand')
  })

  test('a fence that was not recognised becomes a file', () => {
    const shy = '```\nbrokerName=a\n```\n'
    const [block] = readArticle(shy).blocks
    expect(block?.kind).toBe('other')
    expect(places(readArticle(shy, { [block?.id ?? '']: { kind: 'properties' } }))).toEqual([['a host-1 -']])
  })
})

describe('any text', () => {
  const pieces = fc.constantFrom(
    '```',
    '~~~',
    '\n',
    ' ',
    '|',
    '# ',
    '## x',
    '[root@h1 a]# ',
    'vim /a/b.properties',
    'brokerName=a',
    'brokerId=0',
    'brokerRole=SLAVE',
    'namesrvAddr=1.1.1.1:9876;h:1',
    'enableDLegerCommitLog=true',
    'dLegerPeers=n0-a:1',
    'x=\\u1',
    'a=\\',
    '10.0.0.1 h1',
    '| h1 | 10.0.0.1 |',
    'sh bin/mqbroker -c /a/b.properties -n 1.1.1.1:1',
    'nohup mqnamesrv >/dev/null 2>&1 &',
    'mkdir -p /s',
    'ufw allow 1:99999',
    'export ROCKETMQ_HOME=/r',
    '在 10.0.0.1 上',
    '两台服务器',
    '默认',
    '\u0000',
    '\ud800',
    '"',
    "'",
    '__proto__',
    'constructor=1',
    'listenPort=99999999999',
    'kvConfigPath=/x',
  )

  test('is read without a throw, in order, and says the same twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ maxLength: 12 })), { maxLength: 60 }),
        fc.constantFrom('', '\n', ' '),
        (parts, glue) => {
          const text = parts.join(glue)
          const article = readArticle(text)
          expect(readArticle(text)).toEqual(article)
          const lines = text.split(/\r\n|\r|\n/).length
          for (const block of article.blocks) {
            expect(block.firstLine).toBeGreaterThan(0)
            expect(block.lastLine).toBeLessThanOrEqual(lines)
          }
          for (const { topology, blocks } of article.clusters) {
            expect(new Set(topology.files.map(({ node }) => node)).size).toBe(topology.files.length)
            const hosts = new Set(topology.hosts.map(({ name }) => name))
            for (const file of topology.files) expect(hosts.has(file.host)).toBe(true)
            expect(blocks.length).toBeGreaterThan(0)
          }
          const overrides = Object.fromEntries(
            article.blocks.map(({ id }, index) => [
              id,
              { kind: index % 2 === 0 ? ('properties' as const) : ('other' as const) },
            ]),
          )
          readArticle(text, overrides)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a text beyond the bound is cut, and says so', () => {
    const long = `${'x\n'.repeat(20_001)}brokerName=a\nbrokerId=0\n`
    const article = readArticle(long)
    expect(article.isCut).toBe(true)
    expect(article.blocks).toEqual([])
  })

  test('files beyond what a topology takes are not read, and it says so', () => {
    const files = Array.from({ length: 200 }, (_, index) => `\`\`\`\n${master(`b${index}`)}\`\`\`\n`).join('')
    const article = readArticle(files)
    expect(article.isCut).toBe(true)
    expect(article.clusters.flatMap(({ blocks }) => blocks)).toHaveLength(160)
  })

  test('a hostile line does not take long', () => {
    const lines = [
      'a'.repeat(4000),
      '1.'.repeat(2000),
      '[root@'.repeat(600),
      '/a.properties'.repeat(300),
      '默认'.repeat(2000),
      ' '.repeat(4000) + 'x',
    ]
    const started = performance.now()
    readArticle(`${lines.join('\n')}\n`.repeat(40) + master('a'))
    expect(performance.now() - started).toBeLessThan(3000)
  })

  test('our own documents have no cluster but those they show', () => {
    const article = readArticle(readFileSync(new URL('../../../../docs/ARCHITECTURE.md', import.meta.url), 'utf8'))
    expect(article.clusters).toEqual([])
  })
})
