import {readFileSync} from 'node:fs'
import type {JsonObject, JsonValue} from '../../src/lib/formats/json/value.js'
import type {Target} from '../conformance/case.js'

export interface Said {
  readonly status: number
  /** of a refusal; what is made up on the way (uids, addresses, times) is blanked */
  readonly message?: string
  readonly warnings?: readonly string[]
}

export function readLines(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
}

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const NAMESPACE = 'odd'
const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: NAMESPACE}}

async function post(target: Target, path: string, body: unknown): Promise<{said: Said; found: boolean; json?: JsonObject}> {
  const headers = {'content-type': 'application/json'}
  const answer = await target.send({method: 'POST', path, headers, body: JSON.stringify(body)})
  const {status, warnings} = answer
  // a new group is unknown for a moment: plain text
  if (status === 404) return {found: false, said: {status}}
  const json = (typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body) as JsonObject
  const message = json['kind'] === 'Status' && status >= 400 ? plain(String(json['message'])) : undefined
  return {
    found: true,
    json,
    said: {
      status,
      ...(message === undefined ? {} : {message}),
      ...(warnings.length > 0 ? {warnings: [...warnings].sort()} : {}),
    },
  }
}

/** Without what differs from run to run; the parts of a list in order. */
function plain(message: string): string {
  const text = message
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
    .replace(/10\.96\.\d+\.\d+/g, '<ip>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/selfType\d+/g, 'selfType')
  const list = /is invalid: \[(.*)\]$/s.exec(text)?.[1]
  if (list === undefined) return text
  const parts = list.split(/, (?=[a-zA-Z]+[.[:]|<nil>: )/)
  return text.replace(list, () => parts.sort().join(', '))
}

/** What became of an accepted object besides. */
export interface SaidOfKind extends Said {
  readonly spec?: JsonValue
  readonly objectStatus?: JsonValue
}

/** Dry runs of objects of the kinds that these CRDs describe; what was accepted is shown with its defaults. */
export async function askKinds(target: Target, crds: readonly JsonObject[], lines: readonly string[]): Promise<SaidOfKind[]> {
  for (const crd of crds) await post(target, CRDS, crd)
  await post(target, '/api/v1/namespaces', namespace)
  const answers: SaidOfKind[] = []
  for (const line of lines) {
    const {path, body} = JSON.parse(line.replaceAll('fuzzns', NAMESPACE)) as {path: string; body: unknown}
    let answer = await post(target, `${path}?dryRun=All`, body)
    for (let turns = 0; !answer.found && turns < 100; turns += 1) {
      await target.sleep(100)
      answer = await post(target, `${path}?dryRun=All`, body)
    }
    const {spec, status} = answer.json ?? {}
    const accepted = answer.said.status === 201
    answers.push({
      ...answer.said,
      ...(accepted && spec !== undefined && {spec}),
      ...(accepted && status !== undefined && {objectStatus: status}),
    })
  }
  return answers
}

/** Dry runs of one object per line: `{"path": ..., "body": ...}`, or a CRD without a path. */
export async function askObjects(target: Target, lines: readonly string[]): Promise<Said[]> {
  await post(target, '/api/v1/namespaces', namespace)
  const account = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}}
  await post(target, `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, account)
  const answers: Said[] = []
  for (const line of lines) {
    const {path = CRDS, body} = JSON.parse(line.replaceAll('fuzzns', NAMESPACE)) as {path?: string; body: unknown}
    answers.push((await post(target, `${path}?dryRun=All`, body)).said)
  }
  return answers
}

interface CelSchema {
  readonly properties: JsonObject
  readonly values: JsonObject
}

/** What the server says of a rule when it is declared and, when it takes it, of a value that meets it. */
export async function askCel(target: Target, lines: readonly string[], schema: CelSchema, wait: number): Promise<Said[]> {
  const declared: Said[] = []
  for (const [at, line] of lines.entries()) {
    const [rule, more] = line.split(' ;; ')
    const rules = [{rule, ...(more ? (JSON.parse(more) as JsonObject) : {})}]
    const crd = definition(at, {type: 'object', properties: schema.properties, 'x-kubernetes-validations': rules})
    declared.push((await post(target, CRDS, crd)).said)
  }
  const answers: Said[] = []
  for (const [at, said] of declared.entries()) {
    if (said.status !== 201) {
      answers.push(said)
      continue
    }
    const object = {apiVersion: `${GROUP}/v1`, kind: `C${at}`, metadata: {name: 'x'}, spec: schema.values}
    let answer = await post(target, `/apis/${GROUP}/v1/c${at}s?dryRun=All`, object)
    for (let turns = 0; !answer.found && turns < 100; turns += 1) {
      await target.sleep(wait)
      answer = await post(target, `/apis/${GROUP}/v1/c${at}s?dryRun=All`, object)
    }
    answers.push(answer.said)
  }
  return answers
}

/** What the server says of a rule on a field of a schema, by what it may cost. Lines: `SCHEMA ;; RULE`. */
export async function askCosts(
  target: Target,
  lines: readonly string[],
  schemas: Readonly<Record<string, JsonObject>>,
): Promise<Said[]> {
  const answers: Said[] = []
  for (const [at, line] of lines.entries()) {
    const [name = '', rule = ''] = line.split(' ;; ')
    const spec = {...schemas[name], 'x-kubernetes-validations': [{rule}]}
    answers.push((await post(target, `${CRDS}?dryRun=All`, definition(at, spec))).said)
  }
  return answers
}

const GROUP = 'cel.example.com'

function definition(at: number, spec: JsonObject): unknown {
  const names = {plural: `c${at}s`, singular: `c${at}`, kind: `C${at}`, listKind: `C${at}List`}
  const schema = {openAPIV3Schema: {type: 'object', properties: {spec}}}
  const versions = [{name: 'v1', served: true, storage: true, schema}]
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: `c${at}s.${GROUP}`},
    spec: {group: GROUP, scope: 'Cluster', names, versions},
  }
}
