import { describe, expect, test } from 'vitest'
import { rehome } from '../../../../engine/config/export/rehome.ts'
import { parseProperties, propertiesView } from '../../../../engine/config/properties-text.ts'
import type { TopologyFiles } from '../../../../engine/config/topology-files.ts'

/** As a lab has it: two hosts that are both this machine. */
const LAB: TopologyFiles = {
  clusterName: 'orders',
  hosts: [
    { name: 'host-1', addresses: ['127.0.0.1'] },
    { name: 'host-2', addresses: ['127.0.0.1'] },
  ],
  files: [
    {
      host: 'host-1',
      node: 'n1',
      program: 'namesrv',
      text: 'listenPort=9876\nbindAddress=127.0.0.1\nkvConfigPath=/lab/n1/kv.json\nconfigStorePath=/lab/n1.properties\n',
    },
    { host: 'host-2', node: 'n2', program: 'namesrv', text: 'listenPort=9877\nbindAddress=127.0.0.1\n' },
    {
      host: 'host-2',
      node: 'broker-a',
      program: 'broker',
      text: '# 我的\nbrokerName=broker-a\nnamesrvAddr=127.0.0.1:9876;127.0.0.1:9877\nbrokerIP1=127.0.0.1\nbrokerIP2=127.0.0.1\nbindAddress=127.0.0.1\nstorePathRootDir=/lab/store\n',
    },
  ],
}

function valuesOf(topology: TopologyFiles, node: string): Record<string, string> {
  const file = topology.files.find((each) => each.node === node)
  return Object.fromEntries(propertiesView(parseProperties(file?.text ?? '')))
}

describe('an export for other machines', () => {
  const moved = rehome(LAB, { addresses: { 'host-1': '10.0.0.1', 'host-2': '10.0.0.2' }, storeRoot: '/data/' })

  test('tells brokers and clients the new addresses, and listens on all', () => {
    expect(valuesOf(moved, 'broker-a')).toEqual({
      brokerName: 'broker-a',
      namesrvAddr: '10.0.0.1:9876;10.0.0.2:9877',
      brokerIP1: '10.0.0.2',
      brokerIP2: '10.0.0.2',
      bindAddress: '0.0.0.0',
      storePathRootDir: '/data/broker-a/store',
    })
    expect(moved.hosts.map((host) => host.addresses)).toEqual([['10.0.0.1'], ['10.0.0.2']])
  })

  test('leaves out what RocketMQ knows by itself, and keeps comments', () => {
    expect(valuesOf(moved, 'n1')).toEqual({
      listenPort: '9876',
      bindAddress: '0.0.0.0',
      kvConfigPath: '/data/n1/kvConfig.json',
    })
    expect(moved.files[2]?.text.startsWith('# 我的\n')).toBe(true)
  })

  test('moves only the hosts that are named', () => {
    const half = rehome(LAB, { addresses: { 'host-1': 'mq1.example' } })
    expect(valuesOf(half, 'broker-a')['namesrvAddr']).toBe('mq1.example:9876;127.0.0.1:9877')
    expect(valuesOf(half, 'broker-a')['brokerIP1']).toBe('127.0.0.1')
    expect(rehome(LAB, { addresses: {} })).toEqual(LAB)
  })

  test.each([
    [{ addresses: { 'host-3': '10.0.0.3' } }, 'host-3'],
    [{ addresses: { 'host-1': '10.0.0.1; reboot' } }, 'reboot'],
    [{ addresses: {}, storeRoot: 'data' }, 'data'],
  ])('refuses %j by name', (home, named) => {
    expect(() => rehome(LAB, home)).toThrow(named)
  })
})
