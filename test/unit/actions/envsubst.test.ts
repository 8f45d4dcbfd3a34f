import {describe, expect, it} from 'vitest'
import {envsubst} from '../../../src/lib/actions/envsubst.js'

async function run(chunks: readonly string[], env: Record<string, string | undefined>, strict = false) {
  const lines: Uint8Array[] = []
  const bytes = async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1')
  }
  await envsubst(bytes(), {env, strict}, async (line) => {
    lines.push(line)
  })
  return Buffer.concat(lines).toString('latin1')
}

const latin1 = (text: string) => Buffer.from(text).toString('latin1')

describe('flux envsubst', () => {
  it('puts lines together that come in pieces, even within a character', async () => {
    const utf8 = latin1('é=${a}\nlast ${b:-x}')
    expect(await run([utf8.slice(0, 1), utf8.slice(1, 5), utf8.slice(5)], {a: 'ü', b: undefined})).toBe(latin1('é=ü\nlast x\n'))
  })

  it('keeps bytes that are no UTF-8, and half a character that a substring leaves', async () => {
    expect(await run(['a\xffb ${b:-\xc3} \xe2\x82\n${u:2} ${u:0:2}${u:2}'], {u: 'aéb'})).toBe(
      `a\xffb \xc3 \xe2\x82\n\xa9b ${latin1('aéb')}\n`,
    )
  })

  it('drops one carriage return per line end, at the end of the input too', async () => {
    expect(await run(['a\r\n${x}\r\r\n\r\nmid\rdle\n', 'cut\r', '\nlast\r'], {x: '1\r'})).toBe(
      'a\n1\r\r\n\nmid\rdle\ncut\nlast\n',
    )
    expect(await run(['\r'], {})).toBe('\n')
  })

  it('ends in silence at a line of 64 KiB and keeps those before it', async () => {
    const longest = 'x'.repeat(65_535)
    expect(await run([`a\n${longest}\n`], {})).toBe(`a\n${longest}\n`)
    expect(await run([`a\n${longest}x\nb\n`], {})).toBe('a\n')
    expect(await run([`a\n${longest}x`], {})).toBe('a\n')
  })

  it('prints the lines before one that cannot be expanded', async () => {
    const lines: string[] = []
    const bytes = async function* () {
      yield Buffer.from('fine\n${gone}\n')
    }
    const print = async (line: Uint8Array) => void lines.push(Buffer.from(line).toString())
    await expect(envsubst(bytes(), {env: {}, strict: true}, print)).rejects.toThrow('variable not set (strict mode): "gone"')
    expect(lines).toEqual(['fine\n'])
  })
})
