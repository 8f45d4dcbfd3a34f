import type {Clock} from '../../ports/clock.js'
import type {Metrics} from '../../ports/observe.js'

/** What happens in a work queue, for those who measure it; items are known by their text. */
export interface QueueObserver {
  /** An item waits that did not before; `depth` with it. */
  added(id: string, depth: number): void
  /** An item is put off. */
  retried(): void
  /** Work on an item begins; `depth` without it. */
  taken(id: string, depth: number): void
  done(id: string): void
}

/** client-go's metrics of a work queue; times in seconds. */
export function queueMetrics(metrics: Metrics, clock: Pick<Clock, 'monotonic'>, name: string): QueueObserver {
  const labels = {name, controller: name}
  // we have one priority only: the one of controller-runtime's items that have none
  const depthLabels = {...labels, priority: '0'}
  const waiting = new Map<string, number>()
  const working = new Map<string, number>()
  const since = (begun: number) => (clock.monotonic() - begun) / 1000

  const unfinished = () => {
    let sum = 0
    let longest = 0
    for (const begun of working.values()) {
      sum += since(begun)
      longest = Math.max(longest, since(begun))
    }
    metrics.gauge('workqueue_unfinished_work_seconds', labels, sum)
    metrics.gauge('workqueue_longest_running_processor_seconds', labels, longest)
  }
  metrics.onRead?.(unfinished)
  unfinished()
  metrics.count('workqueue_adds_total', labels, 0)
  metrics.count('workqueue_retries_total', labels, 0)
  metrics.gauge('workqueue_depth', depthLabels, 0)

  return {
    added(id, depth) {
      waiting.set(id, clock.monotonic())
      metrics.count('workqueue_adds_total', labels)
      metrics.gauge('workqueue_depth', depthLabels, depth)
    },
    retried: () => metrics.count('workqueue_retries_total', labels),
    taken(id, depth) {
      metrics.observe('workqueue_queue_duration_seconds', labels, since(waiting.get(id) ?? clock.monotonic()))
      metrics.gauge('workqueue_depth', depthLabels, depth)
      waiting.delete(id)
      working.set(id, clock.monotonic())
    },
    done(id) {
      const begun = working.get(id)
      if (begun !== undefined) metrics.observe('workqueue_work_duration_seconds', labels, since(begun))
      working.delete(id)
    },
  }
}
