import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {directoryNode, fileNode, MemoryTree, putNode} from '../../../../src/lib/formats/archive/memory-tree.js'
import {readTar, readTarGz} from '../../../../src/lib/formats/archive/read.js'
import {tarHeader} from '../../../../src/lib/formats/archive/tar-header.js'
import {gzipBytes, writeTar} from '../../../../src/lib/formats/archive/write.js'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const end = new Uint8Array(1024)

/** A tar of one entry whose header is changed before its checksum is set anew. */
function tarOf(name: string, change: (block: Buffer) => void = () => {}, body = 'x'): Uint8Array {
  const block = Buffer.from(tarHeader({name: 'placeholder', type: 'file', mode: 0o600, size: body.length}))
  block.fill(0, 0, 100)
  block.write(name, 0, 'utf8')
  change(block)
  block.fill(32, 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  const padding = new Uint8Array(512 - body.length)
  return Buffer.concat([block, Buffer.from(body), padding, end])
}

describe('reading archives', () => {
  it('gives back what was written, long and foreign names included', async () => {
    const root = directoryNode()
    const names = ['a.txt', 'ünï/x.yaml', `${'d'.repeat(90)}/${'e'.repeat(90)}/f`, 'g'.repeat(180), `${'h'.repeat(200)}/i`]
    for (const name of names) putNode(root, name, fileNode(Buffer.from(name), name === 'a.txt' ? 0o755 : 0o644))
    const tree = await readTarGz(await gzipBytes(await writeTar(new MemoryTree(root))), {symlinks: 'error'})
    for (const name of names) expect(text(await tree.read(name))).toBe(name)
    expect((await tree.stat('a.txt'))?.mode).toBe(0o700)
    expect((await tree.stat('ünï'))?.type).toBe('directory')
    expect((await tree.list('')).map((entry) => entry.name)[0]).toBe('a.txt')
  })

  it('files are views on one buffer', async () => {
    const root = directoryNode()
    putNode(root, 'a', fileNode(Buffer.from('1')))
    putNode(root, 'b', fileNode(Buffer.from('2')))
    const tree = readTar(await writeTar(new MemoryTree(root)), {symlinks: 'error'})
    expect((await tree.read('a')).buffer).toBe((await tree.read('b')).buffer)
  })

  it.each(['../x', 'a/../../x', '/etc/passwd', 'a\\b', '..', ''])('refuses the name %j', (name) => {
    expect(() => readTar(tarOf(name), {symlinks: 'skip'})).toThrow('tar contained invalid name error')
  })

  it('skips or refuses symlinks as told, and refuses hard links and devices', () => {
    const link = tarOf('link', (block) => block.write('2', 156))
    expect(readTar(link, {symlinks: 'skip'}).root.children.size).toBe(0)
    expect(() => readTar(link, {symlinks: 'error'})).toThrow('symlink')
    for (const type of ['1', '3', '4', '6']) {
      expect(() =>
        readTar(
          tarOf('x', (block) => block.write(type, 156)),
          {symlinks: 'skip'},
        ),
      ).toThrow('unsupported file type')
    }
  })

  it('refuses what is no gzip, cut short or damaged', async () => {
    await expect(readTarGz(Buffer.from('hello'), {symlinks: 'skip'})).rejects.toThrow('requires gzip-compressed body')
    const tar = tarOf('x')
    expect(() => readTar(tar.subarray(0, 520).subarray(0, 512 + 0), {symlinks: 'skip'})).toThrow('unexpected EOF')
    const damaged = Uint8Array.from(tar)
    damaged[0] = 65
    expect(() => readTar(damaged, {symlinks: 'skip'})).toThrow('invalid tar header')
    const cut = gzipSync(tar).subarray(0, 30)
    await expect(readTarGz(cut, {symlinks: 'skip'})).rejects.toThrow('gzip')
  })

  it('stops a bomb at the limit', async () => {
    const bomb = gzipSync(new Uint8Array(8 * 1024 * 1024))
    await expect(readTarGz(bomb, {symlinks: 'skip', maxBytes: 1024 * 1024})).rejects.toThrow('more than 1048576 bytes')
    const many = Buffer.concat([tarOf('a').subarray(0, 1024), tarOf('b').subarray(0, 1024), tarOf('c')])
    expect(() => readTar(many, {symlinks: 'skip', maxEntries: 2})).toThrow('more than 2 entries')
  })

  it('a file where a folder is needed is an error', () => {
    const both = Buffer.concat([tarOf('a').subarray(0, 1024), tarOf('a/b')])
    expect(() => readTar(both, {symlinks: 'skip'})).toThrow('a file stands where a folder is needed')
  })
})
