/** The keys of broker files that the palette finds, with what they mean. Apart, because the catalogue is loaded late. */
import { BROKER_FILE_OWNERS, keysOf, rowFor } from '../../../engine/config/catalogue.ts'
import type { PaletteSubject } from './palette-items.ts'

export const PROPERTIES: PaletteSubject['properties'] = keysOf(BROKER_FILE_OWNERS).flatMap((key) => {
  const row = rowFor(key, BROKER_FILE_OWNERS)
  return row === undefined ? [] : [{ key, meaning: row.meaning }]
})
