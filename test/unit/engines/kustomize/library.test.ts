import * as fs from 'node:fs'
import {mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from 'node:fs'
import * as disk from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {
  build,
  filesTree,
  folderTree,
  type LoadOptions,
  load,
  loadRepository,
} from '../../../../src/lib/engines/kustomize/index.js'
import {recordings} from './replay.js'

const cli = {order: 'legacy', restriction: 'root'} as const

/** As the example of the index has it. */
describe('the library alone', () => {
  it('prints what kustomize build prints, from memory and from the disk', async () => {
    const some = recordings('structure').filter(({stdout}) => stdout?.includes('---'))
    expect(some.length).toBeGreaterThan(10)
    for (const {files, path, stdout} of some) {
      expect(build(await load(filesTree(files), path, cli)).yaml()).toBe(stdout)
      const folder = mkdtempSync(join(tmpdir(), 'library-'))
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), {recursive: true})
        writeFileSync(join(folder, file), text)
      }
      expect(build(await load(folderTree(folder, disk), path, cli)).yaml()).toBe(stdout)
    }
  })

  it('takes paths from the top with and without a slash, and no others', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n'
    for (const before of ['', '/', './', '//']) {
      const tree = filesTree({[`${before}k/kustomization.yaml`]: 'resources: [a.yaml]\n', [`${before}k//a.yaml`]: text})
      expect(build(await load(tree, 'k', cli)).yaml()).toBe(text)
      expect(build(await load(tree, '/k', cli)).yaml()).toBe(text)
    }
    for (const path of ['', '/', 'k/', '../k', 'k/../a']) {
      expect(() => filesTree({[path]: text})).toThrow(`'${path}' is no path of a file in the tree`)
    }
  })

  it.each([
    [{order: 'zzz'}, "order must be 'fifo' or 'legacy', not 'zzz'"],
    [{restriction: 'all'}, "restriction must be 'none' or 'root', not 'all'"],
    [{maxBytes: Number.NaN}, "maxBytes must be a number of bytes, not 'NaN'"],
  ])('refuses %j', async (options, words) => {
    const tree = filesTree({'kustomization.yaml': 'namePrefix: a-\n'})
    await expect(load(tree, '', options as LoadOptions)).rejects.toThrow(words)
    await expect(loadRepository('https://example.com/r', options as LoadOptions)).rejects.toThrow(words)
  })

  it('takes node:fs for the disk, too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'library-'))
    writeFileSync(join(folder, 'a'), 'x')
    expect(await folderTree(folder, fs).list('')).toEqual([{name: 'a', type: 'file'}])
  })

  it('sees links of a folder, and nothing beyond it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'library-'))
    writeFileSync(join(folder, 'a'), 'x')
    symlinkSync('/etc', join(folder, 'out'))
    const tree = folderTree(folder, disk)
    expect(await tree.list('')).toEqual([
      {name: 'a', type: 'file'},
      {name: 'out', type: 'symlink'},
    ])
    expect(await tree.stat('out')).toMatchObject({type: 'symlink', target: '/etc'})
    expect(await tree.stat('out/passwd')).toBeUndefined()
    expect(await tree.stat('a/b')).toBeUndefined()
    await expect(tree.read('out/passwd')).rejects.toThrow('is no regular file')
    await expect(tree.stat('../x')).rejects.toThrow('leaves its folder')
  })
})
