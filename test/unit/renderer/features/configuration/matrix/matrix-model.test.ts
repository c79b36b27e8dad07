import { describe, expect, test } from 'vitest'
import { matrixOf } from '../../../../../../renderer/features/configuration/matrix/matrix-model.ts'
import type { Matrix, MatrixCell } from '../../../../../../renderer/features/configuration/matrix/matrix-model.ts'
import { brokerFile, namesrvFile, pairFiles } from './matrix-files.ts'

function cellOf(matrix: Matrix, key: string, node: string): MatrixCell {
  const cell = matrix.rows.find((row) => row.key === key)?.cells.find((each) => each.node === node)
  if (cell === undefined) throw new Error(`no cell ${key} ${node}`)
  return cell
}

describe('columns', () => {
  test('stand by group, the master first, whatever the order of the files', () => {
    const matrix = matrixOf(pairFiles().toReversed(), 'broker')
    expect(matrix.columns.map((column) => column.node)).toEqual(['broker-a', 'broker-a-s', 'broker-b', 'broker-b-s'])
    expect(matrix.columns.map((column) => column.role)).toEqual(['master', 'slave', 'master', 'slave'])
  })

  test('a file that Java cannot read has no values and cannot be edited', () => {
    const matrix = matrixOf([brokerFile('broker-a', 'brokerName=a\npath=\\uZZZZ\n')], 'broker')
    expect(matrix.columns[0]?.isReadable).toBe(false)
    expect(matrix.rows.every((row) => row.cells[0]?.value === undefined)).toBe(true)
  })

  test('brokers and name servers never share a matrix', () => {
    const files = [...pairFiles(), namesrvFile('namesrv-1', 'listenPort=9876\n')]
    const matrix = matrixOf(files, 'namesrv')
    expect(matrix.columns.map((column) => column.node)).toEqual(['namesrv-1'])
    expect(matrix.rows.some((row) => row.key === 'brokerName')).toBe(false)
    expect(matrix.rows.some((row) => row.key === 'scanNotActiveBrokerInterval')).toBe(true)
    expect(matrix.rows.find((row) => row.key === 'listenPort')?.byDefault).toBe('9876')
  })
})

describe('rows', () => {
  test('hold the 446 keys a broker file can set, in the order of the groups', () => {
    const matrix = matrixOf(pairFiles(), 'broker')
    expect(matrix.rows.length).toBe(446)
    const groups = [...new Set(matrix.rows.map((row) => row.group))]
    expect(groups.slice(0, 3)).toEqual(['identity', 'network', 'storage-paths'])
    expect(new Set(groups).size).toBe(groups.length)
  })

  test('keys that 5.3.3 does not know stand last, so that nothing in a file is hidden', () => {
    const matrix = matrixOf([brokerFile('broker-a', 'brokerName=a\nflushDiskTyp=SYNC_FLUSH\n')], 'broker')
    const last = matrix.rows.at(-1)
    expect(last?.key).toBe('flushDiskTyp')
    expect(last?.group).toBe('unknown')
    expect(last?.property).toBeUndefined()
  })
})

describe('a cell', () => {
  test('is edited when the text differs from the file in this key, not for comments', () => {
    const [first, ...rest] = pairFiles()
    if (first === undefined) throw new Error('no file')
    const edited = { ...first, text: `# a remark\n${first.text ?? ''}fileReservedTime=48\n` }
    const matrix = matrixOf([edited, ...rest], 'broker')
    expect(cellOf(matrix, 'fileReservedTime', 'broker-a')).toMatchObject({
      value: '48',
      saved: undefined,
      isEdited: true,
    })
    expect(cellOf(matrix, 'listenPort', 'broker-a').isEdited).toBe(false)
    expect(matrix.rows.filter((row) => row.isEdited).map((row) => row.key)).toEqual(['fileReservedTime'])
  })

  test('a key that was taken out shows its default as edited', () => {
    const file = { ...brokerFile('broker-a', 'brokerName=a\ndeleteWhen=03\n'), text: 'brokerName=a\n' }
    const cell = cellOf(matrixOf([file], 'broker'), 'deleteWhen', 'broker-a')
    expect(cell).toMatchObject({ value: undefined, saved: '03', byDefault: '04', isEdited: true })
  })

  test('the default of the replication port follows the port of the same file', () => {
    const matrix = matrixOf([brokerFile('broker-a', 'listenPort=12911\n')], 'broker')
    expect(cellOf(matrix, 'haListenPort', 'broker-a').byDefault).toBe('12912')
  })
})

describe('a group has to agree', () => {
  test('both members are marked when one differs, the other group is not', () => {
    const [a, as, b, bs] = pairFiles({ 'broker-a': 'deleteWhen=03\n' })
    const row = matrixOf(
      [a, as, b, bs].flatMap((file) => file ?? []),
      'broker',
    ).rows.find(({ key }) => key === 'deleteWhen')
    expect(row?.cells.map((cell) => cell.differs)).toEqual([true, true, false, false])
    expect(row?.differs).toBe(true)
  })

  test('writing the default out makes no difference', () => {
    const matrix = matrixOf(pairFiles({ 'broker-a': 'deleteWhen=04\n' }), 'broker')
    expect(matrix.rows.filter((row) => row.differs)).toEqual([])
  })

  test('ports and ids of members may differ', () => {
    const matrix = matrixOf(pairFiles({ 'broker-a': 'listenPort=20911\nbrokerId=0\n' }), 'broker')
    expect(matrix.rows.filter((row) => row.differs)).toEqual([])
  })

  test('the order of name servers makes no difference, another one does', () => {
    const same = pairFiles({ 'broker-a': 'namesrvAddr=h:1;h:2\n', 'broker-a-s': 'namesrvAddr=h:2;h:1\n' })
    expect(matrixOf(same, 'broker').rows.filter((row) => row.differs)).toEqual([])
    const other = pairFiles({ 'broker-a': 'namesrvAddr=h:1\n', 'broker-a-s': 'namesrvAddr=h:2\n' })
    expect(
      matrixOf(other, 'broker')
        .rows.filter((row) => row.differs)
        .map((row) => row.key),
    ).toEqual(['namesrvAddr'])
  })
})

test('446 keys by 32 brokers are compared within 250 ms', () => {
  const files = Array.from({ length: 32 }, (_, index) =>
    brokerFile(`broker-${index}`, `brokerName=group-${Math.floor(index / 2)}\nlistenPort=${20_000 + 4 * index}\n`),
  )
  matrixOf(files, 'broker')
  const began = performance.now()
  const matrix = matrixOf(files, 'broker')
  expect(matrix.rows[0]?.cells.length).toBe(32)
  expect(performance.now() - began).toBeLessThan(250)
})
