import type {Readable} from 'node:stream'

/**
 * The chunks of a stream until the signal aborts, whose reason is thrown at once, also while nobody types anything; the stream
 * is then closed, since a terminal that is listened to keeps the process alive. Who stops earlier can go on with another
 * call, for the next question.
 */
export async function* untilAborted(stream: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  signal.throwIfAborted()
  const chunks: AsyncIterator<Uint8Array> = stream.iterator({destroyOnReturn: false})
  let stop: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, {once: true})
  })
  try {
    for (;;) {
      const {done, value} = await Promise.race([chunks.next(), aborted])
      if (done) return
      yield value
    }
  } finally {
    signal.removeEventListener('abort', stop)
    if (signal.aborted) stream.destroy()
    else {
      await chunks.return?.()
      stream.pause()
    }
  }
}
