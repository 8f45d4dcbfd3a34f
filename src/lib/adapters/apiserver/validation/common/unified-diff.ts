type Match = readonly [a: number, b: number, size: number]
type Op = readonly [same: boolean, a1: number, a2: number, b1: number, b2: number]

const CONTEXT = 3

/**
 * Unified difference without file names, line for line what Python's difflib (and its Go port) finds: longest
 * matching blocks, and in longer texts no line that is too common starts one.
 */
export function unifiedDiff(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')]
  return groups(operations(a, b))
    .map((group) => {
      const [first, last] = [group[0]!, group.at(-1)!]
      const header = `@@ -${span(first[1], last[2])} +${span(first[3], last[4])} @@\n`
      return header + group.map(([same, a1, a2, b1, b2]) => lines(same, a.slice(a1, a2), b.slice(b1, b2))).join('')
    })
    .join('')
}

function lines(same: boolean, old: readonly string[], now: readonly string[]): string {
  if (same) return old.map((line) => ` ${line}\n`).join('')
  return [...old.map((line) => `-${line}\n`), ...now.map((line) => `+${line}\n`)].join('')
}

function span(start: number, end: number): string {
  const length = end - start
  if (length === 1) return `${start + 1}`
  return `${length === 0 ? start : start + 1},${length}`
}

/** Positions of the lines of `b` that a match may start with. */
function positions(b: readonly string[]): Map<string, number[]> {
  const result = new Map<string, number[]>()
  for (const [at, line] of b.entries()) {
    const list = result.get(line)
    if (list) list.push(at)
    else result.set(line, [at])
  }
  const limit = Math.floor(b.length / 100) + 1
  if (b.length >= 200) for (const [line, list] of result) if (list.length > limit) result.delete(line)
  return result
}

function operations(a: readonly string[], b: readonly string[]): Op[] {
  const where = positions(b)
  const matches: Match[] = []
  const queue: (readonly [number, number, number, number])[] = [[0, a.length, 0, b.length]]
  for (let range = queue.pop(); range; range = queue.pop()) {
    const [a1, a2, b1, b2] = range
    const match = longest(a, b, where, range)
    const [i, j, size] = match
    if (size === 0) continue
    matches.push(match)
    if (a1 < i && b1 < j) queue.push([a1, i, b1, j])
    if (i + size < a2 && j + size < b2) queue.push([i + size, a2, j + size, b2])
  }
  matches.sort(([x], [y]) => x - y)
  const ops: Op[] = []
  let [i, j] = [0, 0]
  for (const [ai, bj, size] of [...joined(matches), [a.length, b.length, 0] as const]) {
    if (i < ai || j < bj) ops.push([false, i, ai, j, bj])
    if (size > 0) ops.push([true, ai, ai + size, bj, bj + size])
    i = ai + size
    j = bj + size
  }
  return ops
}

function joined(matches: readonly Match[]): Match[] {
  const result: Match[] = []
  for (const [i, j, size] of matches) {
    const last = result.at(-1)
    if (last && last[0] + last[2] === i && last[1] + last[2] === j) result[result.length - 1] = [last[0], last[1], last[2] + size]
    else result.push([i, j, size])
  }
  return result
}

function longest(
  a: readonly string[],
  b: readonly string[],
  where: ReadonlyMap<string, readonly number[]>,
  [a1, a2, b1, b2]: readonly [number, number, number, number],
): Match {
  let [bestI, bestJ, best] = [a1, b1, 0]
  let lengths = new Map<number, number>()
  for (let i = a1; i < a2; i += 1) {
    const next = new Map<number, number>()
    for (const j of where.get(a[i]!) ?? []) {
      if (j < b1 || j >= b2) continue
      const size = (lengths.get(j - 1) ?? 0) + 1
      next.set(j, size)
      if (size > best) [bestI, bestJ, best] = [i - size + 1, j - size + 1, size]
    }
    lengths = next
  }
  while (bestI > a1 && bestJ > b1 && a[bestI - 1] === b[bestJ - 1]) [bestI, bestJ, best] = [bestI - 1, bestJ - 1, best + 1]
  while (bestI + best < a2 && bestJ + best < b2 && a[bestI + best] === b[bestJ + best]) best += 1
  return [bestI, bestJ, best]
}

/** Changes with a few lines around them. */
function groups(ops: readonly Op[]): Op[][] {
  const list = [...ops]
  const trim = (at: number, from: boolean) => {
    const op = list[at]
    if (!op?.[0]) return
    const [, a1, a2, b1, b2] = op
    list[at] = from
      ? [true, Math.max(a1, a2 - CONTEXT), a2, Math.max(b1, b2 - CONTEXT), b2]
      : [true, a1, Math.min(a2, a1 + CONTEXT), b1, Math.min(b2, b1 + CONTEXT)]
  }
  trim(0, true)
  trim(list.length - 1, false)
  const result: Op[][] = []
  let group: Op[] = []
  for (const op of list) {
    const [same, a1, a2, b1, b2] = op
    if (same && a2 - a1 > 2 * CONTEXT) {
      group.push([true, a1, Math.min(a2, a1 + CONTEXT), b1, Math.min(b2, b1 + CONTEXT)])
      result.push(group)
      group = [[true, Math.max(a1, a2 - CONTEXT), a2, Math.max(b1, b2 - CONTEXT), b2]]
    } else group.push(op)
  }
  if (group.length > 0 && !(group.length === 1 && group[0]![0])) result.push(group)
  return result
}
