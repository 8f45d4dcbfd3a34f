import type {JsonObject} from '../../../../formats/json/value.js'
import {matchLabelSelector, type ObjectSelector} from '../../../../formats/selector/label-selector.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {quantities} from '../../admission/pod-amounts.js'
import type {LocalClient} from '../../hooks.js'
import {section, specOf} from '../runtime/objects.js'

export const volumeKind = {apiVersion: 'v1', kind: 'PersistentVolume'}

export function claimKey(reference: JsonObject): string {
  return `${String(reference.namespace ?? '')}/${String(reference.name ?? '')}`
}

/** The volume that names a claim or is named by it, or the smallest free one that is as the claim wants it. */
export function findVolume(client: LocalClient, claim: KubeObject): KubeObject | undefined {
  const {volumeName} = specOf(claim)
  const key = `${claim.metadata.namespace}/${claim.metadata.name}`
  const volumes = client.list(volumeKind.apiVersion, volumeKind.kind)
  const own = volumes.find((volume) => {
    const reference = section(specOf(volume), 'claimRef')
    const isOfAnother = reference.uid !== undefined && reference.uid !== claim.metadata.uid
    return reference.name !== undefined && !isOfAnother && claimKey(reference) === key
  })
  if (own) return own
  const free = volumes.filter((volume) => section(specOf(volume), 'claimRef').name === undefined)
  if (volumeName !== undefined) return free.find(({metadata}) => metadata.name === volumeName)
  const fitting = free.filter((volume) => fits(volume, claim)).map((volume) => ({volume, room: room(volume)}))
  return fitting.sort((a, b) => (a.room < b.room ? -1 : a.room > b.room ? 1 : 0))[0]?.volume
}

function fits(volume: KubeObject, claim: KubeObject): boolean {
  const [offer, wish] = [specOf(volume), specOf(claim)]
  const offered = Array.isArray(offer.accessModes) ? offer.accessModes : []
  const modes = Array.isArray(wish.accessModes) ? wish.accessModes : []
  const wanted = quantities(section(section(wish, 'resources'), 'requests')).get('storage')
  return (
    (offer.storageClassName ?? '') === (wish.storageClassName ?? '') &&
    (offer.volumeMode ?? 'Filesystem') === (wish.volumeMode ?? 'Filesystem') &&
    modes.every((mode) => offered.includes(mode)) &&
    (!wanted || room(volume) >= wanted.nanos) &&
    (wish.selector === undefined || matchLabelSelector(wish.selector as ObjectSelector, volume.metadata.labels))
  )
}

const room = (volume: KubeObject): bigint => quantities(section(specOf(volume), 'capacity')).get('storage')?.nanos ?? 0n
