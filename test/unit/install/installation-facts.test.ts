import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {createDiskFs} from '../../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../src/lib/adapters/system/tasks.js'
import {buildManifests} from '../../../src/lib/install/build-manifests.js'
import {accessObjects, containerFacts} from '../../../src/lib/install/installation-facts.js'
import {ownBase} from '../../../src/lib/install/manifest-base.js'

const root = resolve(import.meta.dirname, '../../..')
const COMPONENTS = ['source-controller', 'kustomize-controller']

/** An installation as `flux install` puts it together, from `manifests/` and not from what was generated of it. */
async function installation() {
  const tree = createDiskFs(createTasks(), systemRandom).tree(join(root, 'manifests'))
  const options = {
    ...{namespace: 'gitops', version: 'v2.9.5', components: COMPONENTS, registry: '', imagePullSecret: '', tolerationKeys: []},
    ...{watchAllNamespaces: true, networkPolicy: false, logLevel: 'info', clusterDomain: 'cluster.local'},
  }
  return (await buildManifests(options, ownBase(tree))).objects
}

describe('what `flux run` shows of an installation', () => {
  it('are the access rights that an installation has', async () => {
    const labels = {
      'app.kubernetes.io/instance': 'gitops',
      'app.kubernetes.io/version': 'v2.9.5',
      'app.kubernetes.io/part-of': 'flux',
    }
    const wanted = (await installation()).filter(({kind}) => kind.startsWith('ClusterRole'))
    const byName = (objects: readonly {kind: string; metadata: {name?: string}}[]) =>
      Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]))
    expect(wanted).toHaveLength(5)
    expect(byName(accessObjects('gitops', labels))).toEqual(byName(wanted))
  })

  it.each(COMPONENTS)('is the container that an installation gives %s', async (name) => {
    const deployment = (await installation()).find(({kind, metadata}) => kind === 'Deployment' && metadata.name === name)
    const spec = deployment?.['spec'] as unknown as {template: {spec: {containers: Record<string, unknown>[]}}}
    const {args, ports, env} = spec.template.spec.containers[0]!
    expect(containerFacts(name)).toEqual({args, ports, env})
  })

  it('knows no other controllers', () => {
    expect(() => containerFacts('other')).toThrow('other is no controller of Flux')
  })
})
