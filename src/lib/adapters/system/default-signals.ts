const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

let running = 0
let taken: (() => void)[] = []

/**
 * Runs what the system may hold without an end and that nothing can cancel, e.g. the opening of a pipe into which nobody writes: until it
 * is over, the signals that end a process do so by themselves, as for `cat`. Listeners come back afterwards.
 */
export async function endedBySignals<T>(action: () => Promise<T>): Promise<T> {
  if (running++ === 0) taken = ENDS.flatMap((name) => process.listeners(name).map((listener) => takeOff(name, listener)))
  try {
    return await action()
  } finally {
    if (--running === 0) for (const putBack of taken) putBack()
  }
}

function takeOff(name: NodeJS.Signals, listener: NodeJS.SignalsListener): () => void {
  process.off(name, listener)
  return () => void process.on(name, listener)
}
