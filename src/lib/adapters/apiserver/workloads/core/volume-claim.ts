import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import {namesOfClaims, selectedNode, waitsForConsumer} from '../node/placement.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {isDeleting, keyOf, section, specOf, statusOf, timestamp} from '../runtime/objects.js'
import {isFinished, podKind} from '../runtime/pods.js'
import {claimKey, findVolume, volumeKind} from './volume-choice.js'

const claimKind = {apiVersion: 'v1', kind: 'PersistentVolumeClaim'}
const claimFinalizer = 'kubernetes.io/pvc-protection'
const volumeFinalizer = 'kubernetes.io/pv-protection'

/** Claims that a pod mounts. */
const claimsOf = (pod: KubeObject) => namesOfClaims(pod).map((name) => `${pod.metadata.namespace ?? ''}/${name}`)

/** Lets a claim go that is being deleted once no pod mounts it. */
export const claimProtectionController: ControllerSpec = {
  name: 'pvc-protection-controller',
  of: claimKind,
  watches: [{kind: podKind, wakes: (_client, pod) => claimsOf(pod)}],
  async reconcile({client}, claim) {
    if (!isDeleting(claim) || !claim.metadata.finalizers?.includes(claimFinalizer)) return
    const key = `${claim.metadata.namespace ?? ''}/${claim.metadata.name ?? ''}`
    const used = client.list('v1', 'Pod', claim.metadata.namespace).some((pod) => !isFinished(pod) && claimsOf(pod).includes(key))
    if (!used) await dropFinalizer(client, claim, claimFinalizer)
  },
}

/** The same for volumes and their claims. */
export const volumeProtectionController: ControllerSpec = {
  name: 'pv-protection-controller',
  of: volumeKind,
  async reconcile({client}, volume) {
    if (!isDeleting(volume) || !volume.metadata.finalizers?.includes(volumeFinalizer)) return
    if (statusOf(volume).phase !== 'Bound') await dropFinalizer(client, volume, volumeFinalizer)
  },
}

async function dropFinalizer(client: LocalClient, object: KubeObject, finalizer: string): Promise<void> {
  const finalizers = object.metadata.finalizers?.filter((one) => one !== finalizer) ?? []
  await client.update({...object, metadata: {...object.metadata, finalizers}})
}

/**
 * Binds each claim to a volume that fits, or to one made for it; reclaims volumes whose claim is gone. Where nobody makes
 * volumes, a claim that finds none tells so and waits.
 */
export function volumeBinder({provisions}: {readonly provisions: boolean}): ControllerSpec {
  return {
    name: component,
    of: claimKind,
    watches: [
      {
        kind: {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'},
        wakes: (client) => client.list(claimKind.apiVersion, claimKind.kind).filter(isPending).map(keyOf),
      },
      {
        kind: volumeKind,
        wakes: (client, volume) => {
          const reference = section(specOf(volume), 'claimRef')
          if (reference.name !== undefined) return [claimKey(reference)]
          return client.list(claimKind.apiVersion, claimKind.kind).filter(isPending).map(keyOf)
        },
      },
    ],
    reconcile: (work, claim) => bind(work, claim, provisions),
    gone: reclaim,
  }
}

const component = 'persistentvolume-controller'

function isPending(claim: KubeObject): boolean {
  return !isDeleting(claim) && statusOf(claim).phase !== 'Bound'
}

async function bind(work: Work, claim: KubeObject, provisions: boolean): Promise<void> {
  if (!isPending(claim)) return
  const {client} = work
  const delayed = waitsForConsumer(client, claim) && claim.metadata.annotations?.[selectedNode] === undefined
  if (delayed && specOf(claim).volumeName === undefined) return tellUnbound(work, claim)
  const fitting = findVolume(client, claim)
  const isMade = !fitting && isProvisioned(client, claim)
  if (isMade && (await announce(work, claim))) return
  const volume = isMade && provisions ? await provision(client, claim) : fitting
  if (!volume) return tellUnbound(work, claim)
  await bindVolume(work.client, volume, claim)
  const spec = specOf(claim)
  const annotations = {
    ...claim.metadata.annotations,
    'pv.kubernetes.io/bind-completed': 'yes',
    ...(spec.volumeName === undefined ? {'pv.kubernetes.io/bound-by-controller': 'yes'} : {}),
  }
  const bound = await work.client.update({
    ...claim,
    metadata: {...claim.metadata, annotations},
    spec: {...spec, volumeName: volume.metadata.name},
  })
  const status = {
    ...statusOf(bound),
    phase: 'Bound',
    accessModes: specOf(volume).accessModes ?? [],
    capacity: specOf(volume).capacity ?? {},
  }
  await work.client.update({...bound, status}, {subresource: 'status'})
}

/** Once; the real controller says it again every 15 s. */
async function tellUnbound(work: Work, claim: KubeObject): Promise<void> {
  const {storageClassName = '', volumeName} = specOf(claim)
  if (volumeName !== undefined) return
  if (storageClassName === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set'
    return recordEvent(work, component, claim, {reason: 'FailedBinding', message})
  }
  const found = work.client.get('storage.k8s.io/v1', 'StorageClass', undefined, String(storageClassName))
  if (!found) {
    const message = `storageclass.storage.k8s.io ${JSON.stringify(storageClassName)} not found`
    return recordEvent(work, component, claim, {type: 'Warning', reason: 'ProvisioningFailed', message})
  }
  if (found.volumeBindingMode === 'WaitForFirstConsumer') {
    const message = 'waiting for first consumer to be created before binding'
    await recordEvent(work, component, claim, {reason: 'WaitForFirstConsumer', message})
  }
}

/** Volumes that nobody has claimed are free. */
export const volumePhaseController: ControllerSpec = {
  name: component,
  of: volumeKind,
  async reconcile({client, now}, volume) {
    const {message: _, ...old} = statusOf(volume)
    if (old.phase === 'Available' || isDeleting(volume) || section(specOf(volume), 'claimRef').uid !== undefined) return
    const status = {...old, phase: 'Available', lastPhaseTransitionTime: timestamp(now)}
    await client.update({...volume, status}, {subresource: 'status'})
  },
}

/** Whether a volume is made for a claim: of a class that there is, or of none at all, as if the cluster had a default class. */
function isProvisioned(client: LocalClient, claim: KubeObject): boolean {
  const {storageClassName, volumeName, selector} = specOf(claim)
  if (volumeName !== undefined || selector !== undefined) return false
  if (storageClassName === undefined) return true
  if (storageClassName === '') return false
  const found = client.get('storage.k8s.io/v1', 'StorageClass', undefined, String(storageClassName))
  return found !== undefined && found.provisioner !== 'kubernetes.io/no-provisioner'
}

/** Says on a claim who is to make its volume; whether it had to be said, which wakes the binder again. */
async function announce(work: Work, claim: KubeObject): Promise<boolean> {
  const {storageClassName} = specOf(claim)
  if (storageClassName === undefined) return false
  const found = work.client.get('storage.k8s.io/v1', 'StorageClass', undefined, String(storageClassName))
  const provisioner = String(found?.provisioner)
  if (claim.metadata.annotations?.[PROVISIONER] === provisioner) return false
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`
  await recordEvent(work, component, claim, {reason: 'ExternalProvisioning', message})
  const annotations = {...claim.metadata.annotations, [`volume.beta.${NAMED}`]: provisioner, [PROVISIONER]: provisioner}
  await work.client.update({...claim, metadata: {...claim.metadata, annotations}})
  return true
}

const NAMED = 'kubernetes.io/storage-provisioner'
const PROVISIONER = `volume.${NAMED}`

function provision(client: LocalClient, claim: KubeObject): Promise<KubeObject> {
  const spec = specOf(claim)
  const name = `pvc-${claim.metadata.uid}`
  const {storageClassName} = spec
  return client.create({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {name, annotations: {'pv.kubernetes.io/provisioned-by': 'simulated'}},
    spec: {
      claimRef: referenceTo(claim),
      capacity: section(section(spec, 'resources'), 'requests'),
      accessModes: spec.accessModes ?? ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      ...(storageClassName === undefined ? {} : {storageClassName}),
      volumeMode: spec.volumeMode ?? 'Filesystem',
      hostPath: {path: `/var/lib/simulated/${name}`},
    },
  })
}

function referenceTo(claim: KubeObject): JsonObject {
  const {namespace = '', name = '', uid = '', resourceVersion = ''} = claim.metadata
  return {kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion}
}

async function bindVolume(client: LocalClient, volume: KubeObject, claim: KubeObject): Promise<void> {
  const claimRef = referenceTo(claim)
  const annotations = {...volume.metadata.annotations, 'pv.kubernetes.io/bound-by-controller': 'yes'}
  // one that was made for the claim, or named it, is not the controller's choice
  const isChosen = section(specOf(volume), 'claimRef').name === undefined
  const metadata = isChosen ? {...volume.metadata, annotations} : volume.metadata
  const bound = await client.update({...volume, metadata, spec: {...specOf(volume), claimRef}})
  await client.update({...bound, status: {...statusOf(bound), phase: 'Bound'}}, {subresource: 'status'})
}

/** The claim is gone: its volume is deleted or, where it is to be kept, released. */
async function reclaim({client}: Work, namespace: string, name: string): Promise<void> {
  for (const volume of client.list(volumeKind.apiVersion, volumeKind.kind)) {
    if (claimKey(section(specOf(volume), 'claimRef')) !== `${namespace}/${name}` || statusOf(volume).phase === 'Released')
      continue
    const released = await client.update({...volume, status: {...statusOf(volume), phase: 'Released'}}, {subresource: 'status'})
    if (specOf(volume).persistentVolumeReclaimPolicy === 'Delete') {
      await client.delete({...volumeKind, name: released.metadata.name ?? ''})
    }
  }
}
