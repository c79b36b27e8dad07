/**
 * `npm start`: the window. In Electron when its binary is there or can be had, else one line that says why and the same window
 * in a browser (`mqlab serve --open`). Arguments are handed on.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const ELECTRON = 'node_modules/electron'
const DOWNLOAD_MS = 180_000

const found = electronBinary()
if (typeof found === 'string') {
  open(found, ['.', ...process.argv.slice(2)])
} else {
  console.log(`${found.en} / ${found.zh}`)
  open(process.execPath, ['dist/mqlab.js', 'serve', '--open', ...process.argv.slice(2)])
}

interface Reason {
  readonly en: string
  readonly zh: string
}

/** The Electron executable, or why the browser is used instead. Never `require('electron')`: that downloads in silence. */
function electronBinary(): string | Reason {
  if (process.env['MQLAB_BROWSER'] === '1') {
    return { en: 'MQLAB_BROWSER=1: opening the window in a browser.', zh: 'MQLAB_BROWSER=1：在浏览器中打开窗口。' }
  }
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    return {
      en: 'No display for Electron here: serving the window to a browser.',
      zh: '此处没有可供 Electron 使用的显示器：改为在浏览器中提供窗口。',
    }
  }
  const present = installedBinary()
  if (present !== undefined) return present
  console.log('Electron downloads its binary at first use... / Electron 首次使用时下载程序……')
  spawnSync(process.execPath, [`${ELECTRON}/install.js`], { stdio: 'ignore', timeout: DOWNLOAD_MS })
  return (
    installedBinary() ?? {
      en: 'Electron could not be downloaded (it needs Node 22.12 and GitHub): opening the window in a browser.',
      zh: '无法下载 Electron（需要 Node 22.12 和 GitHub）：改为在浏览器中打开窗口。',
    }
  )
}

function installedBinary(): string | undefined {
  const pathFile = `${ELECTRON}/path.txt`
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? `${ELECTRON}/dist`
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron'
  const binary = `${folder}/${name}`
  return existsSync(binary) ? binary : undefined
}

/** Stands in for this process: same terminal, same end. */
function open(command: string, args: readonly string[]): void {
  const child = spawn(command, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 0)
  })
}
