import {createHash} from 'node:crypto'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {deflateSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {parseCommit, parseTag, parseTree} from '../../../../src/lib/adapters/git/objects.js'
import {applyDelta} from '../../../../src/lib/adapters/git/protocol/delta.js'
import {PackStore} from '../../../../src/lib/adapters/git/protocol/pack.js'
import {GitRepos} from '../../../fakes/git-repo.js'

function sealed(body: Buffer): Buffer {
  return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

function packOf(objects: Buffer[], count = objects.length): Buffer {
  const head = Buffer.alloc(12)
  head.write('PACK')
  head.writeUInt32BE(2, 4)
  head.writeUInt32BE(count, 8)
  return sealed(Buffer.concat([head, ...objects]))
}

function object(kind: number, bytes: Buffer, extra: Buffer = Buffer.alloc(0), claimed = bytes.length): Buffer {
  const header: number[] = []
  let size = claimed
  let byte = (kind << 4) | (size & 15)
  size >>= 4
  while (size > 0) {
    header.push(byte | 0x80)
    byte = size & 0x7f
    size >>= 7
  }
  header.push(byte)
  return Buffer.concat([Buffer.from(header), extra, deflateSync(bytes)])
}

const hashOf = (type: string, bytes: Buffer): string =>
  createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex')

describe('packs', () => {
  const root = mkdtempSync(join(tmpdir(), 'pack-'))
  const repos = new GitRepos(root)
  let pack: Buffer
  let all: string[]

  beforeAll(async () => {
    await repos.create('app')
    let text = Array.from({length: 400}, (_, index) => `line ${index}`).join('\n')
    for (let index = 0; index < 30; index++) {
      text = text.replace(`line ${index * 10}`, `changed ${index}`)
      await repos.commit('app', {
        branch: 'main',
        message: `c${index}`,
        write: {'big.txt': text, [`d/${index}.txt`]: String(index)},
      })
    }
    await repos.git('app', ['repack', '-q', '-a', '-d', '-f', '--depth=50', '--window=50'])
    const folder = join(repos.workTree('app'), '.git/objects/pack')
    pack = readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.pack'))!))
    all = (await repos.git('app', ['cat-file', '--batch-all-objects', '--batch-check'])).split('\n')
  })
  afterAll(() => rmSync(root, {recursive: true}))

  it('gives every object that git has, with type and size, through long delta chains', async () => {
    const store = await PackStore.read(pack)
    expect(store.count).toBe(all.length)
    store.trim()
    for (const line of all) {
      const [hash = '', type = '', size = ''] = line.split(' ')
      const found = store.get(hash)!
      expect([found.type, found.bytes.length, store.size(hash)]).toEqual([type, Number(size), Number(size)])
      expect(hashOf(type, Buffer.from(found.bytes))).toBe(hash)
    }
    expect(store.get('0'.repeat(40))).toBeUndefined()
  })

  it('notices one changed byte anywhere', async () => {
    for (const at of [0, 5, 9, 40, Math.floor(pack.length / 2), pack.length - 1]) {
      const damaged = Buffer.from(pack)
      damaged[at]! ^= 1
      await expect(PackStore.read(damaged)).rejects.toMatchObject({name: 'GitError'})
    }
    await expect(PackStore.read(pack.subarray(0, 100))).rejects.toThrow('checksum mismatch')
    await expect(PackStore.read(Buffer.from('nonsense'))).rejects.toThrow('malformed pack file signature')
  })

  it('resolves a delta by hash whose base comes later', async () => {
    const base = Buffer.from('hello world')
    const delta = Buffer.from([11, 6, 0x90, 5, 1, 0x21])
    const ref = object(7, delta, Buffer.from(hashOf('blob', base), 'hex'))
    const store = await PackStore.read(packOf([ref, object(3, base)]))
    expect(Buffer.from(store.get(hashOf('blob', Buffer.from('hello!')))!.bytes).toString()).toBe('hello!')
  })

  it.each([
    ['a base that is nowhere', packOf([object(7, Buffer.from([1, 1, 1, 65]), Buffer.alloc(20))]), 'reference delta not found'],
    ['a base before the pack', packOf([object(6, Buffer.from([1, 1, 1, 65]), Buffer.from([0x7f]))]), 'out of bound'],
    ['a base that is no object', packOf([object(6, Buffer.from([1, 1, 1, 65]), Buffer.from([1]))]), 'out of bound'],
    ['a size that is not true', packOf([object(3, Buffer.from('abc'), undefined, 2)]), 'zlib'],
    ['a size that is too large', packOf([object(3, Buffer.from('abc'), undefined, 9)]), 'not the size'],
    ['an unknown type', packOf([object(5, Buffer.from('abc'))]), 'invalid object type 5'],
    ['more objects than there are', packOf([object(3, Buffer.from('abc'))], 2), ''],
  ])('refuses %s', async (_title, bytes, message) => {
    await expect(PackStore.read(bytes)).rejects.toMatchObject({name: 'GitError', message: expect.stringContaining(message)})
  })

  it.each([
    ['a copy from beyond the base', [3, 4, 0x91, 2, 4]],
    ['more bytes than promised', [3, 1, 2, 65, 66]],
    ['fewer bytes than promised', [3, 9, 1, 65]],
    ['another base', [4, 1, 1, 65]],
    ['a reserved instruction', [3, 1, 0]],
    ['a cut insert', [3, 5, 5, 65]],
  ])('refuses a delta with %s', (_title, delta) => {
    expect(() => applyDelta(Buffer.from('abc'), Uint8Array.from(delta))).toThrow('invalid delta')
  })
})

describe('objects', () => {
  it('takes a signature out of a commit and keeps the signed bytes', () => {
    const head = 'tree 1\nparent 2\nauthor A <a@x> 1700000000 +0100\ncommitter B <b@x> 1700000001 -0230\n'
    const signed = `${head}gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\nencoding UTF-8\n\nsubject ü\n\nbody\n`
    const commit = parseCommit(Buffer.from(signed))
    expect(commit.signature).toBe('-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n')
    expect(Buffer.from(commit.payload).toString()).toBe(`${head}encoding UTF-8\n\nsubject ü\n\nbody\n`)
    expect(commit).toMatchObject({tree: '1', parents: ['2'], message: 'subject ü\n\nbody\n'})
    expect(commit.committer).toEqual({name: 'B', email: 'b@x', when: 1700000001})
  })

  it('takes a signature off the end of a tag', () => {
    const head = 'object 1\ntype commit\ntag v1\ntagger A <a@x> 1 +0000\n\nmessage\n'
    const tag = parseTag(Buffer.from(`${head}-----BEGIN SSH SIGNATURE-----\nabc\n-----END SSH SIGNATURE-----\n`))
    expect(tag).toMatchObject({object: '1', name: 'v1', message: 'message\n'})
    expect(Buffer.from(tag.payload).toString()).toBe(head)
    expect(parseTag(Buffer.from(head)).signature).toBeUndefined()
  })

  it.each(['..', '.git', '.GIT', 'a/b', '.', ''])('refuses the name %j in a tree', (name) => {
    const entry = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.alloc(20)])
    expect(() => parseTree(entry)).toThrow('invalid path component')
  })
})
