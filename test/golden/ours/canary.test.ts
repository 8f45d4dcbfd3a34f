import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {parseYaml} from '../../../src/lib/formats/yaml/parse.js'
import {KINDS} from '../../../src/lib/kinds/registry.js'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

const CANARY = 'canary-4f1c'
/** A password and a token that come in flags. */
const PASSWORD = `${CANARY}-password`
const TOKEN = `${CANARY}-token`

let flux: Flux
let canaries: string[]
beforeAll(async () => {
  const setup = ['source-secrets.yaml', 'controllers.yaml', 'build-vars.yaml', 'debug.yaml', 'events.yaml', 'helm-storage.yaml']
  flux = await openFlux([...ALL_KINDS, ...setup])
  const values = await plantCanaries(flux)
  const config = parseYaml(readFileSync(join(flux.dir, '../config/kubeconfig'), 'utf8')) as {
    users: {user: Record<string, string>}[]
  }
  const credentials = config.users.flatMap(({user}) =>
    [user['token'], user['client-key-data']].filter((value) => value !== undefined),
  )
  expect(credentials.length).toBeGreaterThan(0)
  expect(values.length).toBeGreaterThan(5)
  for (const folder of ['secrets', 'empty']) mkdirSync(join(flux.dir, folder))
  const metadata = {name: 'infra-auth', namespace: 'flux-system'}
  const secret = {apiVersion: 'v1', kind: 'Secret', metadata, stringData: {password: TOKEN, username: 'bob'}}
  writeFileSync(join(flux.dir, 'secrets/secret.yaml'), JSON.stringify(secret))
  canaries = [CANARY, Buffer.from(CANARY).toString('base64').slice(0, -2), ...credentials]
})
afterAll(() => flux.close())

/** What is read as a document stays one. */
const planted = (key: string) =>
  /json|yaml/.test(key) ? `{"auths": {"a": {"password": "${CANARY}-${key}"}}}` : `${CANARY}-${key}`

/** Every value of every Secret becomes a canary; returns the keys. */
async function plantCanaries({kube}: Flux): Promise<string[]> {
  const {items} = await kube.list({apiVersion: 'v1', kind: 'Secret'})
  const keys: string[] = []
  for (const {metadata, data = {}, type} of items) {
    if (String(type).startsWith('helm.sh/')) continue
    const ref = {apiVersion: 'v1', kind: 'Secret', namespace: metadata.namespace, name: metadata.name!}
    const stringData = Object.fromEntries(Object.keys(data as object).map((key) => [key, planted(key)]))
    keys.push(...Object.keys(stringData))
    // kubectl keeps them once more
    const annotations = {'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({...ref, stringData})}
    await kube.patch(ref, {type: 'merge', body: {stringData, metadata: {annotations}}})
  }
  return keys
}

/** All verbs over all kinds, those that write at the end. */
function matrix(): string[] {
  const lines: string[] = []
  for (const row of KINDS) {
    const [words, list] = [row.words.join(' '), row.listWords.join(' ')]
    const can = (verb: string) => row.capabilities.includes(verb as 'get')
    if (can('get')) lines.push(...['', '-o json', '-o yaml', '-o wide', '-o name'].map((form) => `get ${list} -A ${form}`.trim()))
    if (can('export')) lines.push(...['', '-o json', '-n apps'].map((form) => `export ${words} --all ${form}`.trim()))
    for (const verb of ['suspend', 'resume']) if (can(verb)) lines.push(`${verb} ${words} --all --timeout 1s`)
    if (can('reconcile')) lines.push(`reconcile ${words} web --timeout 1s`, `reconcile ${words} infra --timeout 1s`)
    if (can('delete')) lines.push(`delete ${words} nope -s`, `delete ${words} web -s`)
  }
  return lines
}

const LOOKS = [
  ...['get all -A -o json', 'stats -A', 'events -A', 'logs', 'version', 'check', 'migrate', 'export all', 'export all -n apps'],
  ...['tree ks web', 'tree ks web -o json', 'trace ks web', 'trace secret infra-auth', 'trace secret tenant-auth -n apps'],
  ...['debug ks web --show-status', 'debug hr web --show-status', 'debug ks web --show-history', 'debug ks web', 'debug hr web'],
  ...[
    'build ks web --path empty',
    'diff ks web --path secrets',
    'diff ks web --path secrets -o json',
    'diff ks web --path secrets -o unified',
    'diff ks web --path secrets -o gitlab',
    'diff ks web --path secrets -o github',
  ],
]

/** Passwords in flags, and URLs that hold one. */
const FLAGS = [
  `create secret git git-auth --url https://git.example.com/a --username bob --password ${PASSWORD}`,
  `create secret git git-auth --url https://git.example.com/a --bearer-token ${TOKEN}`,
  `create secret git git-auth --url ftp://bob:${PASSWORD}@git.example.com/a --username bob --password ${PASSWORD}`,
  `create secret git git-auth --url https://bob:${PASSWORD}@git.example.com:bad/a --username bob --password ${PASSWORD}`,
  `create secret helm helm-auth --username bob --password ${PASSWORD}`,
  `create secret oci oci-auth --url ghcr.io --username bob --password ${PASSWORD}`,
  `create secret oci oci-auth --url https://bob:${PASSWORD}@bad url --username bob --password ${PASSWORD}`,
  `create secret proxy proxy-auth --address https://proxy.example.com --username bob --password ${PASSWORD}`,
  `create secret receiver hook --token ${TOKEN} --hostname hook.example.com`,
  `create secret githubapp app --app-id 1 --app-installation-id 2 --app-private-key nope.pem`,
  `create source git other --url https://git.example.com/a --branch main --username bob --password ${PASSWORD} --timeout 1s`,
  `create source git other --url https://bob:${PASSWORD}@git.example.com:bad/a --branch main --export`,
  `create source helm other --url https://charts.example.com --username bob --password ${PASSWORD} --timeout 1s`,
  `create source bucket other --bucket-name b --endpoint e --access-key ${TOKEN} --secret-key ${PASSWORD} --timeout 1s`,
  `get ks --token ${TOKEN}`,
  `get all --token ${TOKEN}`,
  `get ks --server https://bob:${PASSWORD}@127.0.0.1:1`,
  `get ks --token ${TOKEN} --server https://127.0.0.1:1 --verbose`,
  `trigger receiver github --url http://127.0.0.1:1 --token ${TOKEN} --timeout 1s`,
]

/** What shows Secrets because that is asked for. */
const SHOWN: readonly (readonly [string, RegExp])[] = [
  [`create secret git git-auth --url https://git.example.com/a --username bob --password ${PASSWORD} --export`, /password/],
  ['export source git infra --with-credentials', /kind: Secret/],
]

async function leaks(line: string): Promise<string[]> {
  const found: string[] = []
  for (const terminal of [undefined, {columns: 100, rows: 30}]) {
    for (const more of ['', ' --verbose']) {
      const {stdout, stderr} = await flux.run(line + more, {...(terminal && {terminal}), stdin: 'n\n'})
      found.push(...canaries.filter((canary) => (stdout + stderr).includes(canary)).map((canary) => `${line}${more}: ${canary}`))
    }
  }
  return found
}

describe('secrets', () => {
  it.each(FLAGS)('of flags are in no output: flux %s', async (line) => expect(await leaks(line)).toEqual([]))

  it.each(LOOKS)('of the cluster are in no output: flux %s', async (line) => expect(await leaks(line)).toEqual([]))

  it.each(matrix())('of the cluster are in no output: flux %s', async (line) => expect(await leaks(line)).toEqual([]))

  it('are shown where that is asked for', async () => {
    for (const [line, what] of SHOWN) {
      const {stdout} = await flux.run(line)
      expect(stdout, line).toMatch(what)
      expect(
        canaries.some((canary) => stdout.includes(canary)),
        line,
      ).toBe(true)
    }
  })
})
