import {mkdtempSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {type ApiServer, importLines, startApiServer} from '../../../../../src/lib/adapters/apiserver/index.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {parseYaml} from '../../../../../src/lib/formats/yaml/parse.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'

const fixture = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'import', 'cluster.yaml')
const text = readFileSync(fixture, 'utf8')
const exported = (parseYaml(text) as JsonObject).items as KubeObject[]

let server: ApiServer | undefined
afterEach(() => server?.close())

async function imported(...texts: string[]): Promise<ApiServer> {
  server = await startApiServer({import: texts.map((one, at) => ({name: `file${at}.yaml`, text: one})), readyAfterMs: 20})
  return server
}

async function ask(path: string, method: 'GET' | 'POST' | 'DELETE' | 'PATCH' = 'GET', body?: JsonObject) {
  const headers = {'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'}
  const sent = {method, path, query: {}, headers, body: body && JSON.stringify(body)}
  const answer = await server!.transport().request(sent)
  return {status: answer.status, body: answer.body as KubeObject & {items: KubeObject[]; message: string}}
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 3000; round++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('never held')
}

const original = (kind: string, name: string) => exported.find((object) => object.kind === kind && object.metadata.name === name)!

describe('import of a cluster', () => {
  it('keeps uids, resourceVersions, times, managers, status and owners', async () => {
    await imported(text)
    const paths: readonly [string, string, string][] = [
      ['Namespace', 'shop', '/api/v1/namespaces/shop'],
      ['ConfigMap', 'settings', '/api/v1/namespaces/shop/configmaps/settings'],
      ['ConfigMap', 'owned', '/api/v1/namespaces/shop/configmaps/owned'],
      ['Secret', 'token', '/api/v1/namespaces/shop/secrets/token'],
      ['Widget', 'one', '/apis/example.com/v1/namespaces/shop/widgets/one'],
      ['Service', 'web', '/api/v1/namespaces/shop/services/web'],
    ]
    for (const [kind, name, path] of paths) expect((await ask(path)).body, path).toEqual(original(kind, name))
  })

  it('has no second rollout: replica sets are known again, and pods are made for them', async () => {
    await imported(text)
    const before = exported.filter((object) => object.kind === 'ReplicaSet').map((object) => object.metadata.uid)
    const deployment = async () => (await ask('/apis/apps/v1/namespaces/shop/deployments/web')).body.status as JsonObject
    await until(async () => (await deployment()).readyReplicas === 2 && (await deployment()).observedGeneration === 2)
    // the controllers are done as soon as nothing changes any more
    await new Promise((resolve) => setTimeout(resolve, 100))
    const sets = (await ask('/apis/apps/v1/namespaces/shop/replicasets')).body.items
    expect(sets.map((set) => set.metadata.uid).sort()).toEqual(before.sort())
    expect(await deployment()).toMatchObject({readyReplicas: 2, observedGeneration: 2})
    expect((await ask('/api/v1/namespaces/shop/pods')).body.items).toHaveLength(2)
  })

  it('says what it left out and why', async () => {
    const owner = {apiVersion: 'v1', kind: 'Node', name: 'n', uid: '00000000-0000-0000-0000-000000000001'}
    const orphan = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'orphan', namespace: 'shop', ownerReferences: [owner]}}
    const {imported: report} = await imported(text, JSON.stringify(orphan))
    const kinds = Object.fromEntries(report!.leftOut.map(({kind, count}) => [kind, count]))
    expect(kinds).toMatchObject({Pod: 2, Event: expect.any(Number), FlowSchema: expect.any(Number)})
    expect(report!.owners).toBe(1)
    expect(importLines(report!)).toContain('left out: 2 Pods (their controllers make them again)')
    expect((await ask('/api/v1/namespaces/shop/configmaps/orphan')).body.metadata.ownerReferences).toBeUndefined()
  })

  it('goes on where the cluster was: revisions rise, dependents go with their owner', async () => {
    await imported(text)
    const highest = Math.max(...exported.map((object) => Number(object.metadata.resourceVersion)))
    const changed = await ask('/api/v1/namespaces/shop/configmaps/settings', 'PATCH', {data: {a: 'c'}})
    expect(Number(changed.body.metadata.resourceVersion)).toBeGreaterThan(highest)
    await ask('/apis/example.com/v1/namespaces/shop/widgets/one', 'DELETE')
    await ask('/apis/example.com/v1/namespaces/shop/widgets/one', 'PATCH', {metadata: {finalizers: null}})
    await until(async () => (await ask('/api/v1/namespaces/shop/configmaps/owned')).status === 404)
  })

  it('takes definitions without status, several documents, JSON and typed lists', async () => {
    const crd = original('CustomResourceDefinition', 'widgets.example.com')
    const {status: _, ...bare} = crd
    const widget = {apiVersion: 'example.com/v1', kind: 'Widget', metadata: {name: 'w', namespace: 'made'}, spec: {}}
    const maps = {apiVersion: 'v1', kind: 'ConfigMapList', items: [{metadata: {name: 'm', namespace: 'made'}, data: {a: 'b'}}]}
    const {imported: report} = await imported(
      `---\n${JSON.stringify(widget)}\n---\n# nothing\n---\n${JSON.stringify(bare)}\n`,
      JSON.stringify(maps),
    )
    expect(report).toMatchObject({objects: 3, namespaces: ['made'], leftOut: []})
    expect((await ask('/apis/example.com/v1/namespaces/made/widgets/w')).body.spec).toEqual({size: 1})
    expect((await ask('/api/v1/namespaces/made/configmaps/m')).body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('leaves out what nobody serves', async () => {
    const {imported: report} = await imported('apiVersion: x.example.com/v1\nkind: Odd\nmetadata: {name: a, namespace: b}\n')
    expect(report!.leftOut).toEqual([
      {kind: 'Odd', count: 1, reason: 'x.example.com/v1 is not served: its definition is not in the export'},
    ])
  })

  it('says what the API would refuse, and takes it over as it is', async () => {
    const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'p', namespace: 'a'}, spec: {containers: []}}
    const map = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'A_b', namespace: 'a'}}
    const {imported: report} = await imported(JSON.stringify(pod), JSON.stringify(map))
    const lines = importLines(report!)
    expect(lines).toContain('2 objects imported')
    expect(lines).toContain('would be refused by the API: Pod a/p of file0.yaml: spec.containers: Required value')
    expect(lines.join('\n')).toContain('ConfigMap a/A_b of file1.yaml: metadata.name: Invalid value: "A_b": a lowercase RFC 1123')
    await server!.close()
    expect((await imported(text)).imported).toMatchObject({faults: [], twice: [], unmanaged: 0, empty: []})
  })

  it('says which one it takes of an object that stands there twice', async () => {
    const map = (value: string, resourceVersion?: string) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {name: 'm', namespace: 'a', ...(resourceVersion ? {resourceVersion} : {})},
        data: {value},
      })
    const {imported: report} = await imported(map('new', '9'), map('old', '7'), map('new', '9'))
    expect(importLines(report!)).toEqual([
      '1 objects imported',
      'namespaces that the export does not have were made: a',
      'stands in the export twice: ConfigMap a/m of file0.yaml is taken, not the one of file1.yaml',
    ])
    expect((await ask('/api/v1/namespaces/a/configmaps/m')).body.data).toEqual({value: 'new'})
  })

  it('keeps the managers that one file shows and another hides, and says so where all hide them', async () => {
    const bare = exported.map(({metadata: {managedFields: _, ...metadata}, ...object}) => ({...object, metadata}))
    const hidden = JSON.stringify({apiVersion: 'v1', kind: 'List', items: bare as JsonObject[]})
    expect((await imported(text, hidden)).imported).toMatchObject({twice: [], unmanaged: 0})
    const {body} = await ask('/api/v1/namespaces/shop/configmaps/settings')
    expect(body.metadata.managedFields).toEqual(original('ConfigMap', 'settings').metadata.managedFields)
    await server!.close()
    const {imported: report} = await imported(hidden)
    expect(report!.unmanaged).toBe(report!.objects)
    expect(importLines(report!).at(-1)).toMatch(/^\d+ objects have no managedFields: .*--show-managed-fields\)$/)
  })

  it('refuses an empty file, and says of a List without items that there is nothing in it', async () => {
    await expect(startApiServer({import: [{name: 'e.yaml', text: ' \n'}]})).rejects.toThrow('e.yaml: the file is empty')
    const {imported: report} = await imported('apiVersion: v1\nkind: List\nitems: []\n')
    expect(importLines(report!)).toEqual(['0 objects imported', 'file0.yaml has no objects in it'])
  })

  it('names file and place of what it cannot read', async () => {
    const cases: readonly [string, RegExp][] = [
      ['a: [', /^file0\.yaml:/],
      ['kind: List\nitems: [{kind: X}]', /file0\.yaml:1, item 1: the object has no apiVersion/],
      ['just text', /file0\.yaml:1: this is no Kubernetes object/],
      ['\n\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}', /file0\.yaml:3: ConfigMap a has no namespace/],
      [
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\ndata: text',
        /file0\.yaml:1: ConfigMap b\/a: ConfigMap in version "v1" cannot be handled as a ConfigMap/,
      ],
    ]
    for (const [bad, message] of cases) {
      await expect(startApiServer({import: [{name: 'file0.yaml', text: bad}]})).rejects.toThrow(message)
    }
  })

  it('keeps an import in its data folder, and wants an empty one', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'import-'))
    const files = [{name: 'cluster.yaml', text}]
    server = await startApiServer({dataDir, import: files})
    await server.close()
    await expect(startApiServer({dataDir, import: files})).rejects.toThrow(/holds a cluster already/)
    server = await startApiServer({dataDir})
    expect((await ask('/api/v1/namespaces/shop/secrets/token')).body).toEqual(original('Secret', 'token'))
  })
})
