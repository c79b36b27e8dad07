/** The cluster the navigation is about: the one of the address, else the last one that was opened and still is there. */
import { useEffect } from 'react'
import { useMatch } from 'react-router'
import { create } from 'zustand'
import { useLab } from './lab.ts'

const KEY = 'mqlab.cluster'

const useLast = create<{ name: string }>()(() => ({ name: read() }))

/** Name of the current or last cluster, '' when there is none. */
export function useCurrentCluster(): string {
  const match = useMatch('/c/:cluster/*')
  const last = useLast((state) => state.name)
  const named = match?.params.cluster ?? ''
  const fallback = useLab((state) => (state.clusters[last] === undefined ? firstOf(Object.keys(state.clusters)) : last))
  const isKnown = useLab((state) => state.service === null || state.clusters[named] !== undefined)
  useEffect(() => {
    if (named !== '' && isKnown && named !== useLast.getState().name) {
      useLast.setState({ name: named })
      write(named)
    }
  }, [named, isKnown])
  return named !== '' ? named : fallback
}

/** Where `/` leads: the last cluster's name, as far as it is remembered. */
export function rememberedCluster(): string {
  return useLast.getState().name
}

function firstOf(names: string[]): string {
  return names.sort()[0] ?? ''
}

function read(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

function write(name: string): void {
  try {
    localStorage.setItem(KEY, name)
  } catch {
    return
  }
}
