/** Entry of the main process: hands Electron and this machine to the shell. */
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { shellPaths } from './paths.ts'
import { startShell } from './shell.ts'

const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
}
const labHome = process.env['MQLAB_HOME'] ?? join(homedir(), '.rocketmq-lab')

startShell(electron, {
  paths: shellPaths(import.meta.dirname, app.isPackaged ? process.resourcesPath : undefined, app.getPath('userData')),
  platform: process.platform,
  env: process.env,
  labHome,
})
