import {describe, expect, it} from 'vitest'
import {checkSync} from '../../../../../src/lib/actions/install/sync/check-sync.js'
import type {SyncAccess} from '../../../../../src/lib/actions/install/sync/sync-files.js'
import {createSystemClock} from '../../../../../src/lib/adapters/system/system-clock.js'
import {ApiError} from '../../../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject} from '../../../../../src/lib/ports/kube.js'
import {filesTree} from '../../../../fakes/files-tree.js'

const FLUX = 'flux-system'
const DIGEST = `sha256:${'a'.repeat(64)}`
const URL_THERE = `http://source-controller.${FLUX}.svc.cluster.local./gitrepository/${FLUX}/${FLUX}/1.tar.gz`

function source(kind: string, artifact: JsonObject | undefined, spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    ...{kind, metadata: {name: FLUX, namespace: FLUX}, spec},
    status: artifact ? {artifact} : {},
  }
}

function sync(path: string, kind = 'GitRepository'): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    ...{kind: 'Kustomization', metadata: {name: FLUX, namespace: FLUX}, spec: {path, sourceRef: {kind, name: FLUX}}},
  }
}

function cluster(...objects: KubeObject[]): KubeClient {
  return {
    get: async ({kind}: {kind: string}) => {
      const found = objects.find((object) => object.kind === kind)
      if (!found) throw new ApiError({kind: 'Status', status: 'Failure', message: 'none', reason: 'NotFound', code: 404})
      return found
    },
  } as unknown as KubeClient
}

const PATCHED = `resources: [all.yaml]
patches:
- target: {kind: Deployment, name: kustomise-controller}
  patch: '- {op: add, path: /spec/paused, value: true}'
`
const ALL = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: kustomize-controller, namespace: flux-system}\nspec: {}\n'
const FOLDER = {'clusters/prod/flux-system/kustomization.yaml': PATCHED, 'clusters/prod/flux-system/all.yaml': ALL}

/** A way to files that says where it was asked; Git is not there. */
function served(files: Record<string, string> | Error): SyncAccess & {asked: string[]} {
  const asked: string[] = []
  return {
    asked,
    served: async (path: string, digest: string) => {
      asked.push(`${path} ${digest}`)
      if (files instanceof Error) throw files
      return filesTree(files)
    },
    hide: () => undefined,
    git: {overrideFor: () => undefined, clone: async () => Promise.reject(new Error('nobody answers'))},
  } as unknown as SyncAccess & {asked: string[]}
}

const look = (kube: KubeClient, access: SyncAccess) =>
  checkSync({kube, clock: createSystemClock(), signal: new AbortController().signal}, () => access, FLUX)

describe('checkSync', () => {
  it('reads the artifact through the API server', async () => {
    const access = served(FOLDER)
    const kube = cluster(sync('./clusters/prod/'), source('GitRepository', {url: URL_THERE, digest: DIGEST}))
    expect(await look(kube, access)).toEqual({
      warnings: [
        'GitRepository/flux-system/flux-system: clusters/prod/flux-system/kustomization.yaml:3 has a patch whose target matches nothing: kind=Deployment name=kustomise-controller',
      ],
    })
    expect(access.asked).toEqual([
      `/api/v1/namespaces/${FLUX}/services/http:source-controller:80/proxy/gitrepository/${FLUX}/${FLUX}/1.tar.gz ${DIGEST}`,
    ])
  })

  it('knows sources of other kinds, and a path at the root', async () => {
    const files = {'flux-system/kustomization.yml': PATCHED, 'flux-system/all.yaml': ALL}
    const kube = cluster(sync('./', 'OCIRepository'), source('OCIRepository', {url: URL_THERE, digest: DIGEST}))
    expect((await look(kube, served(files))).warnings).toHaveLength(1)
    expect((await look(kube, served(new Error('status code 503')))).unseen).toBe(
      'the patches in Git of OCIRepository/flux-system/flux-system: status code 503',
    )
  })

  it('is silent where there is no such folder, and where Git keeps nothing', async () => {
    const kube = cluster(sync('./elsewhere'), source('GitRepository', {url: URL_THERE, digest: DIGEST}))
    expect(await look(kube, served(FOLDER))).toEqual({warnings: []})
    const none = served(FOLDER)
    expect(await look(cluster(), none)).toEqual({warnings: []})
    expect(await look(cluster(sync('./')), none)).toEqual({warnings: []})
    expect(none.asked).toEqual([])
  })

  it('says what it could not look at', async () => {
    const access = served(new Error('refused'))
    const spec = {url: 'https://git.example.com/fleet', interval: '1m'}
    const kube = cluster(sync('./clusters/prod'), source('GitRepository', {url: 'http://10.0.0.1/x', digest: DIGEST}, spec))
    expect(await look(kube, access)).toEqual({
      warnings: [],
      unseen: 'the patches in Git of GitRepository/flux-system/flux-system: nobody answers',
    })
    // an address of no Service is not asked for
    expect(access.asked).toEqual([])
  })

  it('says so when the folder cannot be built', async () => {
    const files = {'clusters/prod/flux-system/kustomization.yaml': 'resources: [gone.yaml]\n'}
    const kube = cluster(sync('./clusters/prod'), source('GitRepository', {url: URL_THERE, digest: DIGEST}))
    const {warnings, unseen} = await look(kube, served(files))
    expect(warnings).toEqual([])
    expect(unseen).toContain('gone.yaml')
  })
})
