import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type DiffContext, diffKustomization} from '../../../../src/lib/actions/diff/diff-kustomization.js'
import {renderMarkdown} from '../../../../src/lib/output/diff/markdown.js'
import {DIFF_FORMATS, renderDiff} from '../../../../src/lib/output/diff/render-diff.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'
import {openDisk} from '../../../../src/lib/wiring/disk.js'
import type {ReplayServer} from '../../../golden/cli-replay/servers/api-server.js'
import {embeddedServer} from '../../../golden/cli-replay/servers/api-servers.js'

const root = resolve(import.meta.dirname, '../../../..')
const CANARY = 'canary-4711'
const encoded = Buffer.from(CANARY).toString('base64')

let server: ReplayServer
let folder: string
let context: DiffContext

const owner = {'kustomize.toolkit.fluxcd.io/name': 'web', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system'}
const object = (kind: string, name: string, rest: object): KubeObject =>
  ({apiVersion: 'v1', kind, metadata: {name, namespace: 'apps', labels: owner}, ...rest}) as KubeObject

const LIVE = [
  object('Secret', 'changed', {data: {a: encoded, b: encoded}, type: 'Opaque'}),
  object('Secret', 'gone', {data: {a: encoded}, type: 'Opaque'}),
  object('ConfigMap', 'plain', {data: {a: '1'}}),
]
const MANIFESTS = `
apiVersion: v1
kind: Secret
metadata: {name: changed, namespace: apps}
type: Opaque
stringData: {a: ${CANARY}-new, c: ${CANARY}}
---
apiVersion: v1
kind: Secret
metadata: {name: new, namespace: apps}
stringData: {a: ${CANARY}}
data: {b: ${encoded}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: plain, namespace: apps}
data: {a: "2"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: left-alone, namespace: apps, annotations: {kustomize.toolkit.fluxcd.io/reconcile: disabled}}
`
const KUSTOMIZATION: KubeObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: {name: 'web', namespace: 'flux-system'},
  spec: {interval: '10m', prune: true, sourceRef: {kind: 'GitRepository', name: 'web'}},
}

beforeAll(async () => {
  server = await embeddedServer(root, {virtual: true})
  folder = mkdtempSync(join(tmpdir(), 'flux-diff-'))
  writeFileSync(join(folder, 'all.yaml'), MANIFESTS)
  for (const live of LIVE) await server.kube.apply(live, {fieldManager: 'kustomize-controller', force: true})
  await server.kube.apply(KUSTOMIZATION, {fieldManager: 'test'})
  const entries = [
    {id: 'apps_changed__Secret', v: 'v1'},
    {id: 'apps_gone__Secret', v: 'v1'},
  ]
  const ref = {apiVersion: KUSTOMIZATION.apiVersion, kind: 'Kustomization', namespace: 'flux-system', name: 'web'}
  const body = {status: {inventory: {entries}}}
  await server.kube.patch(ref, {type: 'merge', body}, {subresource: 'status'})
  context = {kube: server.kube, fs: openDisk(), cwd: folder, signal: new AbortController().signal}
})

afterAll(async () => {
  await server.close()
  rmSync(folder, {recursive: true, force: true})
})

const diff = () =>
  diffKustomization(context, {
    ...{name: 'web', namespace: 'flux-system', path: '.', ignorePaths: [], strictSubstitute: false, recursive: false},
    ...{localSources: new Map(), inMemoryBuild: false, ignoreNotFound: false, substituteFrom: [], withDeleted: true},
  })

describe('flux diff kustomization', () => {
  it('says what an apply would do, in the order of the build, deletions last', async () => {
    const result = await diff()
    expect(result.entries.map(({action, subject}) => `${subject} ${action}`)).toEqual([
      'Secret/apps/changed drifted',
      'Secret/apps/new created',
      'ConfigMap/apps/plain drifted',
      'ConfigMap/ skipped',
      'Secret/apps/gone deleted',
    ])
    expect(result).toMatchObject({subject: 'Kustomization/flux-system/web', changed: true, errors: []})
  })

  it.each(DIFF_FORMATS)('shows no value of a Secret as %s', async (format) => {
    const text = await renderDiff(format, await diff(), {colour: true})
    expect(text).toContain('Secret')
    expect(text).not.toContain(CANARY)
    expect(text).not.toContain(encoded.slice(0, 12))
    expect(text).not.toContain(Buffer.from(`${CANARY}-new`).toString('base64').slice(0, 12))
  })

  it('writes nothing', async () => {
    const ref = {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'apps', name: 'plain'}
    const before = await server.kube.get(ref)
    await diff()
    expect(await server.kube.get(ref)).toEqual(before)
    await expect(server.kube.get({...ref, kind: 'Secret', name: 'new'})).rejects.toMatchObject({code: 404})
  })

  it('as unified diff has what came and what goes', async () => {
    const text = await renderDiff('unified', await diff(), {colour: false})
    expect(text).toContain('--- /dev/null\n+++ build/Secret/apps/new\n@@ -0,0 +1')
    expect(text).toContain('--- live/Secret/apps/gone\n+++ /dev/null\n@@ -1,')
    expect(text).toContain('--- live/ConfigMap/apps/plain\n+++ build/ConfigMap/apps/plain\n')
    expect(text).toContain('\n-  a: "1"\n+  a: "2"\n')
    expect(text).toContain('# ConfigMap/ skipped\n')
  })

  it('as JSON has one item per object, with the paths that differ', async () => {
    const data = JSON.parse(await renderDiff('json', await diff(), {colour: false}))
    expect(data).toMatchObject({kustomization: 'Kustomization/flux-system/web', changed: true, errors: [], leftOut: 0})
    expect(data.objects[2]).toEqual({
      ...{action: 'drifted', group: '', version: 'v1', kind: 'ConfigMap', namespace: 'apps', name: 'plain'},
      differences: [{path: ['data', 'a'], details: [{kind: 'changed', from: '1', to: '2'}]}],
    })
    expect(data.objects[4]).toEqual({
      ...{action: 'deleted', group: '', version: 'v1', kind: 'Secret', namespace: 'apps', name: 'gone'},
    })
  })

  it('as a comment is never longer than the site takes and says what is left out', async () => {
    const result = await diff()
    for (const limit of [400, 800, 1500, 65_000]) {
      const text = renderMarkdown(result, 'github', limit)
      expect(text.length).toBeLessThanOrEqual(limit)
    }
    expect(renderMarkdown(result, 'github', 1500)).toMatch(/diffs? (is|are) left out/)
    expect(renderMarkdown(result, 'github', 65_536)).toContain('**1** to create, **2** to change, **1** to delete, **1** skipped')
    const many = Array.from({length: 5000}, (_, at) => ({...result.entries[4]!, subject: `Secret/apps/number-${at}`}))
    const long = renderMarkdown({...result, entries: many}, 'github', 65_536)
    expect(long.length).toBeLessThanOrEqual(65_536)
    expect(long).toContain('… and 4800 more')
  })

  it('shows what goes also when its version has left the server', async () => {
    const ref = {apiVersion: KUSTOMIZATION.apiVersion, kind: 'Kustomization', namespace: 'flux-system', name: 'web'}
    const body = {status: {inventory: {entries: [{id: 'apps_gone__Secret', v: 'v1beta1'}]}}}
    await server.kube.patch(ref, {type: 'merge', body}, {subresource: 'status'})
    const text = await renderDiff('unified', await diff(), {colour: false})
    expect(text).toContain('--- live/Secret/apps/gone\n+++ /dev/null\n@@ -1,')
  })
})
