import {PassThrough} from 'node:stream'
import {describe, expect, it} from 'vitest'
import {untilAborted} from '../../../../src/lib/wiring/process/until-aborted.js'

const textOf = async (chunks: AsyncIterable<Uint8Array>) => {
  let text = ''
  for await (const chunk of chunks) text += Buffer.from(chunk).toString()
  return text
}

const firstOf = async (chunks: AsyncIterable<Uint8Array>) => {
  for await (const chunk of chunks) return Buffer.from(chunk).toString()
  return undefined
}

describe('untilAborted', () => {
  it('ends with the stream', async () => {
    const stream = new PassThrough()
    stream.write('a')
    stream.end('b')
    expect(await textOf(untilAborted(stream, new AbortController().signal))).toBe('ab')
  })

  it('throws the reason while nothing comes, and closes the stream', async () => {
    const [stream, controller] = [new PassThrough(), new AbortController()]
    const text = textOf(untilAborted(stream, controller.signal))
    controller.abort(new Error('interrupted'))
    await expect(text).rejects.toThrow('interrupted')
    expect(stream.destroyed).toBe(true)
    await expect(textOf(untilAborted(new PassThrough(), controller.signal))).rejects.toThrow('interrupted')
  })

  it('leaves the rest to the next who asks', async () => {
    const [stream, {signal}] = [new PassThrough(), new AbortController()]
    stream.write('token\n')
    expect(await firstOf(untilAborted(stream, signal))).toBe('token\n')
    expect([stream.destroyed, stream.isPaused()]).toEqual([false, true])
    stream.write('y\n')
    expect(await firstOf(untilAborted(stream, signal))).toBe('y\n')
  })
})
