const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs what the system may hold without an end and that nothing can cancel, e.g. the opening of a pipe into which nobody writes: until it
 * is over, the signals that end a process do so by themselves, as for `cat`. Listeners come back afterwards.
 */
export async function endedBySignals<T>(action: () => Promise<T>): Promise<T> {
  const taken = ENDS.flatMap((name) => process.rawListeners(name).map((listener) => ({name, listener: listener as () => void})))
  for (const {name, listener} of taken) process.off(name, listener)
  try {
    return await action()
  } finally {
    for (const {name, listener} of taken) process.on(name, listener)
  }
}
