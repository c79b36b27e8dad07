/** A search that is typed into: held here at once, in the address a moment later, so that no keystroke waits for the router. */
import { useEffect, useRef, useState } from 'react'

const WRITE_AFTER_MS = 300

/** @param write the same function from one drawing to the next */
export function useTyped(address: string, write: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(address)
  const written = useRef(address)
  // Somebody else led here: a link, the history.
  useEffect(() => {
    if (address === written.current) return
    written.current = address
    setTyped(address)
  }, [address])
  useEffect(() => {
    if (typed === written.current) return undefined
    const timer = window.setTimeout(() => {
      written.current = typed
      write(typed)
    }, WRITE_AFTER_MS)
    return () => window.clearTimeout(timer)
  }, [typed, write])
  return [typed, setTyped]
}
