import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type ApiServer, startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {createCompute} from '../../../../src/lib/adapters/system/compute/compute.js'
import {seededRandom} from '../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {type Chart, offlineCapabilities} from '../../../../src/lib/engines/helm/index.js'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import type {KubeClient} from '../../../../src/lib/ports/kube.js'
import {liveLookup} from '../../../../src/lib/render/helm/live-lookup.js'
import {type ReleaseTask, releaseTasks} from '../../../../src/lib/render/helm/release-task.js'
import {renderHelmRelease} from '../../../../src/lib/render/helm/render-helm-release.js'

let api: ApiServer
let kube: KubeClient
const tasks = createTasks()
const random = seededRandom(1)
beforeAll(async () => {
  const clock = createVirtualClock(tasks, Date.UTC(2026, 0, 15))
  api = await startApiServer({kubelet: false, clock, tasks})
  kube = createKubeClient({transport: api.transport(), clock, random, userAgent: 'test'})
  await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'apps'}})
  const data = {password: Buffer.from('kept').toString('base64')}
  await kube.create({apiVersion: 'v1', kind: 'Secret', metadata: {name: 'login', namespace: 'apps'}, data})
  await kube.create({apiVersion: 'v1', kind: 'Service', metadata: {name: 'web', namespace: 'apps'}, spec: {ports: [{port: 443}]}})
  for (const index of [1, 2, 3, 4, 5, 6]) {
    const next = {next: `chain-${index + 1}`}
    await kube.create({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: `chain-${index}`, namespace: 'apps'}, data: next})
  }
})
afterAll(() => api.close())

const release = {
  ...{apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: {name: 'app', namespace: 'apps'}},
  spec: {interval: '5m'},
}
const chartOf = (template: string): Chart => ({
  metadata: {apiVersion: 'v2', name: 'c', version: '1.0.0'},
  ...{lock: undefined, values: {}, rawValues: undefined, schema: undefined, files: [], dependencies: []},
  templates: [{name: 'templates/a.yaml', data: Buffer.from(template)}],
})

/** What a template prints as the value of a ConfigMap, and how often it was rendered for that. */
async function looked(expression: string, options: {offline?: boolean} = {}): Promise<{value: unknown; rounds: number}> {
  let rounds = 0
  const own = releaseTasks(random)
  const counted = (task: ReleaseTask) => {
    rounds++
    return own['helm-release'](task)
  }
  const result = await renderHelmRelease(release, {
    chart: chartOf(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: {{ ${expression} | quote }}\n`),
    compute: createCompute({functions: {'helm-release': counted}, tasks}),
    capabilities: offlineCapabilities(),
    now: 0,
    readValues: () => Promise.reject(new Error('none')),
    lookup: options.offline ? undefined : liveLookup(kube),
  })
  return {value: (result.manifests[0]!.object.data as {a: unknown}).a, rounds}
}

describe('lookup', () => {
  it.each([
    ['(lookup "v1" "Secret" "apps" "login").data.password | b64dec', 'kept'],
    ['lookup "v1" "Secret" "apps" "nope" | toJson', '{}'],
    ['lookup "v1" "Secret" "" "login" | toJson', '{}'],
    ['(lookup "v1" "Namespace" "ignored" "apps").metadata.name', 'apps'],
    ['(lookup "v1" "SecretList" "apps" "").items | len', '0'],
    ['(lookup "v1" "Secret" "apps" "").items | len', '1'],
    ['(lookup "v1" "Secret" "apps" "").kind', 'SecretList'],
    ['(index (lookup "v1" "Secret" "" "").items 0).kind', 'Secret'],
    ['(index (lookup "v1" "Service" "apps" "web").spec.ports 0).port | printf "%T"', 'int64'],
    ['lookup "v1" "Nothing" "apps" "x" | toJson', '{}'],
  ])('%s', async (expression, value) => {
    expect(await looked(expression)).toEqual({value, rounds: 2})
  })

  it('renders once where nothing is looked up, or nobody is there to ask', async () => {
    expect(await looked('"x"')).toEqual({value: 'x', rounds: 1})
    expect(await looked('lookup "v1" "Secret" "apps" "login" | toJson', {offline: true})).toEqual({value: '{}', rounds: 1})
  })

  it('renders again when what was absent at first made it fail', async () => {
    const expression = 'required "no login" (lookup "v1" "Secret" "apps" "login").data.password'
    expect(await looked(expression)).toMatchObject({rounds: 2})
  })

  it.each([
    [
      'lookup "example.com/v1" "X" "" "x"',
      'unable to get apiresource from unstructured: example.com/v1, Kind=X: the server could not',
    ],
    [
      'lookup "v9" "X" "" ""',
      'unable to get apiresource from unstructured: /v9, Kind=X: the server could not find the requested',
    ],
    ['lookup "a/b/c" "X" "" ""', "unable to get apiresource from unstructured: /, Kind=X: groupVersion shouldn't be empty"],
    ['lookup "v1" "Pod" "apps" "a/b"', `invalid resource name "a/b": [may not contain '/']`],
  ])('%s fails', async (expression, words) => {
    const fault = await looked(`${expression} | toJson`).catch(messageOf)
    expect(fault).toContain(`error calling lookup: ${words}`)
  })

  it('follows what it found, five times', async () => {
    const follow = (count: number): string =>
      count === 0 ? '"chain-1"' : `(lookup "v1" "ConfigMap" "apps" (${follow(count - 1)} | default "none")).data.next`
    expect(await looked(follow(5)).catch(messageOf)).toEqual({value: 'chain-6', rounds: 6})
    expect(await looked(follow(6)).catch(messageOf)).toBe(
      "templates look up more objects after each of 5 rounds, at last ConfigMap 'apps/chain-6'",
    )
  })
})
