import {type AddressInfo, createServer, type Socket} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {createHttp} from '../../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** What becomes of a request when the proxy answers CONNECT so, and what the proxy heard. */
async function asked(answer: string, then: (socket: Socket) => void = (socket) => socket.end(), login = '') {
  let heard = ''
  const proxy = createServer((socket) => {
    socket.on('error', () => undefined).setEncoding('utf8')
    socket.on('data', (text) => {
      heard += String(text)
      if (!heard.endsWith('\r\n\r\n')) return
      socket.write(Buffer.from(answer, 'latin1'))
      then(socket)
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const http = createHttp(createTasks())
  closers.push(
    () => http.close(),
    () => proxy.close(),
  )
  const way = `http://${login}127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const words = await http.request({url: 'https://[fd00::17]/', proxy: way}).then(
    () => 'none',
    (error: Error & {statusText?: string}) => error.statusText ?? error.message,
  )
  return {words: words.replaceAll(/127\.0\.0\.1:\d+/g, 'END'), heard}
}

describe('an HTTP proxy that is asked for a connection', () => {
  it('hears where to and by whom', async () => {
    const {heard} = await asked('HTTP/1.1 407 No\r\n\r\n', undefined, 'u%40:p%ff@')
    const login = Buffer.from('u@:p\xff', 'latin1').toString('base64')
    expect(heard).toBe(`CONNECT [fd00::17]:443 HTTP/1.1\r\nhost: [fd00::17]:443\r\nproxy-authorization: Basic ${login}\r\n\r\n`)
  })

  it.each([
    ['HTTP/1.1 403 Forbidden\r\n\r\n', 'Forbidden'],
    ['HTTP/1.1 403 Forbidden\n\n', 'Forbidden'],
    ['HTTP/1.0 407 Not  You\r\nContent-Length: 5\r\n\r\nhello', 'Not  You'],
    ['HTTP/1.1 201 Created\r\n\r\n', 'Created'],
    ['HTTP/1.1 503\r\n\r\n', 'unknown status code'],
    ['', 'unexpected EOF'],
    ['HTTP/1.', 'malformed HTTP response "HTTP/1."'],
    ['HTTP/1.1 200 OK\r\n', 'unexpected EOF'],
    ['HTTP/1.1 200 OK\r\nX: y', 'unexpected EOF'],
    ['SSH-2.0-x\r\n', 'malformed HTTP response "SSH-2.0-x"'],
    ['\x05\x00', 'malformed HTTP response "\\x05\\x00"'],
    ['HTTP/1.1 abc OK\r\n\r\n', 'malformed HTTP status code "abc"'],
  ])('that answers %j and ends: %s', async (answer, words) => {
    expect((await asked(answer)).words).toBe(words)
  })

  it('that breaks the connection: both ends are named', async () => {
    const {words} = await asked('', (socket) => socket.resetAndDestroy())
    expect(words).toBe('read tcp END->END: read: connection reset by peer')
  })
})
