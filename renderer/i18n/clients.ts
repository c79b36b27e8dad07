/** Words of the screen Clients. */
import { defineTexts } from './define-texts.ts'

export const clientsTexts = defineTexts('clients', {
  title: { en: 'Clients', zh: '客户端' },
  theClients: { en: 'the clients', zh: '客户端列表' },
  answerNone: { en: 'Nobody is connected to {cluster}.', zh: '没有客户端连接 {cluster}。' },
  answer: {
    en: '{consumers} {consumers|consumer|consumers} in {groups} {groups|group|groups} and {producers} {producers|producer|producers} are connected.',
    zh: '{groups} 个消费组的 {consumers} 个消费者和 {producers} 个生产者在线。',
  },
  roles: { en: 'Role', zh: '角色' },
  all: { en: 'All', zh: '全部' },
  producers: { en: 'Producers', zh: '生产者' },
  consumers: { en: 'Consumers', zh: '消费者' },
  role: { en: 'Role', zh: '角色' },
  producer: { en: 'producer', zh: '生产者' },
  consumer: { en: 'consumer', zh: '消费者' },
  clientId: { en: 'Client id', zh: '客户端 ID' },
  brokers: { en: 'Brokers', zh: 'Broker' },
  emptyTitle: { en: 'Nobody is connected', zh: '没有客户端在线' },
  emptyText: {
    en: 'Producers and consumers appear here with their first heartbeat, within 30 s.',
    zh: '生产者和消费者在第一次心跳后（30 s 内）显示在这里。',
  },
  openSend: { en: 'Send a message', zh: '发送消息' },
  openReceive: { en: 'Start a consumer', zh: '启动消费者' },
  notRead: { en: 'The clients of {cluster} could not be read', zh: '无法读取 {cluster} 的客户端' },
  filterHint: { en: 'group, client id, address', zh: '消费组、客户端 ID、地址' },
  stands: { en: '{group} stands for', zh: '{group} 等同于' },
  standsList: { en: 'The list stands for', zh: '列表等同于' },
})
