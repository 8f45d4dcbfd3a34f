import type {Metrics} from '../../ports/observe.js'

/** One metric as Prometheus wants it declared. */
export interface MetricDefinition {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly labels: readonly string[]
  /** upper bounds of a histogram */
  readonly buckets?: readonly number[]
}

type Labels = Readonly<Record<string, string>>

/** Metrics nobody reads: what a short-lived command uses. */
export const noMetrics: Metrics = {
  count() {},
  gauge() {},
  observe() {},
  forget() {},
  text: async () => '',
}

/**
 * Prometheus metrics of one Context (its own registry). A name that was not declared is an error of the caller. With
 * `ofProcess` those of the process are there too (CPU, memory, file descriptors, the event loop).
 */
export async function createMetrics(definitions: readonly MetricDefinition[], ofProcess = false): Promise<Metrics> {
  const {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} = await import('prom-client')
  const registry = new Registry()
  if (ofProcess) collectDefaultMetrics({register: registry})
  /** series seen, so that `forget` finds those that carry some labels among others */
  const seen = new Map<string, Map<string, Labels>>()
  const metrics = new Map(
    definitions.map((definition) => {
      const common = {name: definition.name, help: definition.help, labelNames: [...definition.labels], registers: [registry]}
      const metric =
        definition.type === 'counter'
          ? new Counter(common)
          : definition.type === 'gauge'
            ? new Gauge(common)
            : new Histogram({...common, ...(definition.buckets ? {buckets: [...definition.buckets]} : {})})
      return [definition.name, metric] as const
    }),
  )
  const refreshes: (() => void)[] = []
  const find = (name: string, labels: Labels) => {
    const metric = metrics.get(name)
    if (!metric) throw new Error(`the metric '${name}' is not declared`)
    let series = seen.get(name)
    if (!series) seen.set(name, (series = new Map()))
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
    if (!series.has(key)) series.set(key, labels)
    return metric
  }
  return {
    count(name, labels = {}, by = 1) {
      const metric = find(name, labels)
      if (metric instanceof Counter) metric.inc(labels, by)
    },
    gauge(name, labels, value) {
      const metric = find(name, labels)
      if (metric instanceof Gauge) metric.set(labels, value)
    },
    observe(name, labels, value) {
      const metric = find(name, labels)
      if (metric instanceof Histogram) metric.observe(labels, value)
    },
    forget(labels) {
      const wanted = Object.entries(labels)
      for (const [name, series] of seen)
        for (const [key, have] of series)
          if (wanted.every(([label, value]) => have[label] === value)) {
            metrics.get(name)?.remove(have)
            series.delete(key)
          }
    },
    onRead: (refresh) => void refreshes.push(refresh),
    text: () => {
      for (const refresh of refreshes) refresh()
      return registry.metrics()
    },
  }
}
