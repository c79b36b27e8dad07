/** Exports and their import are inverse, whatever names and texts a topology has. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exportTopology } from '../../engine/config/export/export-topology.ts'
import { nodeFileName } from '../../engine/config/export/path-part.ts'
import { readFolder } from '../../engine/config/export/read-folder.ts'
import { readShellWords, shellWord } from '../../engine/config/export/quoting.ts'
import { EXPORT_FORMATS, type TopologyFiles } from '../../engine/config/topology-files.ts'

/** Everything that means something to a shell, a path, YAML or a unit file, and letters of other scripts. */
const hostileName = fc.string({
  unit: fc.constantFrom(
    ...[
      'a',
      'B',
      '7',
      '-',
      '.',
      '_',
      ' ',
      "'",
      '"',
      '$',
      '`',
      '\\',
      '%',
      '/',
      '#',
      ';',
      '&',
      '|',
      '<',
      '>',
      '(',
      ')',
      '{',
    ],
    ...[
      '}',
      '*',
      '~',
      '!',
      '=',
      ':',
      ',',
      '\u4e3b',
      '\u00e9',
      '\u{1f600}',
      '.namesrv',
      'conf',
      'CON',
      '..',
      '$(id)',
      '{{',
      '!!',
    ],
  ),
  minLength: 1,
  maxLength: 8,
})

const hostileLine = fc.oneof(
  fc.constantFrom(
    '# \u4f60\u597d',
    'brokerName=broker-a',
    'brokerRole=SLAVE',
    'listenPort=10911',
    'listenPort : 99999',
    'storePathRootDir=/data/$(reboot)/`id`/it\'s "here"',
    'storePathRootDir=/a b/\\u000a/c',
    'namesrvAddr=h1:9876;h2:9877',
    'brokerIP1=10.0.0.1; rm -rf /',
    'EOF_1',
    'EOF_2',
    "cat > x <<'EOF_1'",
    '# node 3: other broker, heap 1g',
    '# host 1 of 9: evil',
    '$HOME ${PATH} `id` $(id) \\',
    'kvConfigPath=/k/kv.json',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const fileText = fc
  .tuple(fc.array(hostileLine, { maxLength: 6 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
  .map(([lines, lineEnd, isClosed]) => lines.join(lineEnd) + (isClosed && lines.length > 0 ? lineEnd : ''))

const topologies: fc.Arbitrary<TopologyFiles> = fc
  .tuple(
    fc.oneof(fc.constant(''), hostileName),
    fc.uniqueArray(fc.tuple(hostileName, fc.array(hostileName, { maxLength: 2 })), {
      minLength: 1,
      maxLength: 3,
      selector: ([name]) => name,
    }),
    fc.uniqueArray(
      fc.tuple(
        hostileName,
        fc.nat(),
        fc.constantFrom('broker' as const, 'namesrv' as const),
        fileText,
        fc.option(fc.integer({ min: 1, max: 2 ** 36 }), { nil: undefined }),
      ),
      { maxLength: 5, selector: ([node]) => node },
    ),
  )
  .map(([clusterName, hosts, nodes]) => ({
    clusterName,
    hosts: hosts.map(([name, addresses]) => ({ name, addresses })),
    files: nodes.map(([node, at, program, text, heapBytes]) => ({
      host: hosts[at % hosts.length]?.[0] ?? '',
      node,
      program,
      text,
      ...(heapBytes === undefined ? {} : { heapBytes }),
    })),
  }))

function withoutOrigin(topology: TopologyFiles): TopologyFiles {
  return { ...topology, files: topology.files.map(({ origin: _origin, ...file }) => file) }
}

describe('a topology that was exported', () => {
  test.each(EXPORT_FORMATS)('as %s is read back equal', (format) => {
    fc.assert(
      fc.property(topologies, (topology) => {
        expect(withoutOrigin(readFolder(exportTopology(topology, format)).topology)).toEqual(topology)
      }),
      { numRuns: 200 },
    )
  })

  test.each(EXPORT_FORMATS)('as %s has paths that are relative, plain and each once', (format) => {
    fc.assert(
      fc.property(topologies, (topology) => {
        const paths = exportTopology(topology, format).map((file) => file.path)
        expect(new Set(paths).size).toBe(paths.length)
        // The one name that compose looks for itself.
        for (const part of paths.filter((path) => path !== '.env').flatMap((path) => path.split('/'))) {
          expect(part).toMatch(/^[\p{L}\p{N}_%][\p{L}\p{N}._%-]*$/u)
          expect(part).not.toMatch(/^con(\.|$)/i)
        }
      }),
      { numRuns: 200 },
    )
  })
})

test('a word for the shell is one word and reads back', () => {
  fc.assert(
    fc.property(fc.array(hostileName), (words) => {
      expect(readShellWords(words.map(shellWord).join(' '))).toEqual(words)
    }),
  )
})

describe.skipIf(process.platform === 'win32')('in bash itself', () => {
  test('every script parses, and its here-documents write the files byte for byte', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mqexport-'))
    try {
      fc.assert(
        fc.property(topologies, (topology) => {
          for (const { path, text, isExecutable } of [
            ...exportTopology(topology, 'script'),
            ...exportTopology(topology, 'systemd'),
            ...exportTopology(topology, 'compose'),
          ]) {
            if (isExecutable) expect(bash(['-n'], text), path).toBe('')
          }
          for (const script of exportTopology(topology, 'script')) {
            const host = topology.hosts.find(({ name }) => readFolder([script]).topology.hosts[0]?.name === name)?.name
            const lines = script.text.split('\n')
            const files = lines.slice(lines.indexOf('# Property files'), lastIndexOfEnd(lines))
            expect(bash([], `set -eu\nCONF=${shellWord(folder)}\nRUN_AS="$(id -un)"\n${files.join('\n')}\n`)).toBe('')
            for (const file of topology.files.filter((each) => each.host === host)) {
              expect(readFileSync(join(folder, nodeFileName(file.node, file.program)), 'utf8')).toBe(file.text)
            }
          }
        }),
        { numRuns: 12 },
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  /** What bash complains about. */
  function bash(args: readonly string[], script: string): string {
    const path = join(mkdtempSync(join(tmpdir(), 'mqscript-')), 'script.sh')
    writeFileSync(path, script)
    const run = spawnSync('bash', [...args, path], { encoding: 'utf8' })
    rmSync(join(path, '..'), { recursive: true, force: true })
    return run.stderr + (run.status === 0 ? '' : `exit ${run.status}`)
  }

  /** Where the programs are started, behind the last here-document. */
  function lastIndexOfEnd(lines: readonly string[]): number {
    const start = lines.findIndex((line) => line.startsWith('# Start: '))
    return start < 0 ? lines.findLastIndex((line) => line.startsWith('# Check; ')) : start
  }
})
