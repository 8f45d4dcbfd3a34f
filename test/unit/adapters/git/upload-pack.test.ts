import {describe, expect, it} from 'vitest'
import {PktReader, pktLine} from '../../../../src/lib/adapters/git/protocol/pkt-line.js'
import {
  type Advertisement,
  fetchRequest,
  readAdvertisement,
  readPack,
} from '../../../../src/lib/adapters/git/protocol/upload-pack.js'

const A = 'a'.repeat(40)
const FLUSH = Buffer.from('0000')

/** A reader over these parts, cut into chunks of odd sizes. */
function readerOf(...parts: (string | Uint8Array)[]): PktReader {
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? pktLine(part) : part)))
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
  }
  return new PktReader(chunks())
}

const advertised = (...names: string[]): Advertisement => ({
  refs: new Map(),
  capabilities: new Map(names.map((name) => [name, ''])),
  head: undefined,
})
const band = (channel: number, text: string): Uint8Array => pktLine(String.fromCharCode(channel) + text)

describe('upload-pack, version 0', () => {
  it('reads references, capabilities and where HEAD points', async () => {
    const line = `${A} HEAD\0side-band-64k symref=HEAD:refs/heads/main agent=git/2\n`
    const found = await readAdvertisement(
      readerOf('# service=git-upload-pack\n', FLUSH, line, `${A} refs/heads/main\n`, `${A} refs/tags/v1^{}\n`, FLUSH),
      {smartHttp: true},
    )
    expect([...found.refs.keys()]).toEqual(['HEAD', 'refs/heads/main', 'refs/tags/v1^{}'])
    expect(found.head).toBe('refs/heads/main')
    expect(found.capabilities.get('agent')).toBe('git/2')
  })

  it('tells an empty repository by a flush or by a zero id', async () => {
    await expect(readAdvertisement(readerOf(FLUSH), {smartHttp: false})).rejects.toMatchObject({code: 'git-empty'})
    const zero = `${'0'.repeat(40)} capabilities^{}\0agent=git/2\n`
    await expect(readAdvertisement(readerOf(zero, FLUSH), {smartHttp: false})).rejects.toMatchObject({code: 'git-empty'})
  })

  // a list that is cut off between two lines would hide branches and newer tags
  it('takes no list without its end', async () => {
    const service = '# service=git-upload-pack\n'
    await expect(readAdvertisement(readerOf(service, FLUSH), {smartHttp: true})).rejects.toThrow('pkt-line 3: EOF')
    const lines = [`${A} HEAD\0agent=git/2\n`, `${A} refs/heads/main\n`]
    await expect(readAdvertisement(readerOf(service, FLUSH, ...lines), {smartHttp: true})).rejects.toThrow('pkt-line 5: EOF')
    await expect(readAdvertisement(readerOf(...lines), {smartHttp: false})).rejects.toThrow('pkt-line 3: EOF')
  })

  it('refuses what it does not understand', async () => {
    await expect(readAdvertisement(readerOf('ERR access denied\n'), {smartHttp: false})).rejects.toThrow('access denied')
    await expect(readAdvertisement(readerOf('ERR Repository not found.\n'), {smartHttp: false})).rejects.toThrow(
      'repository not found',
    )
    await expect(readAdvertisement(readerOf(`${'b'.repeat(64)} HEAD\0\n`, FLUSH), {smartHttp: false})).rejects.toThrow('SHA-256')
    await expect(readAdvertisement(readerOf('nonsense\n', FLUSH), {smartHttp: false})).rejects.toThrow('malformed reference line')
    await expect(readAdvertisement(readerOf(Buffer.from('zzzz')), {smartHttp: false})).rejects.toThrow('invalid pkt-len')
    await expect(readAdvertisement(readerOf(), {smartHttp: false})).rejects.toThrow('empty input')
  })

  it('asks only for what the server can', () => {
    const all = fetchRequest(
      {wants: [A, A], depth: 1, filter: 'tree:0'},
      advertised('side-band-64k', 'shallow', 'filter', 'agent', 'thin-pack'),
    )
    const want = `005awant ${A} side-band-64k filter agent=flux-toolkit\n`
    expect(all.toString()).toBe(`${want}000ddeepen 1\n0012filter tree:0\n00000009done\n`)
    expect(fetchRequest({wants: [A], depth: 1}, advertised()).toString()).toBe(`0033want ${A} \n00000009done\n`)
  })

  it('takes side bands apart: data, progress, failure', async () => {
    const server = advertised('side-band-64k', 'shallow')
    const request = {wants: [A], depth: 1}
    const pack = await readPack(
      readerOf(`shallow ${A}`, FLUSH, 'NAK\n', band(2, 'counting'), band(1, 'PA'), band(1, 'CK'), FLUSH),
      request,
      server,
    )
    expect(pack.toString()).toBe('PACK')
    await expect(readPack(readerOf(FLUSH, 'NAK\n', band(3, 'out of memory')), request, server)).rejects.toThrow('out of memory')
    await expect(readPack(readerOf(FLUSH, 'NAK\n', band(9, '?')), request, server)).rejects.toThrow('unknown channel')
    await expect(readPack(readerOf(FLUSH, 'NAK\n', band(1, 'PA')), request, server)).rejects.toThrow('unexpected EOF')
    await expect(readPack(readerOf(FLUSH, 'what\n'), request, server)).rejects.toThrow('unexpected line')
  })

  it('takes a pack without side bands', async () => {
    expect((await readPack(readerOf('NAK\n', Buffer.from('PACK and more')), {wants: [A]}, advertised())).toString()).toBe(
      'PACK and more',
    )
    expect((await readPack(readerOf(Buffer.from('PACK')), {wants: [A]}, advertised())).toString()).toBe('PACK')
  })
})
