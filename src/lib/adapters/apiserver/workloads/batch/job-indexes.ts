import type {KubeObject} from '../../../../ports/kube.js'

export const INDEX = 'batch.kubernetes.io/job-completion-index'

/** The completion index of a pod, if it has one. */
export function indexOf(pod: KubeObject): number | undefined {
  const text = pod.metadata.annotations?.[INDEX]
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

export function indexesOf(pods: readonly KubeObject[]): Set<number> {
  return new Set(pods.map(indexOf).filter((index): index is number => index !== undefined))
}

/** The first `count` indexes of a job that are none of `taken`. */
export function pendingIndexes(taken: readonly ReadonlySet<number>[], count: number, completions: number): number[] {
  const found: number[] = []
  for (let index = 0; index < completions && found.length < count; index++) {
    if (!taken.some((indexes) => indexes.has(index))) found.push(index)
  }
  return found
}

/** `1,3-5,7` */
export function indexesText(indexes: Iterable<number>): string {
  const runs: [number, number][] = []
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && last[1] === index - 1) last[1] = index
    else runs.push([index, index])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from},${to}` : `${from}-${to}`)).join(',')
}

/** Indexes of `1,3-5,7` that a job of so many completions has. */
export function readIndexes(text: unknown, completions: number): Set<number> {
  const indexes = new Set<number>()
  if (typeof text !== 'string' || text === '') return indexes
  for (const part of text.split(',')) {
    const [from = '', to = from] = part.split('-')
    for (let index = Number(from); index <= Number(to) && index < completions; index++) indexes.add(index)
  }
  return indexes
}
