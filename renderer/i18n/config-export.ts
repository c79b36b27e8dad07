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
  localNote: {
    en: 'All nodes of this lab listen on loopback addresses of this machine. For other machines change namesrvAddr, brokerIP1, brokerIP2, bindAddress and the store folders.',
    zh: '此实验室的节点都监听本机的回环地址。用于其他机器时，请修改 namesrvAddr、brokerIP1、brokerIP2、bindAddress 和存储目录。',
  },
  close: { en: 'Close', zh: '关闭' },
  download: { en: 'Download {name}', zh: '下载 {name}' },
})
