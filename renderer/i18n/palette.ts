/** Words of the palette: groups, verbs, what each screen is for. Items carry both languages, so that either finds them. */
import { defineTexts } from './define-texts.ts'

export const paletteTexts = defineTexts('palette', {
  label: { en: 'Search, or run a command', zh: '搜索，或执行命令' },
  placeholder: { en: 'A name, a verb, a screen…', zh: '名称、操作、页面…' },
  results: { en: '{n} {n|result|results}', zh: '{n} 条结果' },
  nothing: { en: 'Nothing is called “{query}”.', zh: '没有与“{query}”相符的内容。' },
  run: { en: 'run', zh: '执行' },
  showCommand: { en: 'show its command first', zh: '先看对应命令' },
  how: { en: 'words, 中文 or pinyin', zh: '文字、English 或拼音' },
  standsFor: { en: 'stands for', zh: '等同于' },
  noCommand: { en: 'has no command: it only leads to a screen', zh: '没有对应命令：它只是打开页面' },
  failed: { en: 'This was refused', zh: '未能执行' },
})

export const paletteGroups = defineTexts('palette-groups', {
  nodes: { en: 'Nodes of {cluster}', zh: '{cluster} 的节点' },
  links: { en: 'Links of {cluster}', zh: '{cluster} 的链路' },
  cluster: { en: 'Cluster', zh: '集群' },
  screens: { en: 'Screens', zh: '页面' },
  topics: { en: 'Topics', zh: 'Topic' },
  groups: { en: 'Groups', zh: '消费组' },
  mqadmin: { en: 'mqadmin', zh: 'mqadmin' },
  properties: { en: 'Properties', zh: '配置项' },
  window: { en: 'Window', zh: '窗口' },
})

export const paletteItems = defineTexts('palette-items', {
  openNode: { en: 'Show {node}', zh: '查看 {node}' },
  startNode: { en: 'Start {node}', zh: '启动 {node}' },
  stopNode: { en: 'Stop {node}', zh: '停止 {node}' },
  restartNode: { en: 'Restart {node}', zh: '重启 {node}' },
  killNode: { en: 'kill -9 {node}', zh: 'kill -9 {node}' },
  killNote: { en: 'crash it: no time to say goodbye', zh: '使其宕机，来不及注销' },
  freezeNode: { en: 'Freeze {node}', zh: '冻结 {node}' },
  freezeNote: { en: 'it lives and does not answer', zh: '进程还在，但不应答' },
  resumeNode: { en: 'Resume {node}', zh: '解冻 {node}' },
  wipeNode: { en: 'Wipe the data of {node}…', zh: '清空 {node} 的数据…' },
  logOfNode: { en: 'Log of {node}', zh: '{node} 的日志' },

  cutLink: { en: 'Cut {link}…', zh: '切断 {link}…' },
  delayLink: { en: 'Delay {link}…', zh: '延迟 {link}…' },
  throttleLink: { en: 'Throttle {link}…', zh: '限速 {link}…' },
  linkNote: { en: 'says what to expect first', zh: '先说明会发生什么' },
  healLink: { en: 'Heal {link}', zh: '恢复 {link}' },
  healedCut: { en: 'cut by you', zh: '已被你切断' },
  healedDelay: { en: 'delayed by {ms} ms', zh: '已延迟 {ms} ms' },
  healedThrottle: { en: 'throttled to {kbps} kbit/s', zh: '已限速 {kbps} kbit/s' },
  healAll: { en: 'Heal every link of {cluster}', zh: '恢复 {cluster} 的全部链路' },

  openCluster: { en: 'Open {cluster}', zh: '打开 {cluster}' },
  startCluster: { en: 'Start {cluster}', zh: '启动 {cluster}' },
  stopCluster: { en: 'Stop {cluster}', zh: '停止 {cluster}' },
  keepsData: { en: 'its data stay', zh: '数据保留' },

  screenClusters: { en: 'Clusters: what runs, what is wrong', zh: '集群：什么在运行、哪里有问题' },
  screenNew: { en: 'New cluster: pick a shape, create and start', zh: '新建集群：选择形态，创建并启动' },
  screenTopology: { en: 'Topology: who follows whom', zh: '拓扑：谁跟随谁' },
  screenReplication: { en: 'Replication: delay of every pair', zh: '主从复制：各主从对的延迟' },
  screenLogs: { en: 'Logs of all nodes', zh: '日志：所有节点' },
  screenSend: { en: 'Send messages', zh: '发送消息' },
  screenReceive: { en: 'Receive messages', zh: '接收消息' },
  screenRuns: { en: 'Accounting: acknowledged, delivered, missing', zh: '对账：已确认、已投递、丢失' },
  screenMessages: { en: 'Messages by time, offset, key or id', zh: '消息查询：按时间、位点、Key 或 ID' },
  screenTopics: { en: 'Topics: routes and queues', zh: 'Topic：路由与队列' },
  screenGroups: { en: 'Groups: progress and backlog', zh: '消费组：消费进度与堆积' },
  screenClients: { en: 'Clients: connections', zh: '客户端：连接' },
  screenConfig: { en: 'Configuration', zh: '配置' },
  screenMqadmin: { en: 'mqadmin console', zh: 'mqadmin 控制台' },

  toEnglish: { en: 'English', zh: 'English' },
  toChinese: { en: '中文', zh: '中文' },
  languageNote: { en: 'language of the window', zh: '窗口语言' },
  themeLight: { en: 'Light theme', zh: '浅色主题' },
  themeDark: { en: 'Dark theme', zh: '深色主题' },
  keys: { en: 'List of keys', zh: '快捷键一览' },
})
