/** One pending timer; `index` is its place in the heap. */
export interface HeapTimer {
  readonly due: number
  readonly sequence: number
  readonly fire: () => void
  index: number
}

/** A binary heap by due time, then by creation, with removal of any entry. */
export function createTimerHeap() {
  const items: HeapTimer[] = []
  const before = (a: HeapTimer, b: HeapTimer) => a.due < b.due || (a.due === b.due && a.sequence < b.sequence)
  const place = (item: HeapTimer, index: number) => {
    items[index] = item
    item.index = index
  }
  const up = (item: HeapTimer) => {
    while (item.index > 0) {
      const parent = items[(item.index - 1) >> 1]!
      if (!before(item, parent)) return
      const index = parent.index
      place(parent, item.index)
      place(item, index)
    }
  }
  const down = (item: HeapTimer) => {
    for (;;) {
      const left = items[2 * item.index + 1]
      const right = items[2 * item.index + 2]
      const child = left && right && before(right, left) ? right : left
      if (!child || !before(child, item)) return
      const index = child.index
      place(child, item.index)
      place(item, index)
    }
  }
  const remove = (item: HeapTimer) => {
    if (item.index < 0) return
    const last = items.pop()!
    if (last !== item) {
      place(last, item.index)
      up(last)
      down(last)
    }
    item.index = -1
  }
  return {
    peek: (): HeapTimer | undefined => items[0],
    push(item: HeapTimer) {
      place(item, items.length)
      up(item)
    },
    remove,
    pop(): HeapTimer | undefined {
      const first = items[0]
      if (first) remove(first)
      return first
    },
  }
}
