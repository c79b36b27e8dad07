/** Texts of property files to try the grammar with, here and against Java. */
import fc from 'fast-check'

/** Pieces that mean something to the grammar, and some that look as if they did. */
const PIECE = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'key', 'listenPort', '1', 'true') },
  { weight: 6, arbitrary: fc.constantFrom('=', ':', ' ', '\t', '\f', '#', '!') },
  { weight: 6, arbitrary: fc.constantFrom('\\', '\\\\', '\n', '\r', '\r\n', '\\\n', '\\\r\n', '\\\r', '\\\r\r\n') },
  {
    weight: 3,
    arbitrary: fc.constantFrom('\\u0041', '\\u00e9', '\\u4F60', '\\u000a', '\\uD83D', '\\u005C', '\\u003d'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\\u', '\\u1', '\\u12', '\\u123', '\\u00g0', '\\U0041', '\\u 041', '\\uu0041'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\\t', '\\n', '\\r', '\\f', '\\b', '\\0', '\\=', '\\:', '\\ ', '\\#', '\\!', '\\z'),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u00ef\u00bb\u00bf', '\u00e4\u00bd\u00a0', '\u00a0', '\u0085', '\u001a', '\0'),
  },
)

/** Texts of such pieces in any order. Each character is below 0x100: a byte. */
export const propertyText = fc.array(PIECE, { maxLength: 30 }).map((pieces) => pieces.join(''))

/** Whole lines as people write them, so that edits meet more than one entry. */
const LINE = fc.tuple(
  fc.constantFrom('', ' ', '\t'),
  fc.constantFrom('brokerName', 'listenPort', 'a', 'a\\ b', 'caf\\u00e9', '# note', '!', ''),
  fc.constantFrom('=', ' = ', ':', ' ', ''),
  fc.constantFrom('broker-a', '10911', 'C:\\\\store', 'one, \\\n    two', 'x \\\r\n# y', 'end ', '\u00e9', '\\', ''),
  fc.constantFrom('\n', '\r\n', '\r'),
)
export const tidyPropertyText = fc
  .array(LINE, { maxLength: 8 })
  .map((lines) => lines.map((parts) => parts.join('')).join(''))

/** Any key or value that a user may mean. */
export const propertyWord = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom(' ', '\t', '\f', '\n', '\r', '\\', '=', ':', '#', '!', 'a', 'u', '0', '\u00e9', '你'),
    maxLength: 8,
  }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 4 }),
)
