import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { ConfigFile } from '../../../engine/broker/config-file.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'

const PATH = '/store/config/topics.json'

function world(files: Record<string, string> = {}) {
  const { fs, log } = new Simulation({ seed: 1 }).ports('a')
  fs.makeDirectories('/store/config')
  for (const [path, text] of Object.entries(files)) fs.replaceFile(path, bytesFromUtf8(text))
  return { fs, file: new ConfigFile(PATH, fs, log) }
}

describe('ConfigFile', () => {
  test.each([
    ['the main file', { [PATH]: '1', [`${PATH}.bak`]: '2' }, 1],
    ['the backup of a file that is missing', { [`${PATH}.bak`]: '2' }, 2],
    ['the backup of a file that is empty', { [PATH]: '', [`${PATH}.bak`]: '2' }, 2],
    ['the backup of a file that does not decode', { [PATH]: '{', [`${PATH}.bak`]: '2' }, 2],
    ['nothing when there is neither', {}, undefined],
    ['nothing when the backup is empty', { [PATH]: '{', [`${PATH}.bak`]: '' }, undefined],
  ])('reads %s', (_what, files, expected) => {
    expect(world(files).file.load((text) => JSON.parse(text) as number)).toBe(expected)
  })

  test('says which files are broken when the backup does not decode either', () => {
    const { file } = world({ [PATH]: '{', [`${PATH}.bak`]: '{' })
    expect(() => file.load((text) => JSON.parse(text) as number)).toThrow(`neither ${PATH} nor its backup can be read`)
  })

  test('keeps the text before the last change as backup, and its folder', () => {
    const { fs, file } = world()
    fs.removeTree('/store')
    file.save('old')
    expect(fs.readFile(`${PATH}.bak`)).toBeUndefined()
    file.save('new')
    file.save('new')
    expect(fs.readFile(PATH)?.utf8Slice()).toBe('new')
    expect(fs.readFile(`${PATH}.bak`)?.utf8Slice()).toBe('old')
  })
})
