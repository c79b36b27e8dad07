/** Size and place of the window, kept over restarts; a place that no display shows any more is forgotten. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** Undefined: where the system puts new windows. */
  readonly bounds: Bounds | undefined
  readonly isMaximized: boolean
}

export const MIN_WIDTH = 1024
export const MIN_HEIGHT = 640
/** Of the window's head, what must be seen to be able to move it. */
const SEEN_PIXELS_MIN = 64

/** A file that is missing or unreadable means the defaults: a window's place is not worth a question. */
export function readWindowState(dataFolder: string, displays: readonly Bounds[]): WindowState {
  try {
    const value = JSON.parse(readFileSync(stateFile(dataFolder), 'utf8')) as Partial<WindowState> | null
    const { bounds } = value ?? {}
    return {
      bounds: isBounds(bounds) && displays.some((display) => isSeen(bounds, display)) ? bounds : undefined,
      isMaximized: value?.isMaximized === true,
    }
  } catch {
    return { bounds: undefined, isMaximized: false }
  }
}

export function writeWindowState(dataFolder: string, state: WindowState): void {
  const file = stateFile(dataFolder)
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

function stateFile(dataFolder: string): string {
  return join(dataFolder, 'window-state.json')
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, width, height } = value as Partial<Record<keyof Bounds, unknown>>
  return (
    [x, y, width, height].every((each) => Number.isInteger(each)) &&
    (width as number) >= MIN_WIDTH &&
    (height as number) >= MIN_HEIGHT
  )
}

function isSeen(bounds: Bounds, display: Bounds): boolean {
  const right = Math.min(bounds.x + bounds.width, display.x + display.width)
  const left = Math.max(bounds.x, display.x)
  return (
    right - left >= SEEN_PIXELS_MIN &&
    bounds.y >= display.y - 8 &&
    bounds.y < display.y + display.height - SEEN_PIXELS_MIN
  )
}
