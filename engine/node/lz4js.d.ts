/** The part of `lz4js` that is used; the package carries no types. */
declare module 'lz4js' {
  interface Lz4 {
    /**
     * Decodes one block of `source[sourceIndex .. sourceIndex + sourceLength)` to `target` from `targetIndex` on.
     * Checks nothing: lengths and match distances must have been checked before.
     * @returns the index after the last byte written.
     */
    decompressBlock(
      source: Uint8Array,
      target: Uint8Array,
      sourceIndex: number,
      sourceLength: number,
      targetIndex: number,
    ): number
    /** One frame with content as `lz4js` writes it; for tests. */
    compress(source: Uint8Array, sizeMax?: number): Uint8Array
  }
  const lz4: Lz4
  export default lz4
}
