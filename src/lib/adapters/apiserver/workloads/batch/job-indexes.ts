import type {KubeObject} from '../../../../ports/kube.js'
import type {JobPods} from './job.js'

function indexOf(pod: KubeObject): number | undefined {
  const text = pod.metadata.annotations?.['batch.kubernetes.io/job-completion-index']
  return text === undefined ? undefined : Number(text)
}

export function succeededIndexes({succeeded}: Pick<JobPods, 'succeeded'>): number[] {
  const indexes = succeeded.map(indexOf).filter((index): index is number => index !== undefined)
  return [...new Set(indexes)].sort((a, b) => a - b)
}

/** Indexes of an indexed job that neither succeeded nor are running. */
export function missingIndexes(pods: JobPods, completions: number): number[] {
  const taken = new Set([...succeededIndexes(pods), ...pods.active.map(indexOf)])
  return Array.from({length: completions}, (_, index) => index).filter((index) => !taken.has(index))
}

/** `1,3-5,7` */
export function indexesText(indexes: readonly number[]): string {
  const runs: [number, number][] = []
  for (const index of indexes) {
    const last = runs.at(-1)
    if (last && last[1] === index - 1) last[1] = index
    else runs.push([index, index])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from},${to}` : `${from}-${to}`)).join(',')
}
