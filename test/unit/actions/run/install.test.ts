import {afterEach, describe, expect, it} from 'vitest'
import {installCrds, requireKinds} from '../../../../src/lib/actions/run/install.js'
import {type ApiServer, startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {apiVersionOf, KINDS} from '../../../../src/lib/kinds/registry.js'
import {capturedOut} from '../../../fakes/captured-out.js'

const servers: ApiServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function context() {
  const server = await startApiServer({kubelet: false})
  servers.push(server)
  const clock = createSystemClock()
  const kube = createKubeClient({transport: server.transport(), clock, random: systemRandom, userAgent: 'test'})
  return {kube, clock, signal: new AbortController().signal, out: capturedOut().out}
}

const refs = KINDS.map((row) => ({apiVersion: apiVersionOf(row), kind: row.kind}))

describe('installing the CRDs', () => {
  it('serves every kind, labelled as part of Flux', async () => {
    const ctx = await context()
    await installCrds(ctx, '2.9.5')
    await requireKinds(ctx, refs)
    await requireKinds(ctx, [{apiVersion: 'notification.toolkit.fluxcd.io/v1', kind: 'Alert'}])
    const {items} = await ctx.kube.list(
      {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'},
      {labelSelector: 'app.kubernetes.io/part-of=flux,app.kubernetes.io/version=v2.9.5'},
    )
    expect(items.length).toBe(KINDS.length)
  })

  it('names the first kind that is missing, and the way to get it', async () => {
    const error = await requireKinds(await context(), refs).catch((reason: unknown) => reason)
    expect(error).toMatchObject({code: 'no-crds', message: expect.stringContaining(refs[0]!.kind)})
    expect((error as {hints: string[]}).hints[0]).toContain('--install-crds')
  })

  it('says what to do about objects that are stored in a version that is gone', async () => {
    const ctx = await context()
    const schema = {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}}
    await ctx.kube.create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {name: 'buckets.source.toolkit.fluxcd.io'},
      spec: {
        group: 'source.toolkit.fluxcd.io',
        scope: 'Namespaced',
        names: {kind: 'Bucket', listKind: 'BucketList', plural: 'buckets', singular: 'bucket'},
        versions: [{name: 'v1beta2', served: true, storage: true, schema}],
      },
    })
    const error = await installCrds(ctx, '2.9.5').catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'stored-versions',
      message: 'objects of buckets.source.toolkit.fluxcd.io are still stored as v1beta2, which is gone',
    })
    expect((error as {hints: string[]}).hints[0]).toContain('flux migrate')
  })
})
