import type * as K8s from '@kubernetes/client-node'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type PeerCluster, startPeerCluster} from './peer-cluster.js'
import {WIDGETS} from './shop.js'

const configMap = (name: string, value: string): K8s.V1ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, namespace: 'default'},
  data: {value},
})

describe('@kubernetes/client-node on the embedded API', () => {
  let cluster: PeerCluster
  let k8s: typeof K8s
  let config: K8s.KubeConfig
  let core: K8s.CoreV1Api

  beforeAll(async () => {
    cluster = await startPeerCluster()
    k8s = await import('@kubernetes/client-node')
    config = new k8s.KubeConfig()
    config.loadFromFile(cluster.kubeconfig)
    core = config.makeApiClient(k8s.CoreV1Api)
  })
  afterAll(() => cluster?.close())

  it('informs of what is there, what comes, changes and goes', async () => {
    await core.createNamespacedConfigMap({namespace: 'default', body: configMap('before', '1')})
    const list = () => core.listNamespacedConfigMap({namespace: 'default'})
    const informer = k8s.makeInformer(config, '/api/v1/namespaces/default/configmaps', list)
    const seen: string[] = []
    let wake = () => {}
    const note = (verb: string) => (object: K8s.V1ConfigMap) => {
      seen.push(`${verb} ${object.metadata?.name} ${object.data?.['value'] ?? ''}`.trim())
      wake()
    }
    for (const verb of ['add', 'update', 'delete'] as const) informer.on(verb, note(verb))
    const until = async (line: string) => {
      while (!seen.includes(line)) await new Promise<void>((resolve) => (wake = resolve))
    }
    await informer.start()
    await until('add before 1')
    await core.createNamespacedConfigMap({namespace: 'default', body: configMap('later', '1')})
    await core.replaceNamespacedConfigMap({namespace: 'default', name: 'later', body: configMap('later', '2')})
    await until('update later 2')
    await core.deleteNamespacedConfigMap({namespace: 'default', name: 'later'})
    await until('delete later 2')
    expect(seen.filter((line) => line.includes('later'))).toEqual(['add later 1', 'update later 2', 'delete later 2'])
    expect(informer.get('before', 'default')?.data).toEqual({value: '1'})
    expect(informer.list().map((object) => object.metadata?.name)).not.toContain('later')
    await informer.stop()
  })

  it('reads and writes any kind through KubernetesObjectApi', async () => {
    const api = k8s.KubernetesObjectApi.makeApiClient(config)
    const [crd] = k8s.loadAllYaml(WIDGETS) as K8s.V1CustomResourceDefinition[]
    await api.create(crd!)
    const established = async () => {
      const {status} = await api.read<K8s.V1CustomResourceDefinition>({...crd!, metadata: {name: crd!.metadata!.name!}})
      return status?.conditions?.some(({type, status: value}) => type === 'Established' && value === 'True') === true
    }
    while (!(await established())) await new Promise((resolve) => setTimeout(resolve, 50))
    const widget = {apiVersion: 'example.com/v1', kind: 'Widget', metadata: {name: 'one', namespace: 'default'}}
    type Widget = K8s.KubernetesObject & {spec: {size: number; colour?: string}}
    const created = await api.create<Widget>({...widget, spec: {size: 1}})
    expect(created.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/)
    expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date)
    const merged = await api.patch<Widget>(
      {...widget, spec: {size: 1, colour: 'red'}},
      ...[undefined, undefined, undefined, undefined, k8s.PatchStrategy.MergePatch],
    )
    expect(merged.spec).toEqual({size: 1, colour: 'red'})
    const applied = await api.patch<Widget>(
      {...widget, spec: {size: 4}},
      ...[undefined, undefined, 'tester', true, k8s.PatchStrategy.ServerSideApply],
    )
    expect(applied.spec).toEqual({size: 4, colour: 'red'})
    expect((await api.read<Widget>(widget)).spec).toEqual({size: 4, colour: 'red'})
    const listed = await api.list<Widget>('example.com/v1', 'Widget', 'default')
    expect(listed.items.map((item) => item.metadata?.name)).toEqual(['one'])
    await api.delete(widget)
    await expect(api.read(widget)).rejects.toMatchObject({code: 404})
  })

  it('gets errors with a Status, and pages of lists', async () => {
    const twice = core.createNamespace({body: {metadata: {name: 'default'}}})
    await expect(twice).rejects.toMatchObject({code: 409, body: expect.stringContaining('"reason":"AlreadyExists"')})
    const first = await core.listNamespace({limit: 1})
    expect(first.items).toHaveLength(1)
    const second = await core.listNamespace({limit: 1, _continue: first.metadata!._continue!})
    expect(second.items[0]?.metadata?.name).not.toBe(first.items[0]?.metadata?.name)
    const version = await config.makeApiClient(k8s.VersionApi).getCode()
    expect(version).toMatchObject({major: '1', minor: '36'})
  })
})
