import type {ApiAnswer, ApiRequest} from '../request/api-request.js'
import {header} from '../request/api-request.js'
import {type RequestInfo, requestInfo} from '../request/request-info.js'

/** Upper ends of the classes of `apiserver_request_duration_seconds`, in seconds. */
export const DURATION_BUCKETS: readonly number[] = [
  0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
]

/** How long requests of one kind took. */
export interface Durations {
  /** per class of DURATION_BUCKETS, and those beyond */
  readonly buckets: number[]
  sum: number
  count: number
}

/** Different labels that are kept. */
const MOST = 10_000

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** What was asked since the start, by labels as they stand between the braces of a metric. */
export class RequestCounts {
  readonly totals = new Map<string, number>()
  readonly durations = new Map<string, Durations>()
  readonly watches = new Map<string, number>()
  private readonly labels = new KnownLabels()
  private writing = 0
  private reading = 0

  /** requests that are being answered */
  get inFlight(): {readonly mutating: number; readonly readOnly: number} {
    return {mutating: this.writing, readOnly: this.reading}
  }

  constructor(private readonly monotonic: () => number) {}

  /** Notes that a request came; what is returned is called with its answer, or without one. */
  begin(request: ApiRequest): (answer: ApiAnswer | undefined) => void {
    const from = this.monotonic()
    const writes = WRITES.has(request.method)
    if (writes) this.writing++
    else this.reading++
    return (answer) => {
      if (writes) this.writing--
      else this.reading--
      if (answer) this.note(request, answer, (this.monotonic() - from) / 1000)
    }
  }

  /** Forgets all but what is open. */
  reset(): void {
    this.totals.clear()
    this.durations.clear()
  }

  private note(request: ApiRequest, answer: ApiAnswer, seconds: number): void {
    const known = this.labels.of(request)
    const {labels, shared} = known
    const total = totalOf(known, answer.kind === 'response' ? answer.response.status : 200)
    const before = this.totals.get(total)
    // whoever makes up kinds all the time is not remembered for all of them
    if (before === undefined && this.totals.size >= MOST) return
    this.totals.set(total, (before ?? 0) + 1)
    if (answer.kind === 'watch') {
      this.watches.set(shared, (this.watches.get(shared) ?? 0) + 1)
      answer.watch.onEnd(() => this.watches.set(shared, this.watches.get(shared)! - 1))
    } else this.took(labels, seconds)
  }

  private took(labels: string, seconds: number): void {
    let known = this.durations.get(labels)
    if (!known) {
      known = {buckets: new Array<number>(DURATION_BUCKETS.length + 1).fill(0), sum: 0, count: 0}
      this.durations.set(labels, known)
    }
    let at = 0
    while (at < DURATION_BUCKETS.length && seconds > DURATION_BUCKETS[at]!) at++
    known.buckets[at]!++
    known.sum += seconds
    known.count++
  }
}

interface Labels {
  readonly labels: string
  /** those that an open watch is counted by */
  readonly shared: string
  /** with each status code, as a total is called */
  readonly totals: Map<number, string>
}

function totalOf({labels, totals}: Labels, code: number): string {
  let total = totals.get(code)
  if (total === undefined) totals.set(code, (total = `code="${code}",${labels}`))
  return total
}

/** The labels of the last request of each method: most requests are like the one before them. */
class KnownLabels {
  private readonly last = new Map<string, {readonly asked: Asked; readonly labels: Labels}>()

  of(request: ApiRequest): Labels {
    const asked = askedBy(request)
    const known = this.last.get(request.method)
    if (known && isSame(known.asked, asked)) return known.labels
    const labels = {...labelsOf(request, asked), totals: new Map<number, string>()}
    this.last.set(request.method, {asked, labels})
    return labels
  }
}

/** All that labels depend on. */
interface Asked {
  readonly info: RequestInfo
  readonly scope: string
  readonly verb: string
  readonly dry: string
}

function askedBy(request: ApiRequest): Asked {
  const info = requestInfo(request.method, request.path, request.query)
  const scope = info.name !== '' || info.verb === 'create' ? 'resource' : info.namespace === '' ? 'cluster' : 'namespace'
  return {info, scope, verb: verbOf(request, info.verb), dry: request.query.has('dryRun') ? 'All' : ''}
}

function isSame(a: Asked, b: Asked): boolean {
  const [x, y] = [a.info, b.info]
  return (
    x.isResource &&
    y.isResource &&
    x.resource === y.resource &&
    x.group === y.group &&
    x.version === y.version &&
    x.subresource === y.subresource &&
    a.scope === b.scope &&
    a.verb === b.verb &&
    a.dry === b.dry
  )
}

const safe = (text: string) => (/["\\\n]/.test(text) ? JSON.stringify(text).slice(1, -1) : text)

/** Labels of a request; paths of nobody's are counted as one. */
function labelsOf(request: ApiRequest, {info, scope, verb, dry}: Asked): Pick<Labels, 'labels' | 'shared'> {
  if (!info.isResource) {
    const known = /^\/(healthz|livez|readyz|version|metrics|api|apis|openapi\/v[23])(?=\/|$)/.exec(request.path)
    const own = `group="",resource="",scope="",subresource="${known?.[0] ?? ''}",verb="${request.method}",version=""`
    return {labels: `component="",dry_run="${dry}",${own}`, shared: `component="",${own}`}
  }
  const own =
    `group="${safe(info.group)}",resource="${safe(info.resource)}",scope="${scope}",subresource="${safe(info.subresource)}",` +
    `verb="${verb}",version="${safe(info.version)}"`
  return {labels: `component="apiserver",dry_run="${dry}",${own}`, shared: `component="apiserver",${own}`}
}

function verbOf(request: ApiRequest, verb: string): string {
  if (verb === 'list' || verb === 'watch' || verb === 'deletecollection') return verb.toUpperCase()
  return request.method === 'PATCH' && header(request, 'content-type').startsWith('application/apply-patch')
    ? 'APPLY'
    : request.method
}
