/**
 * The parts of Electron that the shell uses, as a type: main code receives them as an argument and never imports `electron`
 * as a value, so it is checked against electron.d.ts and runs in tests where no Electron is (a value import starts a download).
 */
import type * as Electron from 'electron'

export type ElectronFacade = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'Menu'
  | 'MessageChannelMain'
  | 'dialog'
  | 'ipcMain'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
  | 'utilityProcess'
>
