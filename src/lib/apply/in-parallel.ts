/**
 * Runs `work` for every item, at most `limit` at a time, in order of the list. Stops starting new work after a
 * failure and throws the failure of the first item in the list that has one.
 */
export async function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length)
  const failures = new Map<number, unknown>()
  let next = 0
  const worker = async () => {
    while (next < items.length && failures.size === 0) {
      const index = next++
      try {
        results[index] = await work(items[index] as T)
      } catch (error) {
        failures.set(index, error)
      }
    }
  }
  await Promise.all(Array.from({length: Math.min(Math.max(1, limit), items.length)}, worker))
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()))
  return results
}
