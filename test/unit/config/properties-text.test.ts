import { describe, expect, test } from 'vitest'
import { bytesFromLatin1, bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { parsePropertiesBytes, writePropertiesBytes } from '../../../engine/config/properties-bytes.ts'
import {
  appendProperty,
  duplicateEntries,
  effectiveEntry,
  EMPTY_PROPERTIES,
  parseProperties,
  propertiesView,
  propertyEntries,
  removeProperty,
  renameProperty,
  setProperty,
  writeProperties,
} from '../../../engine/config/properties-text.ts'

const view = (text: string): Record<string, string> => Object.fromEntries(propertiesView(parseProperties(text)))

describe('reading', () => {
  test('the key ends at the first =, : or blank, and blanks around the separator are dropped', () => {
    expect(view('listenPort=1\nb = 2\nc : 3\nd 4\n\te\t=\t5')).toEqual({
      listenPort: '1',
      b: '2',
      c: '3',
      d: '4',
      e: '5',
    })
  })

  test('blanks after a value are kept, and # in a value is part of it', () => {
    expect(view('a=48 \nlistenPort=10911 # main')).toEqual({ a: '48 ', listenPort: '10911 # main' })
  })

  test('comments begin with # or ! after any blanks, and are never continued', () => {
    expect(view('# a=1\\\n ! b=2\nc=3')).toEqual({ c: '3' })
  })

  test('an odd number of backslashes at the line end joins the next line without its leading blanks', () => {
    expect(view('a=1;\\\n   2;\\\r\n\t3\nb=4\\\\\nc=5')).toEqual({ a: '1;2;3', b: '4\\', c: '5' })
  })

  test('escapes are resolved in keys and values, other escaped characters stand for themselves', () => {
    expect(view('a\\ b\\=c=\\t\\u4e2d\\q')).toEqual({ 'a b=c': '\t中q' })
  })

  test('a Windows path with single backslashes is mangled as Java does', () => {
    expect(view('storePathRootDir=C:\\rocketmq\\store')).toEqual({ storePathRootDir: 'C:\rocketmqstore' })
  })

  test('a broken unicode escape is an error that names line and key', () => {
    expect(() => parseProperties('a=1\nb=2\\\n C:\\user')).toThrow(
      expect.objectContaining({ code: 'bad-config', context: { line: 3, key: 'b' } }),
    )
  })

  test('of duplicate keys the last wins, and all are reported', () => {
    const document = parseProperties('a=1\nb=2\na=3\n')
    expect(effectiveEntry(document, 'a')?.value).toBe('3')
    expect(
      duplicateEntries(document)
        .get('a')
        ?.map((entry) => entry.line),
    ).toEqual([1, 3])
  })

  test('line numbers count LF, CR and CRLF alike', () => {
    const lines = propertyEntries(parseProperties('a=1\rb=2\r\n\r\nc=\\\n3\nd=4')).map((entry) => [
      entry.key,
      entry.line,
    ])
    expect(lines).toEqual([['a', 1], ['b', 2], ['c', 4], ['d', 6]]) // prettier-ignore
  })

  test('a lone key has the empty text, and a lone separator the empty key', () => {
    expect(view('a\n=b')).toEqual({ a: '', '': 'b' })
  })

  test('a byte order mark becomes part of the first key', () => {
    expect([...propertiesView(parsePropertiesBytes(bytesFromUtf8('\uFEFFa=1'))).keys()]).toEqual([
      '\u00EF\u00BB\u00BFa',
    ])
  })

  test('200,000 continued lines are one value, read in linear time', () => {
    expect(view(`a=${'1\\\n'.repeat(200_000)}`)['a']).toBe('1'.repeat(200_000))
  })

  test('a text above the limit is refused before it is read', () => {
    expect(() => parseProperties('a'.repeat(1024 * 1024 + 1))).toThrow(expect.objectContaining({ code: 'bad-config' }))
  })
})

describe('writing', () => {
  const text = '# 注释\r\nbrokerName = broker-a\r\n\r\nbrokerId: 0 \r\nnamesrvAddr=a:1;\\\r\n  b:2\r\n'

  test('an untouched file comes back byte for byte, comments in UTF-8 included', () => {
    const bytes = bytesFromUtf8(text)
    expect(writePropertiesBytes(parsePropertiesBytes(bytes)).equals(bytes)).toBe(true)
    expect(writePropertiesBytes(parseProperties('a=\u00e9'))).toEqual(bytesFromLatin1('a=\u00e9'))
  })

  test('a new value changes only its own lines and keeps the spelling around it', () => {
    const document = parseProperties(text)
    expect(writeProperties(setProperty(document, 'brokerName', 'broker-b'))).toBe(text.replace('broker-a', 'broker-b'))
    expect(writeProperties(setProperty(document, 'namesrvAddr', 'c:3'))).toBe(text.replace('a:1;\\\r\n  b:2', 'c:3'))
  })

  test('a value that began on the next line moves up, so that no line end joins what follows', () => {
    expect(writeProperties(setProperty(parseProperties('a=\\\r  1\nb=2\n'), 'a', ''))).toBe('a=\nb=2\n')
    expect(writeProperties(setProperty(parseProperties('a = \\\n  \\\n  1\nb=2\n'), 'a', '3'))).toBe('a = 3\nb=2\n')
  })

  test('of duplicate keys the one that decides is changed', () => {
    expect(writeProperties(setProperty(parseProperties('a=1\na=2\n'), 'a', '3'))).toBe('a=1\na=3\n')
  })

  test('a key that is not there is appended with the line end of the file', () => {
    expect(writeProperties(setProperty(parseProperties('a=1\r\nb=2'), 'c', ' x'))).toBe('a=1\r\nb=2\r\nc=\\ x\r\n')
    expect(writeProperties(appendProperty(EMPTY_PROPERTIES, 'k y', '中'))).toBe('k\\ y=\\u4e2d\n')
  })

  test('a key over 200,000 lines gets its value in linear time, and keeps them', () => {
    const head = `a${'\\\n'.repeat(200_000)}b`
    expect(writeProperties(setProperty(parseProperties(`${head} =\\\r\n\t1\n`), 'ab', '2')) === `${head} =2\n`).toBe(
      true,
    )
  })

  test('a file that ends in a continuation does not swallow the appended line', () => {
    expect(propertiesView(appendProperty(parseProperties('a=1\\'), 'b', '2'))).toEqual(
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    )
  })

  test('removing takes all lines of a key, or only the one named', () => {
    const document = parseProperties('a=1\nb=2\na=3\n')
    expect(writeProperties(removeProperty(document, 'a'))).toBe('b=2\n')
    expect(writeProperties(removeProperty(document, 'a', 1))).toBe('b=2\na=3\n')
  })

  test('renaming keeps separator, value and place', () => {
    const document = parseProperties('x=1\nflushDiskTyp = ASYNC_FLUSH\n')
    expect(writeProperties(renameProperty(document, 'flushDiskTyp', 'flushDiskType', 2))).toBe(
      'x=1\nflushDiskType = ASYNC_FLUSH\n',
    )
  })

  test('an entry without = or : gets one where blanks would not part an empty key from its value', () => {
    expect(writeProperties(renameProperty(parseProperties('a 1\n'), 'a', 'b', 1))).toBe('b 1\n')
    expect(propertiesView(renameProperty(parseProperties('a 1\n'), 'a', '', 1))).toEqual(new Map([['', '1']]))
  })
})
