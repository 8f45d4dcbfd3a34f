/** Lines that are kept for readers: the newest ones, and whoever follows gets new ones as they come. */
export class LineBuffer {
  readonly #lines: {text: string; at: number}[] = []
  readonly #followers = new Set<() => void>()
  #dropped = 0

  constructor(private readonly most = 20_000) {}

  /** Adds one line with its newline, written at `at` (ms since the epoch). */
  add(text: string, at: number): void {
    this.#lines.push({text, at})
    if (this.#lines.length > this.most) {
      this.#lines.shift()
      this.#dropped++
    }
    for (const wake of this.#followers) wake()
  }

  /** The kept lines after the options, then, with `follow`, new ones until the signal aborts. */
  async *read(options: {
    tailLines?: number | undefined
    sinceMs?: number | undefined
    follow?: boolean | undefined
    signal?: AbortSignal | undefined
  }): AsyncIterable<{text: string; at: number}> {
    const since = options.sinceMs ?? Number.NEGATIVE_INFINITY
    const tail = options.tailLines ?? Number.POSITIVE_INFINITY
    let next = this.#dropped + Math.max(0, this.#lines.length - tail)
    for (;;) {
      for (; next < this.#dropped + this.#lines.length; next++) {
        const line = this.#lines[Math.max(0, next - this.#dropped)]!
        if (line.at >= since) yield line
      }
      if (!options.follow || options.signal?.aborted) return
      await this.#more(options.signal)
      if (options.signal?.aborted) return
    }
  }

  #more(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#followers.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#followers.add(wake)
      signal?.addEventListener('abort', wake, {once: true})
    })
  }
}
