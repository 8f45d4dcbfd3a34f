import type {Socket} from 'node:net'
import {goAnswerFault} from '../../../errors/go-http.js'

/** More than any proxy says. */
const MOST = 1_000_000
const END = /\r?\n\r?\n/

/**
 * The head of an HTTP answer, as far as its empty line; less when already its first line is none. What follows stays for whoever gets the
 * socket then.
 * @throws Error in Go's words when it ends before, node's own when it breaks
 */
export function readHead(socket: Socket): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  return new Promise((resolve, reject) => {
    const done = () => {
      socket.off('readable', look).off('end', end).off('close', end)
    }
    const finish = (bytes: Buffer) => {
      done()
      resolve(bytes)
    }
    const fail = (error: Error) => {
      done()
      reject(error)
    }
    const look = () => {
      for (let part = socket.read() as Buffer | null; part !== null; part = socket.read() as Buffer | null) {
        head = Buffer.concat([head, part])
        const found = END.exec(head.toString('latin1'))
        if (found) {
          const length = found.index + found[0].length
          if (head.length > length) socket.unshift(head.subarray(length))
          return finish(head.subarray(0, length))
        }
      }
      if (isNoAnswer(head) || head.length > MOST) finish(head)
    }
    const end = () => {
      if (socket.errored) return fail(socket.errored)
      // a line that nothing ends is one
      if (head.length > 0 && !head.includes('\n')) return finish(head)
      fail(new Error('unexpected EOF'))
    }
    socket.on('readable', look).on('end', end).on('close', end)
    if (socket.closed) end()
    else look()
  })
}

function isNoAnswer(head: Buffer): boolean {
  const line = head.subarray(0, head.indexOf('\n') + 1)
  return line.length > 0 && goAnswerFault(line) !== undefined
}
