import type {Socket} from 'node:net'
import {readUntil} from './read-until.js'

/**
 * The next bytes of a socket, and no more: what follows is for whoever gets the socket then.
 * @throws Error in Go's words when it ends before, node's own when it breaks
 */
export function readExactly(socket: Socket, length: number): Promise<Buffer> {
  return readUntil(socket, {
    look() {
      const bytes = socket.read(length) as Buffer | null
      // at the end, less than was asked for
      if (bytes !== null && bytes.length < length) throw new Error('unexpected EOF')
      return bytes ?? undefined
    },
    end() {
      throw new Error('EOF')
    },
  })
}
