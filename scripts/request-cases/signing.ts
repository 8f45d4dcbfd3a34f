import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {CERTIFICATE, REQUESTS} from './signing-data.js'
import {apply, as, type Body, del, get, json, merge, obj, of, post, put, RBAC} from './steps.js'

/* What is asked of signers: whether a request can be read and is its own, who approves, what a signer may write. */

const CSRS = '/apis/certificates.k8s.io/v1/certificatesigningrequests'
const SIGNER = 'kubernetes.io/kube-apiserver-client'

const block = (type: string, der: string): string =>
  `-----BEGIN ${type}-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END ${type}-----\n`
const encoded = (text: string): string => Buffer.from(text).toString('base64')
const asked = (der: string): string => encoded(block('CERTIFICATE REQUEST', der))
const wanted = (name: string, request: string, spec: Body = {}): Body =>
  obj('certificates.k8s.io/v1', 'CertificateSigningRequest', `<ns>-${name}`, {
    spec: {request, signerName: SIGNER, usages: ['client auth'], ...spec},
  })
const ask = (name: string, request: string, spec: Body = {}): OwnStep => post(CSRS, wanted(name, request, spec))

/** A request with some of its bytes changed. */
function changed(at: number, ...bytes: number[]): string {
  const der = Buffer.from(REQUESTS.ec, 'base64')
  for (const [place, byte] of bytes.entries()) der[at + place] = byte
  return asked(der.toString('base64'))
}
const cut = (end: number): string => asked(Buffer.from(REQUESTS.ec, 'base64').subarray(0, end).toString('base64'))
const more = (...bytes: number[]): string =>
  asked(Buffer.concat([Buffer.from(REQUESTS.ec, 'base64'), Buffer.from(bytes)]).toString('base64'))
const raw = (...bytes: number[]): string => asked(Buffer.from(bytes).toString('base64'))

const EC = asked(REQUESTS.ec)
const condition = (type: string, rest: Body = {}): Body => ({type, status: 'True', reason: 'r', message: 'm', ...rest})
const approval = (name: string, ...conditions: Body[]): OwnStep => merge(`${CSRS}/<ns>-${name}/approval`, {status: {conditions}})
const status = (name: string, told: Body): OwnStep => merge(`${CSRS}/<ns>-${name}/status`, {status: told})
const CERT = block('CERTIFICATE', CERTIFICATE)

const read: readonly OwnCase[] = [
  of(
    'requests-by-key',
    'Requests by kind of key and digest, with names and without.',
    ...Object.entries(REQUESTS).map(([name, der]) => ask(name, asked(der))),
  ),
  of(
    'requests-by-armour',
    'What stands around a request.',
    ask('a', encoded(`x\n${block('CERTIFICATE REQUEST', REQUESTS.ec)}y`)),
    ask('b', encoded(block('NEW CERTIFICATE REQUEST', REQUESTS.ec))),
    ask('c', encoded(`${CERT}${block('CERTIFICATE REQUEST', REQUESTS.ec)}`)),
    ask('d', encoded(block('CERTIFICATE REQUEST', REQUESTS.ec) + block('CERTIFICATE REQUEST', 'AAAA'))),
    ask('e', encoded(block('CERTIFICATE REQUEST', REQUESTS.ec).replaceAll('\n', '\r\n'))),
    ask('f', encoded(block('CERTIFICATE REQUEST', REQUESTS.ec).replace('-\n', '-\nProc-Type: 4,ENCRYPTED\nA: b\n\n'))),
    ask('g', encoded(block('CERTIFICATE REQUEST', `${REQUESTS.ec}!`))),
    ask('h', encoded(block('CERTIFICATE REQUEST', REQUESTS.ec).replaceAll('\n', ''))),
    ask('i', encoded(block('CERTIFICATE REQUEST', REQUESTS.ec).trimEnd())),
    ask('j', encoded(` ${block('CERTIFICATE REQUEST', REQUESTS.ec)}`)),
    ask('k', encoded(block('CERTIFICATE REQUEST', ''))),
    ask('l', ''),
    ask('m', encoded(`-----BEGIN CERTIFICATE REQUEST-----\n${REQUESTS.ec}\n-----END CERTIFICATE-----\n`)),
    ask('n', encoded(block('CERTIFICATE REQUEST', REQUESTS.ec.replace('=', '')))),
    ask('o', encoded(`-----BEGIN X-----\n${block('CERTIFICATE REQUEST', REQUESTS.ec)}`)),
  ),
  of(
    'requests-by-bytes',
    'Bytes that are no request.',
    ...[
      raw(0x78),
      raw(0x30),
      raw(0x30, 0x00),
      raw(0x30, 0x80),
      raw(0x30, 0x81, 0x01),
      raw(0x30, 0x02, 0x30, 0x00),
      raw(0x31, 0x00),
      raw(0x02, 0x01, 0x01),
      raw(0x04, 0x00),
      cut(1),
      cut(2),
      cut(100),
      cut(150),
      more(0),
      more(0x30, 0x00),
      // another version, another name, another key, digests, a signature
      changed(5, 0x04),
      changed(7, 0x05),
      changed(8, 0x31),
      changed(19, 0x02),
      changed(20, 0x05),
      changed(21, 0x79),
      changed(28, 0x00),
      changed(44, 0x08),
      changed(50, 0x00),
      changed(60, 0x00),
      changed(124, 0x00),
      changed(126, 0x00),
      changed(130, 0x31),
      changed(150, 0x00, 0x01),
    ].map((request, at) => ask(`n${at}`, request)),
  ),
]

const approving: readonly OwnCase[] = [
  of(
    'approvals',
    'What an approval may say.',
    ask('a', EC),
    approval('a', condition('')),
    approval('a', condition('Approved', {status: 'False'})),
    approval('a', condition('Approved', {status: 'Maybe'})),
    approval('a', condition('Approved', {status: ''})),
    approval('a', condition('Other', {status: 'Maybe'})),
    approval('a', condition('Other', {status: ''})),
    approval('a', condition('Approved'), condition('Denied')),
    approval('a', condition('Approved'), condition('Approved')),
    approval('a', condition('Other', {status: 'False'}), condition('Other')),
    approval('a', condition('Failed', {status: 'Unknown'})),
    merge(`${CSRS}/<ns>-a/approval`, {status: {certificate: encoded(CERT), conditions: [condition('Approved')]}}),
    approval('a', condition('Approved', {reason: ''})),
    get(`${CSRS}/<ns>-a/approval`),
    approval('a', condition('Approved', {message: 'other', reason: 'again'})),
    approval('a'),
    approval('a', condition('Denied')),
    approval('a', condition('Approved'), condition('Failed')),
    approval('a', condition('Approved'), condition('Failed'), condition('Mine', {status: 'Unknown'})),
    approval('a', condition('Approved')),
    merge(`${CSRS}/<ns>-a`, {spec: {signerName: 'example.com/y', usages: ['server auth']}, metadata: {labels: {a: 'b'}}}),
    merge(`${CSRS}/<ns>-a`, {status: {conditions: []}}),
    put(`${CSRS}/<ns>-a`, {...wanted('a', EC), status: {conditions: [condition('Denied')]}}),
    ask('b', EC),
    approval('b', condition('Denied')),
    approval('b', condition('Denied'), condition('Approved')),
    approval('b', condition('Approved')),
    apply(`${CSRS}/<ns>-b/approval`, {
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: {name: '<ns>-b'},
      status: {conditions: [condition('Denied', {reason: 'applied'})]},
    }),
    del(`${CSRS}/<ns>-b/approval`),
    post(`${CSRS}/<ns>-b/approval`, wanted('b', EC)),
    post(CSRS, {...wanted('c', EC), status: {conditions: [condition('Approved')], certificate: encoded(CERT)}}),
  ),
  of(
    'signatures',
    'What a signer may write.',
    ask('a', EC),
    status('a', {certificate: encoded('x')}),
    status('a', {certificate: encoded(block('CERTIFICATE', ''))}),
    status('a', {certificate: encoded(block('CERTIFICATE', 'AAAA'))}),
    status('a', {certificate: encoded(block('CERTIFICATE REQUEST', REQUESTS.ec))}),
    status('a', {certificate: encoded(`${CERT}rest`)}),
    status('a', {certificate: encoded(`${CERT}${block('PRIVATE KEY', 'AAAA')}`)}),
    status('a', {certificate: encoded(CERT.replace('-\n', '-\nA: b\n\n'))}),
    status('a', {certificate: encoded(block('CERTIFICATE', `${CERTIFICATE.slice(0, 40)}AAAA${CERTIFICATE.slice(44)}`))}),
    status('a', {certificate: ''}),
    status('a', {conditions: [condition('Approved')]}),
    status('a', {conditions: [condition('Failed')]}),
    status('a', {certificate: encoded(`# told\n${CERT}\n${CERT}`), conditions: []}),
    status('a', {conditions: [condition('Failed'), condition('Mine')], certificate: encoded(`# told\n${CERT}\n${CERT}`)}),
    status('a', {certificate: encoded(CERT)}),
    status('a', {certificate: null}),
    json(`${CSRS}/<ns>-a/status`, [{op: 'remove', path: '/status/conditions/0'}]),
    approval('a', condition('Failed'), condition('Mine'), condition('Approved')),
    status('a', {conditions: [condition('Failed'), condition('Approved', {reason: 'changed'})]}),
    status('a', {conditions: [condition('Failed')]}),
    approval('a', condition('Failed', {reason: 'changed'}), condition('Approved')),
  ),
]

const user = (name: string, rules: readonly Body[]): readonly OwnStep[] => [
  post(`${RBAC}/clusterroles`, obj('rbac.authorization.k8s.io/v1', 'ClusterRole', `<ns>-${name}`, {rules: [...rules]})),
  post(
    `${RBAC}/clusterrolebindings`,
    obj('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', `<ns>-${name}`, {
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `<ns>-${name}`},
      subjects: [{apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: `<ns>-${name}`}],
    }),
  ),
]
const group = 'certificates.k8s.io'
const writes: Body = {
  apiGroups: [group],
  resources: ['certificatesigningrequests', 'certificatesigningrequests/approval', 'certificatesigningrequests/status'],
  verbs: ['*'],
}
const signs = (verb: string, name: string): Body => ({
  apiGroups: [group],
  resources: ['signers'],
  verbs: [verb],
  resourceNames: [name],
})

const allowed: readonly OwnCase[] = [
  of(
    'signers',
    'Who may approve and sign for whom.',
    ...user('none', [writes]),
    ...user('one', [writes, signs('approve', SIGNER), signs('sign', SIGNER)]),
    ...user('all', [writes, signs('approve', 'kubernetes.io/*'), signs('sign', 'kubernetes.io/*')]),
    {sleep: 1},
    ask('a', EC),
    ask('b', EC, {signerName: 'example.com/x'}),
    as('<ns>-none', approval('a', condition('Approved'))),
    as('<ns>-none', approval('a')),
    as('<ns>-none', status('a', {certificate: encoded(CERT)})),
    as('<ns>-none', status('a', {conditions: [condition('Mine')]})),
    as('<ns>-none', status('a', {conditions: [condition('Mine'), condition('Failed')]})),
    as('<ns>-none', merge(`${CSRS}/<ns>-a`, {metadata: {labels: {a: 'b'}}})),
    as('<ns>-one', approval('b', condition('Approved'))),
    as('<ns>-one', status('b', {certificate: encoded(CERT)})),
    as('<ns>-one', approval('a', condition('Approved'))),
    as('<ns>-one', status('a', {certificate: encoded(CERT)})),
    as('<ns>-all', status('a', {conditions: [condition('Approved'), condition('Failed')]})),
    as('<ns>-all', approval('b', condition('Approved'))),
    as('<ns>-none', ask('c', asked(REQUESTS.masters)), 'system:masters'),
    as('<ns>-none', ask('d', asked(REQUESTS.masters), {signerName: 'example.com/x'})),
    as('<ns>-none', ask('e', asked(REQUESTS.san), {signerName: 'kubernetes.io/kubelet-serving', usages: ['server auth']})),
    as('<ns>-none', merge(`${CSRS}/<ns>-d`, {spec: {signerName: SIGNER}})),
  ),
]

/** CertificateSigningRequests. */
export const signing: readonly OwnCase[] = [...read, ...approving, ...allowed]
