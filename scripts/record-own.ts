// Records what kube-apiserver answers to our own sequences (scripts/admission-cases, scripts/request-cases): test/corpus/api-own/FAMILY.jsonl, in the
// format of test/corpus/api. `<hook>` and `<hookca>` stand for the webhook server that the recorder and the replay start.
// usage: node scripts/run.mjs record-own KUBECONFIG [FAMILY...]
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Case, Json, RequestStep, Sent} from '../test/conformance/case.js'
import {CORE, spacedJson} from '../test/conformance/run-case.js'
import {kubeconfigTarget} from '../test/conformance/targets.js'
import {startWebhooks} from '../test/conformance/webhook-server.js'
import {families, type OwnCase, type OwnStep} from './admission-cases/families.js'

const [kubeconfig, ...only] = process.argv.slice(2)
if (!kubeconfig) throw new Error('usage: record-own KUBECONFIG [FAMILY...]')
const target = kubeconfigTarget(kubeconfig)
const hooks = await startWebhooks()
const folder = join(import.meta.dirname, '..', 'test', 'corpus', 'api-own')
mkdirSync(folder, {recursive: true})

interface Ran {
  readonly step: OwnStep
  readonly answer?: Awaited<ReturnType<typeof target.send>>
}

function sent(step: Exclude<OwnStep, {sleep: number}>, fill: (text: string) => string): Sent {
  const headers: Record<string, string> = {
    'user-agent': 'recorder/1.0',
    accept: step.accept ?? 'application/json',
    'content-type': step.contentType ?? 'application/json',
  }
  for (const [name, value] of Object.entries(step.as ?? {})) headers[name.toLowerCase()] = fill(value)
  const body = step.body === undefined ? undefined : fill(bodyText(step.body))
  return {method: step.method, path: fill(step.path), headers, body}
}

/** As the replay writes it (test/conformance/run-case.ts). */
function bodyText(body: Json): string {
  if (typeof body === 'string') return body
  if (typeof body === 'object' && body !== null && '$repeat' in body) {
    const [before, unit, times, after] = (body as {$repeat: [string, string, number, string]}).$repeat
    return before + unit.repeat(times) + after
  }
  return spacedJson(body)
}

async function record(family: string, index: number, recorded: OwnCase): Promise<Case> {
  const ns = `r${Date.now().toString(36)}-${family.slice(0, 4)}${index}`
  const fill = (text: string) => hooks.fill(text.replaceAll('<ns>', ns).replaceAll('<Ns>', ns[0]!.toUpperCase() + ns.slice(1)))
  await post(CORE, {apiVersion: 'v1', kind: 'Namespace', metadata: {name: ns}})
  await post(`${CORE}/${ns}/serviceaccounts`, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}})
  const ran: Ran[] = []
  for (const step of recorded.steps) {
    if ('sleep' in step) await target.sleep(step.sleep * 1000)
    // what earlier answers gave is filled in as the replay will do it
    const soFar = new Placeholders(ns, ran)
    for (const {answer} of ran) if (answer) soFar.json(answer.body)
    ran.push('sleep' in step ? {step} : {step, answer: await target.send(sent(step, (text) => soFar.fill(fill(text))))})
  }
  for (const path of cleanups) await removeMatching(path, ns)
  await target.send({method: 'DELETE', path: `${CORE}/${ns}`, headers: {}})
  const names = new Placeholders(ns, ran)
  const {name, about} = recorded
  return {
    name,
    about,
    steps: ran.map(({step, answer}) => (answer ? finished(step as RequestStep, answer, names) : step)) as never,
  }
}

function finished(step: RequestStep, answer: NonNullable<Ran['answer']>, names: Placeholders): RequestStep {
  const warnings = answer.warnings.map((text) => names.text(text))
  return {...step, status: answer.status, ...(warnings.length > 0 ? {warnings} : {}), response: names.json(answer.body)}
}

const ADDRESS = new Set(['clusterIP', 'clusterIPs'])
const PORT = new Set(['nodePort', 'healthCheckNodePort'])

/** Puts placeholders where answers differ from run to run. */
class Placeholders {
  readonly #uids = new Map<string, number>()
  readonly #others = new Map<string, string[]>()
  readonly #suffixes: string[] = []
  readonly #versions: readonly string[]

  constructor(
    private readonly ns: string,
    ran: readonly Ran[],
  ) {
    const versions = new Set<string>()
    for (const {answer} of ran) collect(answer?.body ?? null, versions)
    this.#versions = [...versions].sort((a, b) => Number(a) - Number(b))
  }

  /** The other way round: a request's text with what its placeholders stand for. */
  fill(text: string): string {
    return text.replace(/<(uid|rv|lrv|ip|port|token):(\d+)>/g, (all, name: string, number: string) => {
      const at = Number(number) - 1
      if (name === 'uid') return [...this.#uids.keys()][at] ?? all
      if (name === 'rv') return this.#versions[at] ?? all
      return this.#others.get(name)?.[at] ?? all
    })
  }

  text(text: string): string {
    return hooks
      .hide(text)
      .replaceAll(this.ns, '<ns>')
      .replaceAll(this.ns[0]!.toUpperCase() + this.ns.slice(1), '<Ns>')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (uid) => this.#uid(uid))
      .replace(
        /("resourceVersion\\*":\\*"|in record \()(\d+)/g,
        (_, head: string, version: string) => head + this.#version(version),
      )
      .replace(/(resource version: \d+, current: )\d+/g, '$1<rv>')
      .replace(/\bg-([bcdfghjklmnpqrstvwxz2456789]{5})\b/g, (_, suffix: string) => `g-${this.#suffix(suffix)}`)
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
  }

  json(value: Json, key = ''): Json {
    if (typeof value === 'string') return this.#string(value, key)
    if (Array.isArray(value)) return value.map((item) => this.json(item, key))
    if (typeof value === 'number' && PORT.has(key)) return this.#other('port', String(value))
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value.items) && typeof value.metadata === 'object') return this.#list(value)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [this.text(name), this.json(item, name)]))
  }

  #string(value: string, key: string): Json {
    if (key === 'resourceVersion') return this.#version(value)
    if (key === 'continue' && value !== '') return this.#other('token', value)
    if (ADDRESS.has(key) && /^\d+\.\d+\.\d+\.\d+$/.test(value)) return this.#other('ip', value)
    if (key === 'token' && value.startsWith('ey')) return this.#other('jwt', value)
    if (key === 'cells' && /^\d+s$/.test(value)) return '<age>'
    return this.text(value)
  }

  #list(list: {[key: string]: Json}): Json {
    const metadata = list.metadata as {[key: string]: Json}
    const {resourceVersion, ...rest} = metadata
    const shown = {...(this.json(rest) as {[key: string]: Json}), resourceVersion: this.#other('lrv', String(resourceVersion))}
    return Object.fromEntries(
      Object.entries(list).map(([name, item]) => [name, name === 'metadata' ? shown : this.json(item, name)]),
    )
  }

  #other(name: string, value: string): string {
    const known = this.#others.get(name) ?? []
    this.#others.set(name, known)
    if (!known.includes(value)) known.push(value)
    return `<${name}:${known.indexOf(value) + 1}>`
  }

  #uid(uid: string): string {
    let number = this.#uids.get(uid)
    if (number === undefined) this.#uids.set(uid, (number = this.#uids.size + 1))
    return `<uid:${number}>`
  }

  #suffix(text: string): string {
    if (!this.#suffixes.includes(text)) this.#suffixes.push(text)
    return `<rand:${this.#suffixes.indexOf(text) + 1}>`
  }

  #version(text: string): string {
    const at = this.#versions.indexOf(text)
    return at < 0 ? text : `<rv:${at + 1}>`
  }
}

function collect(value: Json, versions: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, versions)
  else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      const isList = key === 'metadata' && Array.isArray(value.items)
      if (isList) continue
      if (key === 'resourceVersion' && typeof item === 'string' && /^\d+$/.test(item)) versions.add(item)
      else collect(item, versions)
    }
  }
}

async function post(path: string, body: Json): Promise<void> {
  await target.send({
    method: 'POST',
    path,
    headers: {'content-type': 'application/json', 'user-agent': 'recorder/1.0'},
    body: JSON.stringify(body),
  })
}

const REGISTRATION = '/apis/admissionregistration.k8s.io/v1'
const cleanups = [
  `${REGISTRATION}/validatingwebhookconfigurations`,
  `${REGISTRATION}/mutatingwebhookconfigurations`,
  `${REGISTRATION}/validatingadmissionpolicybindings`,
  `${REGISTRATION}/validatingadmissionpolicies`,
  `${REGISTRATION}/mutatingadmissionpolicybindings`,
  `${REGISTRATION}/mutatingadmissionpolicies`,
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  '/apis/certificates.k8s.io/v1/certificatesigningrequests',
]

async function removeMatching(path: string, ns: string): Promise<void> {
  const list = await target.send({method: 'GET', path, headers: {accept: 'application/json'}})
  const items = (list.body as {items?: {metadata: {name: string}}[]}).items ?? []
  for (const {metadata} of items) {
    if (metadata.name.includes(ns)) await target.send({method: 'DELETE', path: `${path}/${metadata.name}`, headers: {}})
  }
}

for (const [family, cases] of Object.entries(families)) {
  if (only.length > 0 && !only.includes(family)) continue
  const lines: string[] = []
  for (const [index, recorded] of cases.entries()) lines.push(JSON.stringify(await record(family, index, recorded)))
  writeFileSync(join(folder, `${family}.jsonl`), `${lines.join('\n')}\n`)
  console.log(`${family}: ${lines.length} cases`)
}
await hooks.close()
process.exit(0)
