/**
 * The content of one file in memory, in pages that exist only where something other than zero was written: a sparse
 * 1 GiB segment costs what was put into it.
 */
import { allocBytes, copyOfBytes } from '../../../engine/base/bytes.ts'

export const PAGE_BYTES = 4096

const ZERO_PAGE = allocBytes(PAGE_BYTES)

/** A change of a file that is not durable yet. */
export type FileChange =
  | { readonly kind: 'write'; readonly position: number; readonly bytes: Uint8Array }
  | { readonly kind: 'zero'; readonly position: number; readonly length: number }
  | { readonly kind: 'truncate'; readonly length: number }

export class PagedFile {
  sizeBytes = 0
  readonly #pages = new Map<number, Uint8Array>()

  get pageCount(): number {
    return this.#pages.size
  }

  /** Pages that a write of this range would add at most. */
  newPages(position: number, length: number): number {
    let count = 0
    const last = Math.floor((position + length - 1) / PAGE_BYTES)
    for (let page = Math.floor(position / PAGE_BYTES); page <= last; page++) if (!this.#pages.has(page)) count++
    return count
  }

  write(bytes: Uint8Array, start: number, length: number, position: number): void {
    let done = 0
    while (done < length) {
      const at = position + done
      const offset = at % PAGE_BYTES
      const part = Math.min(length - done, PAGE_BYTES - offset)
      const page = this.#pages.get((at - offset) / PAGE_BYTES)
      const source = bytes.subarray(start + done, start + done + part)
      if (page !== undefined) page.set(source, offset)
      else if (!isZero(source)) this.#addPage((at - offset) / PAGE_BYTES).set(source, offset)
      done += part
    }
    this.sizeBytes = Math.max(this.sizeBytes, position + length)
  }

  zero(position: number, length: number): void {
    let done = 0
    while (done < length) {
      const at = position + done
      const offset = at % PAGE_BYTES
      const part = Math.min(length - done, PAGE_BYTES - offset)
      const index = (at - offset) / PAGE_BYTES
      if (part === PAGE_BYTES) this.#pages.delete(index)
      else this.#pages.get(index)?.fill(0, offset, offset + part)
      done += part
    }
    this.sizeBytes = Math.max(this.sizeBytes, position + length)
  }

  read(bytes: Uint8Array, start: number, length: number, position: number): number {
    const count = Math.max(0, Math.min(length, this.sizeBytes - position))
    let done = 0
    while (done < count) {
      const at = position + done
      const offset = at % PAGE_BYTES
      const part = Math.min(count - done, PAGE_BYTES - offset)
      const page = this.#pages.get((at - offset) / PAGE_BYTES) ?? ZERO_PAGE
      bytes.set(page.subarray(offset, offset + part), start + done)
      done += part
    }
    return count
  }

  truncate(length: number): void {
    if (length < this.sizeBytes) {
      for (const index of this.#pages.keys()) if (index * PAGE_BYTES >= length) this.#pages.delete(index)
      this.#pages.get(Math.floor(length / PAGE_BYTES))?.fill(0, length % PAGE_BYTES)
    }
    this.sizeBytes = length
  }

  apply(change: FileChange): void {
    switch (change.kind) {
      case 'write':
        this.write(change.bytes, 0, change.bytes.length, change.position)
        break
      case 'zero':
        this.zero(change.position, change.length)
        break
      case 'truncate':
        this.truncate(change.length)
        break
    }
  }

  clone(): PagedFile {
    const copy = new PagedFile()
    copy.sizeBytes = this.sizeBytes
    for (const [index, page] of this.#pages) copy.#pages.set(index, copyOfBytes(page))
    return copy
  }

  #addPage(index: number): Uint8Array {
    const page = allocBytes(PAGE_BYTES)
    this.#pages.set(index, page)
    return page
  }
}

/** True when all bytes are zero; long runs are compared a page at a time. */
export function isZero(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return true
  if (bytes[0] !== 0 || bytes[bytes.length - 1] !== 0) return false
  for (let at = 0; at < bytes.length; at += PAGE_BYTES) {
    const part = bytes.subarray(at, at + PAGE_BYTES)
    if (ZERO_PAGE.compare(part, 0, part.length, 0, part.length) !== 0) return false
  }
  return true
}
