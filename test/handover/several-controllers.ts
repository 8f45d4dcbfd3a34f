import {afterEach, expect, it} from 'vitest'
import type {KubeObject} from '../../src/lib/ports/kube.js'
import type {StartCluster} from '../lifecycle/clusters.js'
import {ControllerRig, isReady, type StartController} from './controller-rig.js'

const SHORT_LEASE = [
  '--enable-leader-election',
  '--leader-election-lease-duration=10s',
  '--leader-election-renew-deadline=8s',
  '--leader-election-retry-period=1s',
]
const namesOf = (count: number) => Array.from({length: count}, (_, index) => `app-${index}`)

/** One ConfigMap per Kustomization, all of one text. */
const files = (names: readonly string[], text: string) =>
  Object.fromEntries(
    names.map((name) => [
      `${name}/config.yaml`,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: default}\ndata: {text: ${text}}\n`,
    ]),
  )

type Labels = Readonly<Record<string, string>>

function objects(url: string, names: readonly string[], labels: (index: number) => Labels = () => ({})): KubeObject[] {
  const metadata = (name: string) => ({name, namespace: 'flux-system'})
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: metadata('fleet'),
      spec: {interval: '10m', url, ref: {branch: 'main'}},
    },
    ...names.map((name, index) => ({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: {...metadata(name), labels: labels(index)},
      spec: {interval: '10m', path: `./${name}`, prune: true, sourceRef: {kind: 'GitRepository', name: 'fleet'}},
    })),
  ]
}

const allReady = async (rig: ControllerRig, names: readonly string[], revision = '') => {
  const all = await rig.statuses()
  return names
    .map((name) => all.get(name) ?? {})
    .every((status) => isReady(status) && status.lastAppliedRevision?.endsWith(revision) === true)
}

/** Several controllers of a kind over one cluster, one of them leading or each with its share: the tests of a suite. */
export function severalControllers(startController: StartController, startCluster?: StartCluster): void {
  let rig: ControllerRig
  afterEach(() => rig?.close())

  it('take over from a leader that was killed, and apply nothing twice', async () => {
    const names = namesOf(20)
    rig = await ControllerRig.open(startController, startCluster)
    await rig.repos.commit('fleet', {branch: 'main', message: 'one', write: files(names, 'one')})
    await rig.start('source-controller')
    const first = await rig.start('kustomize-controller', SHORT_LEASE, 'first')
    await rig.until('a leader', () => rig.log('first').includes('successfully acquired lease'))
    await rig.start('kustomize-controller', SHORT_LEASE, 'second')
    await rig.apply(objects(`${rig.git.url}/fleet`, names))
    await rig.until('a ready fleet', () => allReady(rig, names))
    expect(rig.log('second')).not.toContain('successfully acquired lease')

    const stop = new AbortController()
    const writes: Record<string, number> = {}
    const ref = {apiVersion: 'v1', kind: 'ConfigMap'}
    const {resourceVersion} = await rig.kube.list(ref, {namespace: 'default'})
    const counting = (async () => {
      for await (const event of rig.kube.watch(ref, {namespace: 'default', resourceVersion, signal: stop.signal})) {
        if (event.type !== 'MODIFIED') continue
        const name = event.object.metadata.name!
        if (!names.includes(name)) continue
        writes[name] = (writes[name] ?? 0) + 1
        first.kill('SIGKILL') // At the first write: the others are under way or wait for a leader.
      }
    })()
    const revision = await rig.push('two', files(names, 'two'))
    await rig.until('the new revision', () => allReady(rig, names, revision))
    // On a fast day the first one is done with all before the signal reaches it: the second leads all the same.
    await rig.until('a new leader', () => rig.log('second').includes('successfully acquired lease'))
    stop.abort()
    await counting
    expect(writes).toEqual(Object.fromEntries(names.map((name) => [name, 1])))
  })

  it('share the objects by their labels', async () => {
    const names = namesOf(200)
    rig = await ControllerRig.open(startController, startCluster)
    await rig.repos.commit('fleet', {branch: 'main', message: 'one', write: files(names, 'one')})
    await rig.start('source-controller')
    const shard = (index: number) => `shard${index % 2}`
    for (const key of ['shard0', 'shard1']) {
      await rig.start(
        'kustomize-controller',
        ['--enable-leader-election', `--watch-label-selector=sharding.fluxcd.io/key=${key}`],
        key,
      )
    }
    await rig.apply(objects(`${rig.git.url}/fleet`, names, (index) => ({'sharding.fluxcd.io/key': shard(index)})))
    await rig.until('a ready fleet', () => allReady(rig, names))
    const worked = (key: string) =>
      names.filter((name) => rig.log(key).includes(`"Kustomization":{"namespace":"flux-system","name":"${name}"}`))
    for (const key of ['shard0', 'shard1']) expect(worked(key)).toEqual(names.filter((_, index) => shard(index) === key))
    const leases = await rig.kube.list({apiVersion: 'coordination.k8s.io/v1', kind: 'Lease'}, {namespace: 'flux-system'})
    const held = leases.items.map(({metadata}) => metadata.name).filter((name) => name?.startsWith('kustomize-controller'))
    expect(held).toEqual([expect.stringMatching(/-[0-9a-f]{8}$/), expect.stringMatching(/-[0-9a-f]{8}$/)])
  })
}

/** Two source-controllers, each with a disk of its own: the tests of a suite. */
export function severalSources(startController: StartController, startCluster?: StartCluster): void {
  let rig: ControllerRig
  afterEach(() => rig?.close())

  it('serve artifacts after the one that stored them was killed', async () => {
    const names = namesOf(3)
    rig = await ControllerRig.open(startController, startCluster)
    await rig.repos.commit('fleet', {branch: 'main', message: 'one', write: files(names, 'one')})
    const first = await rig.start('source-controller', SHORT_LEASE, 'first')
    await rig.until('a leader', () => rig.log('first').includes('successfully acquired lease'))
    await rig.start('source-controller', SHORT_LEASE, 'second')
    await rig.start('kustomize-controller')
    await rig.apply(objects(`${rig.git.url}/fleet`, names))
    await rig.until('a ready fleet', () => allReady(rig, names))
    const before = await rig.artifactUrl()
    first.kill('SIGKILL')
    const revision = await rig.push('two', files(names, 'two'))
    await rig.until('the new revision', () => allReady(rig, names, revision))
    expect(rig.log('second')).toContain('successfully acquired lease')
    expect(new URL(await rig.artifactUrl()).host).not.toBe(new URL(before).host)
  })
}
