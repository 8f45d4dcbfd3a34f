import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject, JsonValue} from '../../../../src/lib/formats/json/value.js'
import {printYaml} from '../../../../src/lib/formats/yaml/print.js'

const base64 = (text: string) => Buffer.from(text).toString('base64')
/** Base64 of a key or certificate of the corpus. */
type Data = (name: string) => string

/** PEM around bytes that are no certificate. */
const BAD_PEM = base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
const EXEC = {apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command: 'sh'}
/** An exec plugin that prints this. */
const prints = (text: string, more: JsonObject = {}): JsonObject => ({exec: {...EXEC, args: ['-c', `echo '${text}'`], ...more}})
const credential = (status: JsonValue, more: JsonObject = {}) =>
  prints(JSON.stringify({apiVersion: EXEC.apiVersion, kind: 'ExecCredential', status, ...more}))
const provider = (name: string, config?: JsonObject): JsonObject => ({'auth-provider': {name, ...(config && {config})}})

/** Users that replace the one that works; `<file>` files lie beside the kubeconfig. */
const users = (data: Data): Readonly<Record<string, JsonValue>> => ({
  'token-and-basic': {token: 'a', username: 'u', password: 'p'},
  basic: {username: 'u', password: 'p'},
  'password-alone': {password: 'p'},
  anonymous: {},
  'user-null': null,
  'token-number': {token: 5},
  'token-lines': {token: 'a\nb'},
  'token-wrong': {token: 'wrong'},
  'token-file-missing': {tokenFile: '/nope'},
  'token-file-folder': {tokenFile: '/'},
  'token-file-empty': {tokenFile: '/dev/null'},
  'token-file-missing-beside-token': {tokenFile: '/nope', token: 'wrong'},
  'token-file-relative-missing': {tokenFile: 'nope'},
  'token-file-empty-beside-token': {tokenFile: '/dev/null', token: 'wrong'},
  'token-file-and-basic': {tokenFile: '/dev/null', username: 'u', password: 'p'},
  'token-file-lines': {tokenFile: 'kubeconfig'},
  'password-and-exec': {password: 'p', ...credential({token: 'wrong'})},
  'cert-missing': {'client-certificate': '/nope', 'client-key': '/nope-key'},
  'cert-folder': {'client-certificate': '/', 'client-key': '/'},
  'cert-no-key': {'client-certificate-data': data('tls.crt')},
  'key-no-cert': {'client-key-data': data('tls.key')},
  'key-file-no-cert': {'client-key': '/nope'},
  'cert-garbage': {'client-certificate-data': base64('garbage'), 'client-key-data': data('tls.key')},
  'cert-bad-pem': {'client-certificate-data': BAD_PEM, 'client-key-data': data('tls.key')},
  'cert-not-base64': {'client-certificate-data': '%%%', 'client-key-data': data('tls.key')},
  'cert-number': {'client-certificate-data': 5},
  'key-garbage': {'client-certificate-data': data('tls.crt'), 'client-key-data': base64('garbage')},
  'key-other': {'client-certificate-data': data('tls.crt'), 'client-key-data': data('other.key')},
  'key-missing': {'client-certificate-data': data('tls.crt'), 'client-key': '/nope'},
  'key-is-cert': {'client-certificate-data': data('tls.crt'), 'client-key-data': data('tls.crt')},
  'cert-is-key': {'client-certificate-data': data('tls.key'), 'client-key-data': data('tls.key')},
  'cert-both': {'client-certificate-data': data('tls.crt'), 'client-key-data': data('tls.key'), 'client-certificate': '/nope'},
  'key-both': {'client-certificate-data': data('tls.crt'), 'client-key-data': data('tls.key'), 'client-key': '/nope'},
  'cert-file-garbage': {'client-certificate': 'kubeconfig', 'client-key': 'kubeconfig'},
  'cert-unknown': {'client-certificate-data': data('tls.crt'), 'client-key-data': data('tls.key')},
  'provider-gcp': provider('gcp'),
  'provider-azure': provider('azure'),
  'provider-oidc': provider('oidc'),
  'provider-oidc-url': provider('oidc', {'idp-issuer-url': 'https://127.0.0.1:1', 'client-id': 'x', 'id-token': 'a.b.c'}),
  'provider-unknown': provider('nope'),
  'provider-no-name': {'auth-provider': {config: {}}},
  'exec-missing': {exec: {...EXEC, command: '/nope'}},
  'exec-unknown': {exec: {...EXEC, command: 'nope-plugin', installHint: 'Install it.'}},
  'exec-relative': {exec: {...EXEC, command: './nope'}},
  'exec-no-command': {exec: {...EXEC, command: ''}},
  'exec-no-version': {exec: {command: 'sh', interactiveMode: 'Never'}},
  'exec-v1alpha1': {exec: {...EXEC, apiVersion: 'client.authentication.k8s.io/v1alpha1'}},
  'exec-no-mode': {exec: {apiVersion: EXEC.apiVersion, command: 'sh'}},
  'exec-beta-no-mode': {exec: {apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'false'}},
  'exec-bad-mode': {exec: {...EXEC, interactiveMode: 'Sometimes'}},
  'exec-always': {exec: {...EXEC, interactiveMode: 'Always'}},
  'exec-fails': {exec: {...EXEC, command: 'false'}},
  'exec-fails-loudly': {exec: {...EXEC, args: ['-c', 'echo no luck >&2; exit 3']}},
  'exec-killed': {exec: {...EXEC, args: ['-c', 'kill -9 $$']}},
  'exec-silent': {exec: {...EXEC, command: 'true'}},
  'exec-text': prints('hello'),
  'exec-other-kind': prints('{"apiVersion":"client.authentication.k8s.io/v1","kind":"Pod"}'),
  'exec-other-version': prints(
    '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"a"}}',
  ),
  'exec-no-kind': prints('{"status":{"token":"a"}}'),
  'exec-no-status': credential(null),
  'exec-empty-status': credential({}),
  'exec-cert-no-key': credential({clientCertificateData: 'x'}),
  'exec-bad-cert': credential({clientCertificateData: 'x', clientKeyData: 'y'}),
  'exec-wrong-token': credential({token: 'wrong'}),
  'exec-env-no-name': {exec: {...EXEC, env: [{value: 'x'}]}},
  'exec-and-provider': {exec: EXEC, ...provider('gcp')},
  'exec-and-token': {exec: {...EXEC, command: 'false'}, token: 'wrong'},
  'exec-and-basic': {exec: {...EXEC, command: 'false'}, username: 'u'},
  'exec-text-value': {exec: 'x'},
  'groups-alone': {token: 'wrong', 'as-groups': ['x']},
  'uid-alone': {token: 'wrong', 'as-uid': 'x'},
  'extra-alone': {token: 'wrong', 'as-user-extra': {a: ['b']}},
})

/** What replaces or joins the fields of the cluster that works. */
const clusters = (data: Data): Readonly<Record<string, JsonObject>> => ({
  'server-empty': {server: ''},
  'server-number': {server: 5},
  'server-ftp': {server: 'ftp://127.0.0.1:1'},
  'server-no-scheme': {server: '127.0.0.1:1'},
  'server-no-scheme-path': {server: '127.0.0.1:1/x'},
  'server-bad-port': {server: 'http://a:b'},
  'server-blank': {server: ' '},
  'server-query': {server: 'https://127.0.0.1:1/x/?q=1#f'},
  'server-user': {server: 'https://u:p@127.0.0.1:1'},
  'server-http-port': {server: '<plain>'},
  'server-unknown-host': {server: 'https://nope.invalid'},
  'ca-missing': {'certificate-authority-data': null, 'certificate-authority': '/nope'},
  'ca-relative-missing': {'certificate-authority-data': null, 'certificate-authority': 'nope'},
  'ca-folder': {'certificate-authority-data': null, 'certificate-authority': '/'},
  'ca-no-pem': {'certificate-authority-data': null, 'certificate-authority': 'kubeconfig'},
  'ca-garbage': {'certificate-authority-data': base64('garbage')},
  'ca-bad-pem': {'certificate-authority-data': BAD_PEM},
  'ca-is-key': {'certificate-authority-data': data('tls.key')},
  'ca-not-base64': {'certificate-authority-data': '%%%'},
  'ca-both': {'certificate-authority': '/nope'},
  'ca-both-there': {'certificate-authority': 'kubeconfig'},
  'ca-other': {'certificate-authority-data': data('ca.crt')},
  'ca-none': {'certificate-authority-data': null},
  'ca-data-insecure': {'insecure-skip-tls-verify': true},
  'ca-file-insecure': {
    'certificate-authority-data': null,
    'certificate-authority': 'kubeconfig',
    'insecure-skip-tls-verify': true,
  },
  'insecure-text': {'insecure-skip-tls-verify': 'x'},
  'name-other': {'tls-server-name': 'other.example'},
  'proxy-ftp': {'proxy-url': 'ftp://127.0.0.1:1'},
  'proxy-colons': {'proxy-url': ':::'},
  'proxy-word': {'proxy-url': 'foo'},
  'proxy-bad-port': {'proxy-url': 'http://a:b'},
  'proxy-closed': {'proxy-url': 'http://127.0.0.1:1'},
  'proxy-closed-https': {'proxy-url': 'https://127.0.0.1:1'},
  'proxy-closed-socks': {'proxy-url': 'socks5://127.0.0.1:1'},
  'proxy-number': {'proxy-url': 5},
})

/** What replaces the context. */
const CONTEXTS: Readonly<Record<string, JsonValue>> = {
  'context-null': null,
  'context-no-cluster': {user: 'peer'},
  'context-no-user': {cluster: 'peer'},
  'context-other-cluster': {cluster: 'nope', user: 'peer'},
  'context-other-user': {cluster: 'peer', user: 'nope'},
  'context-others': {cluster: 'nope', user: 'nope'},
  'context-bad-namespace': {cluster: 'peer', user: 'peer', namespace: 'A_B'},
  'context-number': {cluster: 5, user: 'peer'},
}

/** What replaces fields of the whole file. */
const FILES: Readonly<Record<string, JsonObject>> = {
  'current-gone': {'current-context': 'gone'},
  'current-gone-empty': {'current-context': 'gone', clusters: null, users: null, contexts: null},
  'current-none': {'current-context': ''},
  'current-number': {'current-context': 5},
  'contexts-null': {contexts: null},
  'contexts-map': {contexts: {}},
  'clusters-number': {clusters: 5},
  'clusters-text-items': {clusters: ['x']},
  'users-text': {users: 'x'},
  'users-null': {users: null},
  'kind-pod': {kind: 'Pod'},
  'kind-none': {kind: null},
  'version-v2': {apiVersion: 'v2'},
  'version-none': {apiVersion: null},
  'field-unknown': {nope: 1},
  'preferences-text': {preferences: 'x'},
}

const TEXTS: Readonly<Record<string, string>> = {
  list: '- a\n',
  text: 'just text\n',
  number: '5\n',
  null: 'null\n',
  empty: '',
  nul: 'a: \u0000\n',
  tab: 'a:\n\tb: c\n',
  'open-brace': '{"apiVersion": "v1",\n',
  'two-documents': 'apiVersion: v1\nkind: Config\n---\napiVersion: v1\nkind: Config\ncurrent-context: x\n',
}

/** Kubeconfig texts by `<kubeconfig-fault-NAME>`: each has one thing wrong beside a cluster and a user that work. */
export function kubeconfigFaults(root: string, cluster: JsonObject, user: JsonValue): Record<string, () => string> {
  const data: Data = (name) => readFileSync(join(root, 'test/corpus/cli/dirs/create', name)).toString('base64')
  const plain = String(cluster['server']).replace('https:', 'http:')
  const body = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'peer',
    contexts: contextsOf({cluster: 'peer', user: 'peer'}),
  }
  const file = (where: JsonValue, who: JsonValue, more: JsonObject = {}) =>
    printYaml(present({...body, clusters: [{name: 'peer', cluster: where}], users: [{name: 'peer', user: who}], ...more}))
  const fields = (more: JsonObject) => present({...cluster, ...more, ...(more['server'] === '<plain>' && {server: plain})})
  const all: Record<string, () => string> = {
    'cluster-empty': () => file({}, user),
    'cluster-null': () => file(null, user),
    ...mapped(users(data), (who) => file(cluster, who)),
    ...mapped(clusters(data), (more) => file(fields(more), user)),
    ...mapped(CONTEXTS, (context) => file(cluster, user, {contexts: contextsOf(context)})),
    ...mapped(FILES, (more) => file(cluster, user, more)),
    ...mapped(TEXTS, (text) => text),
  }
  return Object.fromEntries(Object.entries(all).map(([name, text]) => [`<kubeconfig-fault-${name}>`, text]))
}

const contextsOf = (context: JsonValue) => [{name: 'peer', context}]
const present = (value: JsonObject): JsonObject => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))

function mapped<T>(faults: Readonly<Record<string, T>>, text: (fault: T) => string): Record<string, () => string> {
  return Object.fromEntries(Object.entries(faults).map(([name, fault]) => [name, () => text(fault)]))
}
