import type {Socket} from 'node:net'
import {goAnswerFault} from '../../../errors/go-http.js'
import {readUntil} from './read-until.js'

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
  return readUntil(socket, {
    look() {
      for (let part = socket.read() as Buffer | null; part !== null; part = socket.read() as Buffer | null) {
        head = Buffer.concat([head, part])
        const found = END.exec(head.toString('latin1'))
        if (found) {
          const length = found.index + found[0].length
          if (head.length > length) socket.unshift(head.subarray(length))
          return head.subarray(0, length)
        }
      }
      return isNoAnswer(head) || head.length > MOST ? head : undefined
    },
    end() {
      // a line that nothing ends is one
      if (head.length > 0 && !head.includes('\n')) return head
      throw new Error('unexpected EOF')
    },
  })
}

function isNoAnswer(head: Buffer): boolean {
  const line = head.subarray(0, head.indexOf('\n') + 1)
  return line.length > 0 && goAnswerFault(line) !== undefined
}
