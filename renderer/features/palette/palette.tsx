/** The palette. */
import type { ReactNode } from 'react'

export interface PaletteProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onKeyList: () => void
}

export function Palette(_props: PaletteProps): ReactNode {
  return null
}
