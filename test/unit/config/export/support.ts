/** Two pairs crossed on two machines, as in the articles. */
import type { ExportedFile, TopologyFiles } from '../../../../engine/config/topology-files.ts'

const NAMESRV = 'namesrvAddr=192.168.1.161:9876;192.168.1.162:9876'

function broker(name: string, role: string, id: number, port: number, store: string): string {
  return [
    '# 经纪人配置',
    'brokerClusterName=DefaultCluster',
    `brokerName=${name}`,
    `brokerId=${id}`,
    `brokerRole=${role}`,
    NAMESRV,
    `listenPort=${port}`,
    `storePathRootDir=${store}`,
    '',
  ].join('\n')
}

export const CROSSED: TopologyFiles = {
  clusterName: 'orders',
  hosts: [
    { name: 'rocketmq1', addresses: ['192.168.1.161'] },
    { name: 'rocketmq2', addresses: ['192.168.1.162'] },
  ],
  files: [
    { host: 'rocketmq1', node: 'n1', program: 'namesrv', text: '' },
    { host: 'rocketmq2', node: 'n2', program: 'namesrv', text: '' },
    {
      host: 'rocketmq1',
      node: 'broker-a',
      program: 'broker',
      text: broker('broker-a', 'SYNC_MASTER', 0, 10911, '/data/a'),
      heapBytes: 2 * 1024 ** 3,
    },
    {
      host: 'rocketmq2',
      node: 'broker-a-s',
      program: 'broker',
      text: broker('broker-a', 'SLAVE', 1, 11911, '/data/a-s'),
    },
    {
      host: 'rocketmq2',
      node: 'broker-b',
      program: 'broker',
      text: broker('broker-b', 'SYNC_MASTER', 0, 10911, '/data/b'),
    },
    {
      host: 'rocketmq1',
      node: 'broker-b-s',
      program: 'broker',
      text: broker('broker-b', 'SLAVE', 1, 11911, '/data/b-s'),
    },
  ],
}

export function textAt(files: readonly ExportedFile[], path: string): string {
  const file = files.find((each) => each.path === path)
  if (file === undefined) throw new Error(`no ${path} in ${files.map((each) => each.path).join(', ')}`)
  return file.text
}
