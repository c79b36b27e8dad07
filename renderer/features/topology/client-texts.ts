/** Words about clients in the Topology screen: cards, switch, table, strip. */
import { defineTexts } from '../../i18n/define-texts.ts'

export const clientTexts = defineTexts('topology-clients', {
  clients: { en: 'Clients', zh: '客户端' },
  switch: { en: 'Clients {n}', zh: '客户端 {n}' },
  switchHint: {
    en: 'Shows who is connected, one card a producer or consumer group',
    zh: '显示已连接的客户端，每个生产组或消费组一张卡片',
  },
  notRead: { en: 'The clients of {cluster} could not be read', zh: '无法读取 {cluster} 的客户端' },
  producer: { en: 'producer', zh: '生产者' },
  consumer: { en: 'consumer', zh: '消费者' },
  producers: { en: '{count} {n|producer|producers}', zh: '{count} 个生产者' },
  consumers: { en: '{count} {n|consumer|consumers}', zh: '{count} 个消费者' },
  spoken: {
    en: '{group}, {who}, connected to {brokers}',
    zh: '{group}，{who}，已连接 {brokers}',
  },
  connectedNowhere: { en: 'no broker', zh: '无 Broker' },
  oldSince: { en: 'as of {clock}', zh: '{clock} 的数据' },
  more: { en: '+{n} more', zh: '另有 {n} 个' },
  moreSpoken: { en: '{n} more groups: show all clients', zh: '另有 {n} 个组：查看全部客户端' },

  tableClients: { en: 'Clients of {cluster}', zh: '{cluster} 的客户端' },
  theClients: { en: 'the clients', zh: '客户端列表' },
  colGroup: { en: 'Group', zh: '组' },
  colRole: { en: 'Role', zh: '角色' },
  colClients: { en: 'Connected', zh: '连接数' },
  colBrokers: { en: 'Brokers', zh: 'Broker' },
  colNames: { en: 'Client ids', zh: '客户端 ID' },
  allClients: { en: 'All clients', zh: '全部客户端' },
  nobody: { en: 'Nobody is connected', zh: '没有客户端在线' },
  nobodyText: {
    en: 'Producers and consumers appear here with their first heartbeat, within 30 s.',
    zh: '生产者和消费者在第一次心跳后（30 s 内）显示在这里。',
  },
  stands: { en: '{group} stands for', zh: '{group} 等同于' },
  legend: { en: 'client', zh: '客户端' },
})
