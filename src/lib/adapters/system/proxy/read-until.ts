import type {Socket} from 'node:net'

/** What becomes of what a socket brings; both may throw. */
interface Reading<T> {
  /** undefined as long as there is too little */
  look(): T | undefined
  /** when no more comes and nothing broke */
  end(): T
}

/** Reads from a socket until there is enough, and listens no longer then. @throws what the reading throws, or node's error when it breaks */
export function readUntil<T>(socket: Socket, {look, end}: Reading<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (read: () => T | undefined) => {
      try {
        const found = read()
        if (found === undefined) return
        resolve(found)
      } catch (error) {
        reject(error)
      }
      socket.off('readable', more).off('end', last).off('close', last)
    }
    const more = () => settle(look)
    const last = () =>
      settle(() => {
        if (socket.errored) throw socket.errored
        return end()
      })
    socket.on('readable', more).on('end', last).on('close', last)
    if (socket.closed) last()
    else more()
  })
}
