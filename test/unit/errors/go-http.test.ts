import {describe, expect, it} from 'vitest'
import {goAnswerFault} from '../../../src/lib/errors/go-http.js'

describe('goAnswerFault', () => {
  // each as CNCF's flux 2.9.5 tells it of a server that answers so
  it.each([
    ['garbage', 'malformed HTTP response "garbage"'],
    ['SSH-2.0-OpenSSH_9\r\n', 'malformed HTTP response "SSH-2.0-OpenSSH_9"'],
    ['garbage line\r\n\r\n', 'malformed HTTP status code "line"'],
    ['HTTP/1.1 2x0 OK\r\n\r\n', 'malformed HTTP status code "2x0"'],
    ['HTTP/1.1 20 OK\r\n\r\n', 'malformed HTTP status code "20"'],
    ['HTP/1.1 200 OK\r\n\r\n', 'malformed HTTP version "HTP/1.1"'],
    ['HTTP/1.1 200 OK\r\nbad header\r\n\r\n', 'malformed MIME header: missing colon: "bad header"'],
    ['HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n', 'bad Content-Length "x"'],
    ['HTTP/1.1 200 OK\r\nA: b\r\n\r\nno header', undefined],
  ])('%j', (answer, words) => {
    expect(goAnswerFault(Buffer.from(answer))).toBe(words)
  })
})
