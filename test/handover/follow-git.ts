import {afterAll, beforeAll, expect, it} from 'vitest'
import type {KubeObject} from '../../src/lib/ports/kube.js'
import {ControllerRig, isReady, type StartController} from './controller-rig.js'
import {FLEET_FILES, fleetObjects} from './fleet.js'

const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'flux-system'}
const DEPLOYMENT = {apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web'}

/** Two controllers as processes on an embedded API with access rights, following a repository: the tests of a suite. */
export function followGit(startController: StartController): void {
  let rig: ControllerRig

  beforeAll(async () => {
    rig = await ControllerRig.open(startController)
    await rig.repos.commit('fleet', {branch: 'main', message: 'fleet', write: FLEET_FILES})
    await rig.start('source-controller')
    await rig.start('kustomize-controller')
  })
  afterAll(() => rig?.close())

  it('reconcile a fleet to Ready', async () => {
    await rig.apply(fleetObjects(`${rig.git.url}/fleet`))
    await rig.until('a ready fleet', async () => isReady(await rig.status('apps')))
    const {inventory, lastAppliedRevision} = await rig.status('apps')
    expect(lastAppliedRevision).toMatch(/^main@sha1:[0-9a-f]{40}$/)
    expect(inventory?.entries.map(({id}) => String(id).replace(/settings-[^_]+/, 'settings-HASH')).sort()).toEqual([
      'shop_cluster__ConfigMap',
      'shop_login__Secret',
      'shop_one_handover.example.com_Widget',
      'shop_settings-HASH__ConfigMap',
      'shop_web__Service',
      'shop_web__ServiceAccount',
      'shop_web_apps_Deployment',
    ])
    const web = await rig.kube.get(DEPLOYMENT)
    expect(web.metadata.managedFields?.map(({manager}) => manager)).toContain('kustomize-controller')
  })

  it('tell what they did by events', async () => {
    const events = await rig.kube.list({apiVersion: 'v1', kind: 'Event'}, {namespace: 'flux-system'})
    const reasons = events.items.map((event) => event['reason'])
    expect(reasons).toEqual(expect.arrayContaining(['NewArtifact', 'Progressing', 'ReconciliationSucceeded']))
  })

  it('correct drift and prune what leaves Git', async () => {
    await rig.kube.patch(
      DEPLOYMENT,
      {type: 'merge', body: {metadata: {labels: {team: 'nobody'}}}},
      {fieldManager: 'kubectl-edit'},
    )
    await rig.kube.delete({apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web'})
    const kustomization = FLEET_FILES['apps/base/kustomization.yaml']!.replace(', widget.yaml', '')
    const before = (await rig.status('apps')).lastAppliedRevision
    await rig.push('no widget', {'apps/base/kustomization.yaml': kustomization})
    await rig.until('the new revision', async () => {
      const status = await rig.status('apps')
      return isReady(status) && status.lastAppliedRevision !== before
    })
    const web: KubeObject = await rig.kube.get(DEPLOYMENT)
    expect(web.metadata.labels).toMatchObject({team: 'shop'})
    await rig.kube.get({apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web'})
    const widgets = await rig.kube.list({apiVersion: 'handover.example.com/v1', kind: 'Widget'})
    expect(widgets.items).toEqual([])
  })

  it('take everything with them when the Kustomization goes', async () => {
    await rig.kube.delete({...KUSTOMIZATION, name: 'apps'})
    const gone = async () => (await rig.kube.list(KUSTOMIZATION)).items.every(({metadata}) => metadata.name !== 'apps')
    await rig.until('the finalizer', gone)
    const deployments = await rig.kube.list({apiVersion: 'apps/v1', kind: 'Deployment'}, {namespace: 'shop'})
    expect(deployments.items).toEqual([])
  })
}
