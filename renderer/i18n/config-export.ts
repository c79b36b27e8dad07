/** Words of the export dialog. */
import { defineTexts } from './define-texts.ts'

export const configExportTexts = defineTexts('configExport', {
  open: { en: 'Export…', zh: '导出…' },
  title: { en: 'Export {cluster}', zh: '导出 {cluster}' },
  format: { en: 'Format', zh: '格式' },
  folder: { en: 'Property files', zh: '配置文件' },
  folderFor: {
    en: 'A folder a host with its .properties files: for tools of your own, and to import again.',
    zh: '每台主机一个目录，内含 .properties 文件：供自己的工具使用，也可重新导入。',
  },
  script: { en: 'Shell scripts', zh: 'Shell 脚本' },
  scriptFor: {
    en: 'One script a host as in the articles: folders, firewall, files, start in order, check.',
    zh: '每台主机一个脚本，与教程相同：建目录、开端口、写配置、按序启动、检查。',
  },
  systemd: { en: 'systemd units', zh: 'systemd 单元' },
  systemdFor: {
    en: 'A unit a node with heap and limits, and a script a host that installs and starts them.',
    zh: '每个节点一个单元（含堆与限制），每台主机一个安装并启动的脚本。',
  },
  compose: { en: 'Docker compose', zh: 'Docker Compose' },
  composeFor: {
    en: 'Apache’s image 5.3.3 with fixed addresses and published ports, files mounted as they are.',
    zh: 'Apache 官方镜像 5.3.3，固定地址并映射端口，配置文件原样挂载。',
  },
  files: { en: 'Files of the export', zh: '导出的文件' },
  theFiles: { en: 'the files', zh: '文件' },
  theFile: { en: '{path}', zh: '{path}' },
  failed: { en: '{cluster} was not exported', zh: '{cluster} 未导出' },
  summary: { en: '{n} {n|file|files}, {size}', zh: '{n} 个文件，{size}' },
  executable: { en: 'executable', zh: '可执行' },
  machines: { en: 'For these machines', zh: '用于这些机器' },
  machinesNote: {
    en: 'In the lab every host is a loopback address of this machine. Say where each is to be; left empty, it stays as it is.',
    zh: '实验室中每台主机都是本机的回环地址。请填写各主机的实际地址；留空则保持不变。',
  },
  machinesNoteAttached: {
    en: 'The cluster’s own machines, with what their nodes say they run with. Say where else one is to be; left empty, it stays as it is.',
    zh: '集群自己的机器，内容为各节点返回的运行配置。如要换到其他机器，请填写地址；留空则保持不变。',
  },
  addressOf: { en: 'Address of {host}', zh: '{host} 的地址' },
  addressBad: { en: 'an IPv4 address or a host name', zh: '请写 IPv4 地址或主机名' },
  store: { en: 'Folder of the stores', zh: '存储目录' },
  storeBad: { en: 'an absolute path', zh: '请写绝对路径' },
  storeSample: { en: '/var/lib/rocketmq', zh: '/var/lib/rocketmq' },
  close: { en: 'Close', zh: '关闭' },
  download: { en: 'Download {name}', zh: '下载 {name}' },
})
