import {describe, expect, it} from 'vitest'
import {LineBuffer} from '../../../../src/lib/wiring/fleet/line-buffer.js'

async function all(lines: AsyncIterable<{text: string}>): Promise<string> {
  let text = ''
  for await (const line of lines) text += line.text
  return text
}

describe('LineBuffer', () => {
  it('keeps the newest lines and reads them by number and by time', async () => {
    const buffer = new LineBuffer(3)
    for (let at = 1; at <= 5; at++) buffer.add(`line ${at}\n`, at * 1000)
    expect(await all(buffer.read({}))).toBe('line 3\nline 4\nline 5\n')
    expect(await all(buffer.read({tailLines: 1}))).toBe('line 5\n')
    expect(await all(buffer.read({tailLines: 0}))).toBe('')
    expect(await all(buffer.read({sinceMs: 4000}))).toBe('line 4\nline 5\n')
  })

  it('gives followers new lines until they stop, even when old ones are dropped meanwhile', async () => {
    const buffer = new LineBuffer(2)
    const stop = new AbortController()
    buffer.add('a\n', 0)
    const reading = all(buffer.read({follow: true, signal: stop.signal}))
    await new Promise((resolve) => setImmediate(resolve))
    buffer.add('b\n', 0)
    await new Promise((resolve) => setImmediate(resolve))
    buffer.add('c\n', 0)
    await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    expect(await reading).toBe('a\nb\nc\n')
  })
})
