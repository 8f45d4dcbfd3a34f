import type {Socket} from 'node:net'

/**
 * The next bytes of a socket, and no more: what follows is for whoever gets the socket then.
 * @throws Error in Go's words when it ends before, node's own when it breaks
 */
export function readExactly(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const done = () => {
      socket.off('readable', look).off('end', end).off('close', end)
    }
    const fail = (error: Error) => {
      done()
      reject(error)
    }
    const look = () => {
      const bytes = socket.read(length) as Buffer | null
      if (bytes === null) return
      // at the end, less than was asked for
      if (bytes.length < length) return fail(new Error('unexpected EOF'))
      done()
      resolve(bytes)
    }
    const end = () => fail(socket.errored ?? new Error('EOF'))
    socket.on('readable', look).on('end', end).on('close', end)
    if (socket.closed) end()
    else look()
  })
}
