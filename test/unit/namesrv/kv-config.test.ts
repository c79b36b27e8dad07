import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { NAMESRV_KV_MAX } from '../../../engine/base/limits.ts'
import { KvConfig } from '../../../engine/namesrv/kv-config.ts'
import { MemoryFileSystem } from '../../sim/kernel/memory-file-system.ts'

const PATH = '/home/namesrv/kvConfig.json'

describe('KvConfig', () => {
  test('what was put is there after a restart, in the file format of Java', () => {
    const fs = new MemoryFileSystem()
    const kv = new KvConfig(fs, PATH)
    kv.load()
    kv.put('ORDER_TOPIC_CONFIG', 'T', 'a:4;b:4')
    kv.put('other', 'k', '值')
    expect(fs.readFile(PATH)?.toString()).toBe(
      '{"configTable":{"ORDER_TOPIC_CONFIG":{"T":"a:4;b:4"},"other":{"k":"值"}}}',
    )
    const again = new KvConfig(fs, PATH)
    again.load()
    expect(again.find('ORDER_TOPIC_CONFIG', 'T')).toBe('a:4;b:4')
    expect([...(again.list('other') ?? [])]).toEqual([['k', '值']])
  })

  test('a removed key is gone, its namespace stays; an unknown one is no error', () => {
    const kv = new KvConfig(new MemoryFileSystem(), PATH)
    kv.put('ns', 'k', 'v')
    kv.remove('ns', 'k')
    kv.remove('ns', 'k')
    kv.remove('nowhere', 'k')
    expect(kv.find('ns', 'k')).toBeUndefined()
    expect(kv.list('ns')?.size).toBe(0)
    expect(kv.list('nowhere')).toBeUndefined()
  })

  test('a damaged file stops the start instead of being overwritten later', () => {
    const fs = new MemoryFileSystem()
    fs.makeDirectories('/home/namesrv')
    fs.replaceFile(PATH, bytesFromUtf8('{"configTable":'))
    expect(() => new KvConfig(fs, PATH).load()).toThrow(`${PATH} is not readable, repair or remove it`)
  })

  test('takes its maximum of settings and refuses one more, but not a change', () => {
    const fs = new MemoryFileSystem()
    fs.makeDirectories('/home/namesrv')
    const entries = Array.from({ length: NAMESRV_KV_MAX }, (_, i) => `"k${i}":"v"`).join(',')
    fs.replaceFile(PATH, bytesFromUtf8(`{"configTable":{"ns":{${entries}}}}`))
    const kv = new KvConfig(fs, PATH)
    kv.load()
    expect(() => kv.put('ns', 'more', 'v')).toThrow(`more than ${NAMESRV_KV_MAX} settings`)
    kv.put('ns', 'k0', 'changed')
    expect(kv.find('ns', 'k0')).toBe('changed')
  })
})
