/** Words of the versions: what was applied, what it changed, the way back. */
import { defineTexts } from './define-texts.ts'

export const configVersionsTexts = defineTexts('config-versions', {
  list: { en: 'Versions of {cluster}', zh: '{cluster} 的历史版本' },
  theVersions: { en: 'the versions', zh: '历史版本' },
  theFiles: { en: 'the files of version {version}', zh: '版本 {version} 的文件' },
  listFailed: { en: 'The versions of {cluster} were not read', zh: '未能读取 {cluster} 的历史版本' },
  filesFailed: { en: 'The files of version {version} were not read', zh: '未能读取版本 {version} 的文件' },
  number: { en: 'Version', zh: '版本' },
  changes: { en: 'Changes', zh: '改动' },
  result: { en: 'Result', zh: '结果' },
  filter: { en: 'Filter versions', zh: '筛选版本' },
  filterHint: { en: 'note, key or node', zh: '备注、键或节点' },
  noneFits: { en: 'No version fits the filter.', zh: '没有符合筛选条件的版本。' },
  versionName: { en: 'Version {version}', zh: '版本 {version}' },
  made: { en: 'as the cluster was made', zh: '集群创建时' },
  keysOn: { en: '{keys} on {nodes}', zh: '{keys}（{nodes}）' },
  noKeys: { en: 'comments and order only', zh: '仅注释与顺序' },
  byWindow: { en: 'from this window', zh: '来自窗口' },
  byMqlab: { en: 'by mqlab apply', zh: '来自 mqlab apply' },
  byFirst: { en: 'when the cluster was made', zh: '创建集群时' },
  done: { en: 'applied', zh: '已应用' },
  stopped: { en: 'stopped', zh: '已停止' },
  failed: { en: 'failed', zh: '失败' },
  running: { en: 'being applied', zh: '应用中' },
  noNote: { en: 'no note', zh: '无备注' },
  andMore: { en: '{n} more', zh: '另外 {n} 个' },

  empty: { en: 'No version yet: nothing was applied to {cluster}.', zh: '尚无版本：{cluster} 还没有应用过修改。' },
  emptyText: {
    en: 'Each apply leaves one: its files, note and result. From here you can compare them and go back.',
    zh: '每次应用都会留下一个版本：文件、备注与结果。可在此比较并恢复。',
  },
  toMatrix: { en: 'To the matrix', zh: '到矩阵' },
  choose: { en: 'Choose a version to see what it changed.', zh: '选择一个版本以查看其改动。' },
  notThere: { en: 'There is no version {version}.', zh: '没有版本 {version}。' },

  against: { en: 'Compare with', zh: '比较对象' },
  againstBefore: { en: 'The version before', zh: '上一版本' },
  againstNow: { en: 'The files now', zh: '当前文件' },
  node: { en: 'File', zh: '文件' },
  nodeChanged: { en: '{node} ({n})', zh: '{node}（{n}）' },
  diffOf: { en: '{node}: {from} → {to}', zh: '{node}：{from} → {to}' },
  now: { en: 'now', zh: '当前' },
  lineAdded: { en: 'added', zh: '新增' },
  lineRemoved: { en: 'removed', zh: '删除' },
  lineBefore: { en: 'Line before', zh: '原行号' },
  lineAfter: { en: 'Line after', zh: '新行号' },
  line: { en: 'Text', zh: '文本' },
  sign: { en: 'Change', zh: '变更' },
  sameLines: { en: '{n} {n|line|lines} the same', zh: '{n} 行相同' },
  same: { en: 'The file is the same.', zh: '文件相同。' },
  sameAll: { en: 'All files are the same.', zh: '所有文件相同。' },
  noneBefore: {
    en: 'Nothing is older than version {version}: these are its files.',
    zh: '版本 {version} 之前没有更早的版本：以下为其文件。',
  },
  onlyThere: { en: 'The cluster has no file of {node} any more.', zh: '集群中已没有 {node} 的文件。' },
  linesCut: {
    en: 'Too different to tell line by line: all lines of both are shown.',
    zh: '差异过大，无法逐行比较：显示两者的全部行。',
  },

  revert: { en: 'Revert to this version', zh: '恢复到此版本' },
  revertSame: {
    en: 'The files, as edited, are as in this version already.',
    zh: '文件（含未应用的修改）已与此版本相同。',
  },
  revertHint: {
    en: 'Puts its files into the editor as one edit and shows the plan; nothing is applied yet.',
    zh: '将其文件作为一次修改放入编辑器并显示计划，尚不应用。',
  },
  revertGone: {
    en: '{nodes} {n|is|are} not in the cluster any more and {n|stays|stay} out.',
    zh: '{nodes} 已不在集群中，不会恢复。',
  },
  standsFor: { en: 'Reverting to version {version} stands for', zh: '恢复到版本 {version} 等同于' },

  answerNone: { en: 'Nothing was applied yet.', zh: '还没有应用过修改。' },
  answerLast: {
    en: '{n} {n|version|versions}; the last, version {version}, was applied {when}.',
    zh: '共 {n} 个版本；最近的版本 {version} 在 {when}应用。',
  },
  answerLastStopped: {
    en: '{n} {n|version|versions}; the last, version {version}, was stopped {when}.',
    zh: '共 {n} 个版本；最近的版本 {version} 在 {when}停止。',
  },
  answerLastFailed: {
    en: '{n} {n|version|versions}; the last, version {version}, failed {when}.',
    zh: '共 {n} 个版本；最近的版本 {version} 在 {when}失败。',
  },
  answerLastRunning: {
    en: '{n} {n|version|versions}; version {version} is being applied.',
    zh: '共 {n} 个版本；正在应用版本 {version}。',
  },
  answerOnlyFirst: {
    en: 'Only the files as the cluster was made: nothing was applied since.',
    zh: '只有集群创建时的文件：之后没有应用过修改。',
  },
})
