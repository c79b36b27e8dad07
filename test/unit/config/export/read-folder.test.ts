import { describe, expect, test } from 'vitest'
import { textOfBytes } from '../../../../engine/config/export/decode-text.ts'
import { exportTopology } from '../../../../engine/config/export/export-topology.ts'
import { readFolder } from '../../../../engine/config/export/read-folder.ts'
import { parseProperties, propertiesView } from '../../../../engine/config/properties-text.ts'
import { CROSSED } from './support.ts'

describe('a folder of somebody’s', () => {
  test('folders are hosts, files are nodes by name and content, the rest is left out with a reason', () => {
    const { topology, leftOut } = readFolder([
      { path: 'host1/broker-a.properties', text: 'brokerName=a\nbrokerClusterName=orders\n' },
      { path: 'host1/namesrv.conf', text: 'listenPort=9877\n' },
      { path: 'host2/conf/2m-2s-sync/broker-a-s.properties', text: 'brokerName=a\nbrokerRole=SLAVE\n' },
      { path: 'host2/logback.properties', text: 'level=info\n' },
      { path: 'host2/plain_acl.yml', text: 'accounts: []\n' },
    ])
    expect(topology.clusterName).toBe('orders')
    expect(topology.hosts.map((host) => host.name)).toEqual(['host1', 'host2'])
    expect(topology.files.map((file) => `${file.host} ${file.node} ${file.program}`)).toEqual([
      'host1 broker-a broker',
      'host1 namesrv namesrv',
      'host2 broker-a-s broker',
    ])
    expect(leftOut.map((file) => file.path)).toEqual(['host2/logback.properties', 'host2/plain_acl.yml'])
    expect(leftOut.every(({ why }) => why.en !== '' && why.zh !== '')).toBe(true)
  })

  test('RocketMQ’s own folders are no hosts', () => {
    const { topology } = readFolder([{ path: 'conf/2m-noslave/broker-a.properties', text: 'brokerName=a\n' }])
    expect(topology.hosts.map((host) => host.name)).toEqual(['host-1'])
  })

  test('a broker’s file that Java cannot read is a broker still, for lint to tell', () => {
    const { topology } = readFolder([{ path: 'b.conf', text: 'brokerName=a\npath=C:\\users\n' }])
    expect(topology.files).toHaveLength(1)
  })

  test('of an export in pieces the missing files are told', () => {
    const files = exportTopology(CROSSED, 'folder').filter((file) => !file.path.endsWith('broker-b.properties'))
    const { topology, leftOut } = readFolder(files)
    expect(topology.files).toHaveLength(5)
    expect(leftOut.map((file) => file.path)).toEqual(['rocketmq2/broker-b.properties'])
  })

  test('scripts pasted as one text are read together', () => {
    const text = exportTopology(CROSSED, 'script')
      .map((file) => file.text)
      .join('\n')
    const { topology } = readFolder([{ path: 'script.sh', text }])
    expect(topology.files.map((file) => file.node)).toEqual(CROSSED.files.map((file) => file.node))
    expect(topology.hosts).toEqual(CROSSED.hosts)
  })
})

describe('bytes as text', () => {
  test('UTF-8 stays', () => {
    expect(textOfBytes(new TextEncoder().encode('# 你好\n'))).toBe('# 你好\n')
  })

  test('ISO-8859-1 becomes a text that means the same to Java when it is written as UTF-8', () => {
    const text = textOfBytes(Uint8Array.from([...'# caf\u00e9\nnote=caf\u00e9\n'].map((c) => c.charCodeAt(0))))
    expect(text).toBe('# caf\u00e9\nnote=caf\\u00e9\n')
    expect(propertiesView(parseProperties(text)).get('note')).toBe('caf\u00e9')
  })
})
