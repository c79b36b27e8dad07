/** Texts of the mqadmin console. */
import { defineTexts } from './define-texts.ts'

export const mqadminTexts = defineTexts('mqadmin', {
  title: { en: 'mqadmin', zh: 'mqadmin' },
  answer: {
    en: 'Commands run against {cluster}: -n {addr} is filled in.',
    zh: '命令作用于 {cluster}：已自动填写 -n {addr}。',
  },
  terminal: { en: 'mqadmin console', zh: 'mqadmin 控制台' },
  welcome: {
    en: 'Tab completes, ↑ ↓ walk through the history, Ctrl C interrupts. Type a command, or choose one at the right.',
    zh: 'Tab 补全，↑ ↓ 翻历史，Ctrl C 中断。请输入命令，或从右侧选择。',
  },
  commands: { en: 'Commands', zh: '命令' },
  find: { en: 'Find a command', zh: '查找命令' },
  none: { en: 'No command matches.', zh: '没有匹配的命令。' },
  asks: { en: 'asks first', zh: '执行前询问' },
  required: { en: 'required', zh: '必填' },
  yesNo: { en: 'y = run it, anything else = leave it', zh: 'y = 执行，其他 = 放弃' },
  left: { en: 'Not run.', zh: '未执行。' },
  failed: { en: 'ended with {code}', zh: '结束码 {code}' },
  interrupted: { en: 'interrupted', zh: '已中断' },
  clear: { en: 'Clear', zh: '清屏' },
  stands: { en: 'The line stands for', zh: '此行等同于' },
  areaTopic: { en: 'Topics', zh: 'Topic' },
  areaBroker: { en: 'Brokers', zh: 'Broker' },
  areaCluster: { en: 'Cluster', zh: '集群' },
  areaNamesrv: { en: 'NameServers', zh: 'NameServer' },
  areaMessage: { en: 'Messages', zh: '消息' },
  areaConsumer: { en: 'Consumers', zh: '消费者' },
  areaProducer: { en: 'Producers', zh: '生产者' },
  areaOffset: { en: 'Offsets', zh: '位点' },
  areaQueue: { en: 'Queues', zh: '队列' },
  areaHa: { en: 'Replication', zh: '主从复制' },
  areaStats: { en: 'Statistics', zh: '统计' },
})
