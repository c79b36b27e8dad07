/** Where the shell finds its own files and keeps what it remembers; packaged and from a clone. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface ShellPaths {
  /** The built window: index.html and its assets. */
  readonly rendererFolder: string
  readonly preloadFile: string
  /** The lab service's bundle for the utility process. */
  readonly labServiceFile: string
  /** The Node runtime that nodes run on; undefined: the `node` of the PATH. */
  readonly nodeRuntime: string | undefined
  /** Window state and the log of crashes. */
  readonly dataFolder: string
}

/**
 * @param mainFolder folder of the built main bundle (`dist/electron`)
 * @param resourcesPath `process.resourcesPath` of a packaged app, undefined from a clone
 */
export function shellPaths(mainFolder: string, resourcesPath: string | undefined, dataFolder: string): ShellPaths {
  const dist = dirname(mainFolder)
  // The engine lies beside the archive and not in it: nodes are processes of another program, which cannot read archives.
  const engine = resourcesPath === undefined ? dist : join(resourcesPath, 'engine')
  return {
    rendererFolder: join(dist, 'renderer'),
    preloadFile: join(mainFolder, 'preload.cjs'),
    labServiceFile: join(engine, 'mqlab-service.js'),
    nodeRuntime: resourcesPath === undefined ? undefined : packagedRuntime(resourcesPath),
    dataFolder,
  }
}

function packagedRuntime(resourcesPath: string): string | undefined {
  const names = process.platform === 'win32' ? ['node.exe'] : ['bin/node', 'node']
  return names.map((name) => join(resourcesPath, 'runtime', name)).find((path) => existsSync(path))
}
