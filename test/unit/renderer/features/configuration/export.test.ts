import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { exportTopology } from '../../../../../engine/config/export/export-topology.ts'
import { readFolder } from '../../../../../engine/config/export/read-folder.ts'
import { exportCommand, soundHome } from '../../../../../renderer/features/configuration/export/new-machines.ts'
import { savedFile } from '../../../../../renderer/features/configuration/export/save-files.ts'
import { CROSSED } from '../../../config/export/support.ts'

describe('what is downloaded', () => {
  test('several files are one .zip below a folder of its name, which reads back as the cluster', () => {
    const files = exportTopology(CROSSED, 'systemd')
    const { name, bytes } = savedFile(files, 'orders-systemd')
    expect(name).toBe('orders-systemd.zip')
    const entries = Object.entries(unzipSync(bytes))
    expect(entries.map(([path]) => path)).toEqual(files.map((file) => `orders-systemd/${file.path}`))
    const read = readFolder(entries.map(([path, content]) => ({ path, text: strFromU8(content) })))
    expect(read.topology.files.map((file) => file.text)).toEqual(CROSSED.files.map((file) => file.text))
  })

  test('scripts in it are executable once they are unpacked', () => {
    const { bytes } = savedFile(exportTopology(CROSSED, 'script'), 'orders-script')
    // Central directory: signature PK\1\2, external attributes at 38.
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const at = [...bytes.keys()].find(
      (index) => index + 4 <= bytes.length && view.getUint32(index, true) === 0x02014b50,
    )
    expect((view.getUint32((at ?? 0) + 38, true) >>> 16).toString(8)).toBe('100755')
  })

  test('one file is downloaded as it is', () => {
    const [file] = exportTopology(CROSSED, 'script')
    if (file === undefined) throw new Error('no script')
    expect(savedFile([file], 'orders-script')).toEqual({
      name: 'rocketmq1.sh',
      bytes: new TextEncoder().encode(file.text),
    })
  })
})

describe('machines as typed', () => {
  test('what is empty, half typed or of another cluster is left out', () => {
    const addresses = { rocketmq1: ' 10.0.0.1 ', rocketmq2: '10.0.0.', gone: '10.0.0.3' }
    expect(soundHome({ addresses, storeRoot: 'data' }, CROSSED)).toEqual({ addresses: { rocketmq1: '10.0.0.1' } })
  })

  test('the command says the same', () => {
    expect(exportCommand('orders', 'script', { addresses: { 'host-1': '10.0.0.1' }, storeRoot: '/data' })).toBe(
      "mqlab export orders --format script --host 'host-1=10.0.0.1' --store /data",
    )
  })
})
