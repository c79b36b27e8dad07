/** What the shell itself says, outside the window: dialogs and menu, in the system's language. */
export interface ShellTexts {
  readonly file: string
  readonly edit: string
  readonly view: string
  readonly window: string
  readonly help: string
  readonly newCluster: string
  readonly clusters: string
  readonly documentation: string
  readonly labFolder: string
  readonly quitTitle: (nodes: number) => string
  readonly quitDetail: string
  readonly quitLeave: string
  readonly quitStop: string
  readonly cancel: string
  readonly crashTitle: string
  readonly crashDetail: (file: string) => string
  readonly serviceTitle: string
  readonly serviceDetail: (file: string) => string
  readonly quit: string
  readonly reload: string
  readonly hangTitle: string
  readonly hangDetail: string
  readonly wait: string
}

const EN: ShellTexts = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  newCluster: 'New cluster',
  clusters: 'Clusters',
  documentation: 'RocketMQ documentation',
  labFolder: 'Open the lab folder',
  quitTitle: (nodes) => `${nodes} ${nodes === 1 ? 'node runs' : 'nodes run'}.`,
  quitDetail:
    'They can run on without the window and are found again at the next start, or be stopped now. No data is lost either way.',
  quitLeave: 'Leave them running',
  quitStop: 'Stop them',
  cancel: 'Cancel',
  crashTitle: 'The window crashed several times.',
  crashDetail: (file) => `The clusters run on. What happened is written in ${file}.`,
  serviceTitle: 'The lab service ended several times.',
  serviceDetail: (file) => `The nodes run on. What happened is written in ${file}.`,
  quit: 'Quit',
  reload: 'Try again',
  hangTitle: 'The window does not respond.',
  hangDetail: 'The clusters run on. Wait, or load the window again.',
  wait: 'Wait',
}

const ZH: ShellTexts = {
  file: '文件',
  edit: '编辑',
  view: '视图',
  window: '窗口',
  help: '帮助',
  newCluster: '新建集群',
  clusters: '集群',
  documentation: 'RocketMQ 文档',
  labFolder: '打开实验室目录',
  quitTitle: (nodes) => `有 ${nodes} 个节点正在运行。`,
  quitDetail: '可以让它们在没有窗口时继续运行，下次启动会重新接管；也可以现在停止。两种方式都不会丢失数据。',
  quitLeave: '继续运行',
  quitStop: '全部停止',
  cancel: '取消',
  crashTitle: '窗口多次崩溃。',
  crashDetail: (file) => `集群仍在运行。详情已写入 ${file}。`,
  serviceTitle: '实验室服务多次退出。',
  serviceDetail: (file) => `节点仍在运行。详情已写入 ${file}。`,
  quit: '退出',
  reload: '重试',
  hangTitle: '窗口没有响应。',
  hangDetail: '集群仍在运行。可以等待，或重新加载窗口。',
  wait: '等待',
}

/** @param locale as `app.getLocale()` gives it: `zh-CN`, `en-GB` */
export function shellTexts(locale: string): ShellTexts {
  return /^zh/i.test(locale) ? ZH : EN
}
