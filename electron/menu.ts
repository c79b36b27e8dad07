/** The application menu: what a system expects of one, and the two ways into the window. Pure: a template. */
import type { MenuItemConstructorOptions } from 'electron'
import type { ShellTexts } from './shell-texts.ts'

export interface MenuActions {
  readonly open: (path: string) => void
  readonly openDocumentation: () => void
  readonly openLabFolder: () => void
}

export function menuTemplate(
  texts: ShellTexts,
  actions: MenuActions,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: texts.file,
      submenu: [
        { label: texts.newCluster, accelerator: 'CmdOrCtrl+N', click: () => actions.open('/clusters/new') },
        { label: texts.clusters, click: () => actions.open('/clusters') },
        { type: 'separator' },
        { label: texts.labFolder, click: actions.openLabFolder },
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { label: texts.edit, role: 'editMenu' },
    {
      label: texts.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: texts.window, role: 'windowMenu' },
    {
      label: texts.help,
      role: 'help',
      submenu: [{ label: texts.documentation, click: actions.openDocumentation }],
    },
  ]
}
