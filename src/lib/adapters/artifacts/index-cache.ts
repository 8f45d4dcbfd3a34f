import type {MemoryTree} from '../../formats/archive/memory-tree.js'

interface Cached {
  readonly tree: Promise<MemoryTree>
  bytes: number
}

/** Indexed archives by digest: the least recently used go when they take too much memory. */
export class IndexCache {
  readonly #entries = new Map<string, Cached>()
  #bytes = 0

  constructor(private readonly maxBytes: number) {}

  /** The tree of a digest; `load` is called once however many ask at the same time. */
  get(digest: string, load: () => Promise<{tree: MemoryTree; bytes: number}>): Promise<MemoryTree> {
    const found = this.#entries.get(digest)
    if (found) {
      this.#entries.delete(digest)
      this.#entries.set(digest, found)
      return found.tree
    }
    const loading = load()
    const entry: Cached = {tree: loading.then(({tree}) => tree), bytes: 0}
    this.#entries.set(digest, entry)
    loading.then(
      ({bytes}) => {
        if (this.#entries.get(digest) !== entry) return
        entry.bytes = bytes
        this.#bytes += bytes
        this.#shrink()
      },
      () => this.#entries.get(digest) === entry && this.#entries.delete(digest),
    )
    return entry.tree
  }

  /** True when somebody has asked for this digest and it is still here. */
  has(digest: string): boolean {
    return this.#entries.has(digest)
  }

  forget(digest: string): void {
    const entry = this.#entries.get(digest)
    if (!entry) return
    this.#bytes -= entry.bytes
    this.#entries.delete(digest)
  }

  #shrink(): void {
    for (const digest of this.#entries.keys()) {
      if (this.#bytes <= this.maxBytes || this.#entries.size === 1) return
      this.forget(digest)
    }
  }
}
