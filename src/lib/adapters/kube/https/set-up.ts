import {setMaxListeners} from 'node:events'
import type {ClientRequest} from 'node:http'
import type {Socket} from 'node:net'

/** Go's limits (ms): of a connection (client-go's dialer), and of the TLS greeting on it (net/http's default transport). */
const CONNECT_LIMIT = 30_000
const GREETING_LIMIT = 10_000

/** Ends a new connection that does not come about in time, with the codes that Node has for it. */
export function limitSetUp(socket: Socket): void {
  const greets = () => (socket as {secureConnecting?: boolean}).secureConnecting === true
  if (socket.connecting) {
    const late = setTimeout(() => socket.destroy(setUpError('ETIMEDOUT', 'the connection took too long')), CONNECT_LIMIT)
    socket.once('close', () => clearTimeout(late))
    socket.once('connect', () => {
      clearTimeout(late)
      if (greets()) limitGreeting(socket)
    })
  } else if (greets()) limitGreeting(socket)
}

function limitGreeting(socket: Socket): void {
  const late = setTimeout(() => socket.destroy(setUpError('EGREETINGTIMEOUT', 'the TLS greeting took too long')), GREETING_LIMIT)
  for (const event of ['secureConnect', 'close']) socket.once(event, () => clearTimeout(late))
}

const setUpError = (code: string, message: string) => Object.assign(new Error(message), {code})

/** The same promise, but rejected with the signal's reason when that comes first: what it waits for may never happen. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  // as many requests at a time as the caller likes wait on one signal
  setMaxListeners(0, signal)
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, {once: true})
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Ends a request, and an answer that still comes, with the signal; as Node's option of this name, for less. */
export function endWith(client: ClientRequest, signal: AbortSignal | undefined): void {
  if (!signal) return
  const abort = () => client.destroy(signal.reason)
  signal.addEventListener('abort', abort, {once: true})
  client.once('close', () => signal.removeEventListener('abort', abort))
}

/** After a whole turn of the event loop: ends of kept connections that have come are known, as to Go, which reads all the time. */
export async function endsRead(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve))
}
