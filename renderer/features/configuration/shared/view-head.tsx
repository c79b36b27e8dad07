/**
 * What a view puts into the header that all views of the configuration share: its own sentence (`useViewAnswer`) and its own actions
 * (`<ViewActions>`). A view that says nothing gets the sentence about edits and problems, and the way to the plan.
 */
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { create } from 'zustand'

interface ViewHead {
  readonly answer: string | null
  /** How many views stand in the place of the usual actions; 0 or 1, for a moment 2 while they change. */
  readonly ownActions: number
  /** Where actions stand. */
  readonly slot: HTMLElement | null
}

export const useViewHead = create<ViewHead>()(() => ({ answer: null, ownActions: 0, slot: null }))

/** The sentence of the header while the view is there; `null` leaves the usual one. */
export function useViewAnswer(answer: string | null): void {
  useEffect(() => {
    useViewHead.setState({ answer })
    return () => useViewHead.setState((state) => (state.answer === answer ? { answer: null } : state))
  }, [answer])
}

/** Stands in the header instead of the problem count and *Plan apply…*. */
export function ViewActions({ children }: { readonly children: ReactNode }): ReactNode {
  const slot = useViewHead((state) => state.slot)
  useEffect(() => {
    useViewHead.setState((state) => ({ ownActions: state.ownActions + 1 }))
    return () => useViewHead.setState((state) => ({ ownActions: state.ownActions - 1 }))
  }, [])
  return slot === null ? null : createPortal(children, slot)
}

/** The place in the header; drawn by the shell. */
export function ViewActionsSlot(): ReactNode {
  return (
    <span
      style={{ display: 'contents' }}
      ref={(slot) => {
        useViewHead.setState({ slot })
      }}
    />
  )
}
