/** Opens a link in the default browser of this system, where there is one. */
import { spawn } from 'node:child_process'

/** @returns false when there is none: no desktop, or its opener is missing. Never throws. */
export function openBrowser(
  url: string,
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<boolean> {
  const command = openerOf(platform, env)
  if (command === undefined) return Promise.resolve(false)
  const [program, ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, [...args, url], { detached: true, stdio: 'ignore', windowsHide: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

function openerOf(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open']
  // Not `cmd /c start`, which would take a link apart at its special characters.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  const hasDesktop = [env['DISPLAY'], env['WAYLAND_DISPLAY'], env['BROWSER']].some((value) => (value ?? '') !== '')
  return hasDesktop ? ['xdg-open'] : undefined
}
