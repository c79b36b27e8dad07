/** How many problems the configuration of a cluster has, for the badge of the navigation. Known once its files were checked. */
import { create } from 'zustand'

export interface ProblemCount {
  /** '' while nothing was checked. */
  readonly cluster: string
  readonly errors: number
  readonly warnings: number
}

export const useProblemCount = create<ProblemCount>()(() => ({ cluster: '', errors: 0, warnings: 0 }))
