import {Bindings} from './bindings.js'
import type {Answer, Case, Json, OpenWatch, RequestStep, Sent, Step, Target, Until, WatchStep} from './case.js'
import {differences} from './compare.js'
import {normalised, unorderedForm} from './normalise.js'
import {holds} from './until.js'

export interface StepFault {
  /** `3 PATCH /api/...` */
  readonly step: string
  readonly faults: readonly string[]
}

export interface CaseResult {
  readonly name: string
  readonly skipped?: string
  readonly faults: readonly StepFault[]
}

export const CORE = '/api/v1/namespaces'
const REGISTRATIONS = [
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'validatingadmissionpolicybindings',
  'validatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
]
const POLL_MS = 50
/** How long a watch may stay silent before nothing more is expected of it. */
const QUIET_MS = 300

/** Replays one case in a namespace of its own. */
export async function runCase(target: Target, recorded: Case, namespace: string): Promise<CaseResult> {
  if (recorded.requires?.includes('controllers') && !target.hasControllers) {
    return {name: recorded.name, skipped: 'needs controllers', faults: []}
  }
  const run = new Run(target, new Bindings(namespace, !recorded.requires?.includes('controllers')))
  await prepare(target, namespace)
  try {
    await run.steps(recorded.steps, '')
  } catch (error) {
    run.faults.push({step: 'runner', faults: [(error as Error).stack ?? String(error)]})
  } finally {
    await cleanUp(target, namespace)
  }
  return {name: recorded.name, faults: run.faults}
}

/** A request of the runner's own. */
export function admin(method: string, path: string, body?: Json): Sent {
  const headers = {'user-agent': 'recorder/1.0', accept: 'application/json', 'content-type': 'application/json'}
  return {method, path, headers, body: body === undefined ? undefined : JSON.stringify(body)}
}

async function prepare(target: Target, namespace: string): Promise<void> {
  const created = await target.send(admin('POST', CORE, {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}}))
  if (created.status !== 201) throw new Error(`namespace ${namespace}: ${JSON.stringify(created.body)}`)
  if (!target.hasControllers) {
    const meta = {name: 'default', namespace}
    await target.send(
      admin('POST', `${CORE}/${namespace}/serviceaccounts`, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta}),
    )
    return
  }
  for (const path of ['serviceaccounts/default', 'configmaps/kube-root-ca.crt']) {
    await poll(target, admin('GET', `${CORE}/${namespace}/${path}`), {status: 200}, (value) => value)
  }
}

async function cleanUp(target: Target, namespace: string): Promise<void> {
  // what is cluster-wide carries the namespace's name; leftovers must not disturb the next case
  for (const path of [
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    ...REGISTRATIONS.map((resource) => `/apis/admissionregistration.k8s.io/v1/${resource}`),
  ]) {
    const list = await target.send(admin('GET', path))
    const items = (list.body as {items?: {metadata: {name: string}}[]} | null)?.items ?? []
    for (const {metadata} of items) {
      if (metadata.name.includes(namespace)) await target.send(admin('DELETE', `${path}/${metadata.name}`))
    }
  }
  await target.send(admin('DELETE', `${CORE}/${namespace}`))
}

/** Asks until the answer is what is waited for or the target's patience ends; returns the last answer. */
export async function poll(target: Target, request: Sent, until: Until, fill: (value: Json) => Json): Promise<Answer> {
  for (let waited = 0; ; waited += POLL_MS) {
    const answer = await target.send(request)
    if (holds(until, answer, fill) || waited >= target.patienceMs) return answer
    await target.sleep(POLL_MS)
  }
}

class Run {
  readonly faults: StepFault[] = []

  constructor(
    private readonly target: Target,
    private readonly bindings: Bindings,
  ) {}

  async steps(steps: readonly Step[], prefix: string): Promise<void> {
    for (const [index, step] of steps.entries()) {
      const label = `${prefix}${index + 1}`
      if ('sleep' in step) {
        if (this.target.needsSleep) await this.target.sleep(step.sleep * 1000)
      } else if ('wait' in step) {
        const request = this.request({method: 'GET', path: step.wait, as: step.as})
        const answer = await poll(this.target, request, step.until, (value) => this.bindings.fillJson(value))
        if (!holds(step.until, answer, (value) => this.bindings.fillJson(value))) {
          this.note(`${label} WAIT ${step.wait}`, [
            `never held: ${JSON.stringify(step.until)}; last ${answer.status} ${JSON.stringify(answer.body).slice(0, 600)}`,
          ])
        }
      } else if ('watch' in step) await this.watch(step, label)
      else await this.send(step, label)
    }
  }

  private request(step: Pick<RequestStep, 'as' | 'method' | 'path' | 'contentType' | 'accept' | 'body'>): Sent {
    const headers: Record<string, string> = {
      'user-agent': 'recorder/1.0',
      accept: step.accept ?? 'application/json',
      'content-type': step.contentType ?? 'application/json',
    }
    if (step.contentType === '') delete headers['content-type']
    for (const [name, value] of Object.entries(step.as ?? {})) {
      // an absent Authorization header means nobody, not the runner's own token
      headers[name.toLowerCase()] = value === null ? '' : this.bindings.fill(value)
    }
    return {method: step.method, path: this.bindings.fill(step.path), headers, body: this.body(step.body)}
  }

  private body(body: Json | undefined): string | undefined {
    if (body === undefined) return undefined
    if (typeof body === 'string') return this.bindings.fill(body)
    if (typeof body === 'object' && body !== null && '$repeat' in body) {
      const [before, unit, times, after] = (body as {$repeat: [string, string, number, string]}).$repeat
      return this.bindings.fill(before + unit.repeat(times) + (after ?? ''))
    }
    return spacedJson(this.bindings.fillJson(body))
  }

  private async send(step: RequestStep, label: string): Promise<void> {
    const request = this.request(step)
    const answer = step.until
      ? await poll(this.target, request, step.until, (value) => this.bindings.fillJson(value))
      : await this.target.send(request)
    const as = step.as ? ` as ${JSON.stringify(step.as)}` : ''
    this.note(`${label} ${step.method} ${step.path}${as}`, this.compare(step, answer))
  }

  private compare(
    step: Pick<RequestStep, 'status' | 'response' | 'warnings' | 'headers' | 'unordered'>,
    answer: Answer,
  ): string[] {
    const faults: string[] = []
    if (answer.status !== step.status) faults.push(`status: expected ${step.status}, got ${answer.status}`)
    const form = (value: Json) => (step.unordered ? unorderedForm(normalised(value)) : normalised(value))
    faults.push(...differences(form(step.response), form(answer.body), this.bindings))
    faults.push(...differences([...(step.warnings ?? [])], [...answer.warnings], this.bindings, 'warnings'))
    for (const [name, value] of Object.entries(step.headers ?? {})) {
      faults.push(...differences(value, answer.headers[name.toLowerCase()], this.bindings, `header ${name}`))
    }
    return faults
  }

  private async watch(step: WatchStep, label: string): Promise<void> {
    const name = `${label} WATCH ${step.watch}`
    const open = await this.target.watch(
      this.request({method: 'GET', path: step.watch, accept: step.accept, as: step.as} as RequestStep),
    )
    try {
      if (open.answer) {
        if (step.response === undefined) this.note(name, [`refused: ${open.answer.status} ${JSON.stringify(open.answer.body)}`])
        else this.note(name, this.compare({status: step.status, response: step.response}, open.answer))
        return
      }
      if (step.response !== undefined) {
        this.note(name, [`expected ${step.status} ${JSON.stringify(step.response)}, got a stream`])
        return
      }
      const events: Json[] = []
      while (events.length < (step.initial ?? 0)) {
        const event = await open.next(this.target.patienceMs)
        if (event === undefined || event === 'timeout') break
        if (!isPlainBookmark(event)) events.push(event)
      }
      await this.steps(step.during, `${label}.`)
      this.note(name, [...(await this.rest(step, open, events))])
    } finally {
      open.close()
    }
  }

  private async rest(step: WatchStep, open: OpenWatch, events: Json[]): Promise<readonly string[]> {
    const expected = step.events ?? []
    let bookmark: Json | undefined
    let ended = false
    for (;;) {
      const enough = events.length >= expected.length
      const event = await open.next(step.closed ? this.target.patienceMs : enough ? QUIET_MS : this.target.patienceMs)
      if (event === 'timeout') break
      if (event === undefined) {
        ended = true
        break
      }
      if (isPlainBookmark(event)) bookmark = event
      else events.push(event)
    }
    if (step.closed && bookmark !== undefined) events.push(bookmark)
    const faults = differences(normalised([...expected]), normalised(events), this.bindings, 'events')
    if (step.closed && !ended) faults.push('the stream was not closed')
    return faults
  }

  private note(step: string, faults: readonly string[]): void {
    if (faults.length > 0) this.faults.push({step: this.bindings.fill(step), faults})
  }
}

/** JSON as the recorder wrote it (`{"a": 1, "b": [2, 3]}`): some errors quote the body. */
export function spacedJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${spacedJson(item)}`)
    .join(', ')}}`
}

function isPlainBookmark(event: Json): boolean {
  const {type, object} = event as {type?: string; object?: {metadata?: {annotations?: object}}}
  return type === 'BOOKMARK' && object?.metadata?.annotations === undefined
}
