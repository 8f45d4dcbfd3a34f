import {createServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {systemRandom} from '../../src/lib/adapters/apiserver/defaults.js'
import {createCertificate} from '../../src/lib/adapters/apiserver/listen/certificate.js'

export interface Webhooks {
  /** `<hook>` and `<hookca>` in a text replaced by this server's address and base64 authority */
  fill(text: string): string
  /** the other way round */
  hide(text: string): string
  /** `path` of every review so far */
  readonly calls: readonly string[]
  close(): Promise<void>
}

interface Review {
  readonly apiVersion: string
  readonly request: {
    readonly uid: string
    readonly operation: string
    readonly object: {readonly metadata?: {readonly labels?: Record<string, string>}} | null
  }
}

type Response = {readonly allowed: boolean; readonly [field: string]: unknown}

const patch = (operations: readonly object[]): Response => ({
  allowed: true,
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
})

/** Adds or counts up a label, so that a second call is seen. */
function counted({request}: Review, label: string): Response {
  const {labels} = request.object?.metadata ?? {}
  const value = String(Number(labels?.[label] ?? '0') + 1)
  if (!labels) return patch([{op: 'add', path: '/metadata/labels', value: {[label]: value}}])
  return patch([{op: 'add', path: `/metadata/labels/${label}`, value}])
}

/** What each path answers. */
const answers: Readonly<Record<string, (review: Review) => Response>> = {
  '/allow': () => ({allowed: true}),
  '/deny': () => ({allowed: false}),
  '/deny-message': () => ({allowed: false, status: {message: 'not on a Friday'}}),
  '/deny-reason': () => ({allowed: false, status: {reason: 'Forbidden', code: 403}}),
  '/deny-code': () => ({allowed: false, status: {message: 'slow down', code: 429, reason: 'TooManyRequests'}}),
  '/deny-details': () => ({
    allowed: false,
    status: {message: 'no', code: 422, details: {causes: [{reason: 'X', message: 'm', field: 'f'}]}},
  }),
  '/warn': () => ({allowed: true, warnings: ['mind the gap', 'again']}),
  '/deny-warn': () => ({allowed: false, warnings: ['told you'], status: {message: 'no'}}),
  '/count-a': (review) => counted(review, 'count-a'),
  '/count-b': (review) => counted(review, 'count-b'),
  '/data': () => patch([{op: 'add', path: '/data/added', value: 'by webhook'}]),
  '/empty-patch': () => patch([]),
  '/bad-path': () => patch([{op: 'replace', path: '/data/none/deep', value: 'x'}]),
  '/bad-type': () => patch([{op: 'add', path: '/data', value: 'text'}]),
  '/invalid': () => patch([{op: 'add', path: '/metadata/labels', value: {'bad key!': 'x'}}]),
  '/undecodable': () => ({allowed: true, patchType: 'JSONPatch', patch: Buffer.from('no json').toString('base64')}),
  '/no-type': () => ({allowed: true, patch: Buffer.from('[]').toString('base64')}),
  '/no-patch': () => ({allowed: true, patchType: 'JSONPatch'}),
  '/other-uid': () => ({allowed: true, uid: 'other'}),
  '/merge-type': () => ({...patch([{op: 'add', path: '/data', value: {x: 'y'}}]), patchType: 'Merge'}),
  '/lower-type': () => ({...patch([{op: 'add', path: '/data', value: {x: 'y'}}]), patchType: 'jsonpatch'}),
  '/hour': () => patch([{op: 'add', path: '/spec/expirationSeconds', value: 3600}]),
  '/minute': () => patch([{op: 'add', path: '/spec/expirationSeconds', value: 60}]),
  '/label': () => patch([{op: 'add', path: '/metadata/labels', value: {hooked: 'yes'}}]),
  '/rename': () => patch([{op: 'replace', path: '/metadata/name', value: 'other'}]),
  '/operation': ({request}) => ({allowed: false, status: {message: shown(request)}}),
}

/** Reviews that are of another version or kind than what was asked. */
const REVIEWS: Readonly<Record<string, object>> = {
  '/as-v1': {apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview'},
  '/as-v1beta1': {apiVersion: 'admission.k8s.io/v1beta1', kind: 'AdmissionReview'},
  '/as-v2': {apiVersion: 'admission.k8s.io/v2', kind: 'AdmissionReview'},
  '/as-pod': {apiVersion: 'v1', kind: 'Pod'},
  '/as-other': {apiVersion: 'admission.k8s.io/v1', kind: 'Other'},
  '/as-nothing': {kind: 'AdmissionReview'},
  '/as-unkind': {apiVersion: 'admission.k8s.io/v1'},
  '/as-odd': {apiVersion: 'a/b/c', kind: 'AdmissionReview'},
}

const DROPPED = new Set(['uid', 'creationTimestamp', 'time', 'resourceVersion', 'managedFields'])

/** The request without what differs from run to run, its fields in alphabetical order. */
function shown(request: object): string {
  return JSON.stringify(request, (key, value: unknown) => {
    if (DROPPED.has(key)) return undefined
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** A server of admission webhooks on loopback: what it answers depends on the path alone. */
export async function startWebhooks(): Promise<Webhooks> {
  const certificate = createCertificate(Date.now(), (length) => systemRandom.bytes(length))
  const calls: string[] = []
  const server = createServer({key: certificate.key, cert: certificate.cert}, (incoming, outgoing) => {
    const path = (incoming.url ?? '').split('?')[0]!
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      calls.push(path)
      const end = (status: number, type: string, text: string) => {
        outgoing.writeHead(status, {'content-type': type})
        outgoing.end(text)
      }
      if (path === '/hang') return
      if (path === '/500') return end(500, 'text/plain', 'broken')
      if (path === '/404') return end(404, 'text/plain', 'nobody here\n')
      if (path === '/text') return end(200, 'text/plain', 'hello')
      const [, moved] = /^\/(30[0-9])$/.exec(path) ?? []
      if (moved !== undefined) {
        outgoing.writeHead(Number(moved), {'content-type': 'text/plain', location: '/allow'})
        outgoing.end('elsewhere')
        return
      }
      if (path === '/null') return end(200, 'application/json', '{}')
      // who was sent here comes with empty hands
      const sent = Buffer.concat(chunks).toString() || '{"apiVersion":"admission.k8s.io/v1","request":{"uid":"none"}}'
      const review = JSON.parse(sent) as Review
      if (path === '/no-response') {
        return end(200, 'application/json', JSON.stringify({apiVersion: review.apiVersion, kind: 'AdmissionReview'}))
      }
      if (path === '/no-kind') {
        return end(200, 'application/json', JSON.stringify({response: {uid: review.request.uid, allowed: true}}))
      }
      const type = REVIEWS[path] ?? {apiVersion: review.apiVersion, kind: 'AdmissionReview'}
      const response = {uid: review.request.uid, ...(answers[path] ?? answers['/allow']!)(review)}
      end(200, 'application/json', JSON.stringify({...type, response}))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ca = Buffer.from(certificate.ca).toString('base64')
  return {
    calls,
    fill: (text) => text.replaceAll('<hook>', base).replaceAll('<hookca>', ca),
    hide: (text) => text.replaceAll(base, '<hook>').replaceAll(base.slice(8), '<hookhost>').replaceAll(ca, '<hookca>'),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
