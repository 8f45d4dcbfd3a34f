/** Declaration of one metric, as `adapters/system` takes it. */
interface Definition {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly labels: readonly string[]
  readonly buckets?: readonly number[]
}

/** `count` buckets from `first` to `last`, each the same factor above the one before (prometheus ExponentialBucketsRange). */
function exponential(first: number, last: number, count: number): number[] {
  const factor = (last / first) ** (1 / (count - 1))
  return Array.from({length: count}, (_, index) => first * factor ** index)
}

const RECONCILE_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3,
  3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
]
/** client-go's, from ten nanoseconds on. */
const QUEUE_SECONDS = Array.from({length: 12}, (_, index) => 10 ** (index - 8))
const QUEUE = ['name', 'controller'] as const
const OBJECT = ['kind', 'name', 'namespace'] as const

/** The metrics of Flux's controllers (kustomize-controller 21, source-controller 17). */
export const CONTROLLER_METRICS: readonly Definition[] = [
  {
    name: 'gotk_reconcile_duration_seconds',
    help: 'The duration in seconds of a GitOps Toolkit resource reconciliation.',
    type: 'histogram',
    labels: OBJECT,
    buckets: exponential(0.01, 1800, 10),
  },
  {
    name: 'controller_runtime_reconcile_total',
    help: 'Total number of reconciliations per controller',
    type: 'counter',
    labels: ['controller', 'result'],
  },
  {
    name: 'controller_runtime_reconcile_errors_total',
    help: 'Total number of reconciliation errors per controller',
    type: 'counter',
    labels: ['controller'],
  },
  {
    name: 'controller_runtime_terminal_reconcile_errors_total',
    help: 'Total number of terminal reconciliation errors per controller',
    type: 'counter',
    labels: ['controller'],
  },
  {
    name: 'controller_runtime_reconcile_panics_total',
    help: 'Total number of reconciliation panics per controller',
    type: 'counter',
    labels: ['controller'],
  },
  {
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'Length of time per reconciliation per controller',
    type: 'histogram',
    labels: ['controller'],
    buckets: RECONCILE_SECONDS,
  },
  {
    name: 'controller_runtime_active_workers',
    help: 'Number of currently used workers per controller',
    type: 'gauge',
    labels: ['controller'],
  },
  {
    name: 'controller_runtime_max_concurrent_reconciles',
    help: 'Maximum number of concurrent reconciles per controller',
    type: 'gauge',
    labels: ['controller'],
  },
  {
    name: 'controller_runtime_reconcile_timeouts_total',
    help: 'Total number of reconciliation timeouts per controller',
    type: 'counter',
    labels: ['controller'],
  },
  {name: 'workqueue_adds_total', help: 'Total number of adds handled by workqueue', type: 'counter', labels: QUEUE},
  {
    name: 'workqueue_depth',
    help: 'Current depth of workqueue by workqueue and priority',
    type: 'gauge',
    labels: [...QUEUE, 'priority'],
  },
  {
    name: 'workqueue_retries_total',
    help: 'Total number of items that were put off, for their interval or after a failure',
    type: 'counter',
    labels: QUEUE,
  },
  {
    name: 'workqueue_queue_duration_seconds',
    help: 'How long in seconds an item waits before work on it begins',
    type: 'histogram',
    labels: QUEUE,
    buckets: QUEUE_SECONDS,
  },
  {
    name: 'workqueue_work_duration_seconds',
    help: 'How long in seconds the work on an item takes',
    type: 'histogram',
    labels: QUEUE,
    buckets: QUEUE_SECONDS,
  },
  {
    name: 'workqueue_unfinished_work_seconds',
    help: 'Seconds of all work that is in progress; values that rise steadily tell of runs that hang',
    type: 'gauge',
    labels: QUEUE,
  },
  {
    name: 'workqueue_longest_running_processor_seconds',
    help: 'Seconds since the longest run that is in progress began',
    type: 'gauge',
    labels: QUEUE,
  },
  {
    name: 'rest_client_requests_total',
    help: 'Number of HTTP requests, partitioned by status code, method, and host.',
    type: 'counter',
    labels: ['code', 'method', 'host'],
  },
  {
    name: 'leader_election_master_status',
    help: 'Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master.',
    type: 'gauge',
    labels: ['name'],
  },
]
