/** The state of the connection to the lab service, for React. */
import { useSyncExternalStore } from 'react'
import type { ConnectionState } from '../api/connection.ts'
import { lab } from '../api/lab.ts'

export function useConnection(): ConnectionState {
  return useSyncExternalStore(lab.subscribe, lab.getState)
}
