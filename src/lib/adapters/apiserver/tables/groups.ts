import {humanDuration} from '../../../formats/duration/human-duration.js'
import type {KubeObject} from '../../../ports/kube.js'
import {age, count, items, type Printer, part, word, words} from './format.js'

const signingRequest: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const seconds = spec.expirationSeconds
  return [
    object.metadata.name ?? '',
    age(object, now),
    word(spec.signerName) || '<none>',
    word(spec.username),
    typeof seconds === 'number' ? humanDuration(seconds * 1000) : '<none>',
    signingState(object),
  ]
}

function signingState(object: KubeObject): string {
  const status = part(object, 'status')
  const has = (type: string) => items(status.conditions).some((condition) => condition.type === type)
  const verdict = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending'
  const certificate = word(status.certificate)
  return `${verdict}${has('Failed') ? ',Failed' : ''}${certificate === '' ? '' : ',Issued'}`
}

const flowSchema: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const dangling = items(part(object, 'status').conditions).find((condition) => condition.type === 'Dangling')
  return [
    object.metadata.name ?? '',
    word(part(spec, 'priorityLevelConfiguration').name),
    count(spec.matchingPrecedence),
    word(part(spec, 'distinguisherMethod').type, '<none>'),
    age(object, now),
    dangling ? word(dangling.status) : '?',
  ]
}

const volumeAttachment: Printer = (object, now) => {
  const spec = part(object, 'spec')
  return [
    object.metadata.name ?? '',
    word(spec.attacher),
    word(part(spec, 'source').persistentVolumeName),
    word(spec.nodeName),
    part(object, 'status').attached === true,
    age(object, now),
  ]
}

const ipAddress: Printer = (object, now) => {
  const parent = part(part(object, 'spec'), 'parentRef')
  const [group, resource] = [word(parent.group), word(parent.resource)]
  const path = [
    group === '' ? resource : `${resource}.${group}`,
    ...(parent.namespace === undefined ? [] : [word(parent.namespace)]),
  ]
  const shown = parent.resource === undefined ? '<none>' : [...path, word(parent.name)].join('/')
  // the age has no column of its own there either
  return [object.metadata.name ?? '', shown, age(object, now)]
}

const resourceClaim: Printer = (object, now) => {
  const status = part(object, 'status')
  const isGoing = object.metadata.deletionTimestamp !== undefined
  const states = isGoing ? ['deleted'] : []
  if (status.allocation !== undefined) states.push('allocated', ...(items(status.reservedFor).length > 0 ? ['reserved'] : []))
  else if (!isGoing) states.push('pending')
  return [object.metadata.name ?? '', states.join(','), age(object, now)]
}

const resourceSlice: Printer = (object, now) => {
  const spec = part(object, 'spec')
  return [object.metadata.name ?? '', word(spec.nodeName), word(spec.driver), word(part(spec, 'pool').name), age(object, now)]
}

const csiDriver: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const flag = (name: string) => spec[name] === true
  const audiences = items(spec.tokenRequests).map(({audience}) => word(audience))
  return [
    object.metadata.name ?? '',
    spec.attachRequired !== false,
    flag('podInfoOnMount'),
    flag('storageCapacity'),
    audiences.join(',') || '<unset>',
    flag('requiresRepublish'),
    words(spec.volumeLifecycleModes).join(',') || '<none>',
    age(object, now),
  ]
}

/** Rows of kinds that only cluster administrators see. */
export const GROUP_PRINTERS: Readonly<Record<string, Printer>> = {
  'certificates.k8s.io/certificatesigningrequests': signingRequest,
  'flowcontrol.apiserver.k8s.io/flowschemas': flowSchema,
  'networking.k8s.io/ipaddresses': ipAddress,
  'resource.k8s.io/resourceclaims': resourceClaim,
  'resource.k8s.io/resourceslices': resourceSlice,
  'storage.k8s.io/csidrivers': csiDriver,
  'storage.k8s.io/volumeattachments': volumeAttachment,
}
