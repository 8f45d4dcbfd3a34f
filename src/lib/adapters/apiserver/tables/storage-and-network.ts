import type {JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {age, count, items, labelsText, type Printer, part, selectorText, word, words} from './format.js'

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
}

function modes(value: JsonObject['x']): string {
  const all = new Set(words(value))
  return Object.keys(MODES)
    .filter((mode) => all.has(mode))
    .map((mode) => MODES[mode])
    .join(',')
}

const phase = (object: KubeObject): string =>
  object.metadata.deletionTimestamp === undefined ? word(part(object, 'status').phase) : 'Terminating'

const volumeClaim: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const bound = word(spec.volumeName) !== ''
  return [
    object.metadata.name ?? '',
    phase(object),
    word(spec.volumeName),
    bound ? word(part(status, 'capacity').storage) : '',
    bound ? modes(status.accessModes) : '',
    word(object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName),
    word(spec.volumeAttributesClassName, '<unset>'),
    age(object, now),
    word(spec.volumeMode, '<unset>'),
  ]
}

const volume: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const claim = part(spec, 'claimRef')
  return [
    object.metadata.name ?? '',
    word(part(spec, 'capacity').storage, '0'),
    modes(spec.accessModes),
    word(spec.persistentVolumeReclaimPolicy),
    phase(object),
    spec.claimRef === undefined ? '' : `${word(claim.namespace)}/${word(claim.name)}`,
    word(object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName),
    word(spec.volumeAttributesClassName, '<unset>'),
    word(part(object, 'status').reason),
    age(object, now),
    word(spec.volumeMode, '<unset>'),
  ]
}

const storageClass: Printer = (object, now) => {
  const marks = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class']
  const isDefault = marks.some((mark) => object.metadata.annotations?.[mark] === 'true')
  return [
    isDefault ? `${object.metadata.name} (default)` : (object.metadata.name ?? ''),
    word(object.provisioner),
    word(object.reclaimPolicy, 'Delete'),
    word(object.volumeBindingMode, 'Immediate'),
    object.allowVolumeExpansion === true,
    age(object, now),
  ]
}

const service: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const ports = items(spec.ports).map(({port, nodePort, protocol}) =>
    count(nodePort) > 0 ? `${word(port)}:${word(nodePort)}/${word(protocol)}` : `${word(port)}/${word(protocol)}`,
  )
  return [
    object.metadata.name ?? '',
    word(spec.type),
    word(spec.clusterIP) || '<none>',
    externalAddress(object),
    ports.length === 0 ? '<none>' : ports.join(','),
    age(object, now),
    labelsText(spec.selector),
  ]
}

function externalAddress(object: KubeObject): string {
  const spec = part(object, 'spec')
  const external = words(spec.externalIPs)
  if (spec.type === 'ExternalName') return word(spec.externalName)
  // a bookmark's service has no type
  if (spec.type === undefined) return '<unknown>'
  if (spec.type !== 'LoadBalancer') return external.length > 0 ? external.join(',') : '<none>'
  const balancer = addresses(part(part(object, 'status'), 'loadBalancer'))
  const all = [...balancer, ...external]
  return all.length > 0 ? all.join(',') : '<pending>'
}

function addresses(balancer: JsonObject): string[] {
  return items(balancer.ingress).map(({ip, hostname}) => word(ip) || word(hostname))
}

const ingress: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const hosts = items(spec.rules)
    .map(({host}) => word(host))
    .filter((host) => host !== '')
  const shown = hosts.length > 3 ? `${hosts.slice(0, 3).join(',')} + ${hosts.length - 3} more...` : hosts.join(',')
  return [
    object.metadata.name ?? '',
    word(spec.ingressClassName, '<none>'),
    hosts.length === 0 ? '*' : shown,
    addresses(part(part(object, 'status'), 'loadBalancer')).join(','),
    items(spec.tls).length > 0 ? '80, 443' : '80',
    age(object, now),
  ]
}

const ingressClass: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const parameters = part(spec, 'parameters')
  const group = word(parameters.apiGroup)
  const kind = group === '' ? word(parameters.kind) : `${word(parameters.kind)}.${group}`
  const isDefault = object.metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true'
  return [
    isDefault ? `${object.metadata.name} (default)` : (object.metadata.name ?? ''),
    word(spec.controller),
    spec.parameters === undefined ? '<none>' : `${kind}/${word(parameters.name)}`,
    age(object, now),
  ]
}

const networkPolicy: Printer = (object, now) => [
  object.metadata.name ?? '',
  selectorText(part(object, 'spec').podSelector),
  age(object, now),
]

function shortened(all: readonly string[]): string {
  if (all.length === 0) return '<unset>'
  return all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : all.join(',')
}

const endpointSlice: Printer = (object, now) => [
  object.metadata.name ?? '',
  word(object.addressType),
  shortened(items(object.ports).map(({port, name}) => word(port) || word(name) || '*')),
  shortened(items(object.endpoints).flatMap((endpoint) => words(endpoint.addresses))),
  age(object, now),
]

const endpoints: Printer = (object, now) => {
  const all = items(object.subsets).flatMap((subset) =>
    items(subset.ports).length === 0
      ? items(subset.addresses).map(({ip}) => word(ip))
      : items(subset.ports).flatMap(({port}) => items(subset.addresses).map(({ip}) => `${word(ip)}:${word(port)}`)),
  )
  const shown = all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : all.join(',')
  return [object.metadata.name ?? '', all.length === 0 ? '<none>' : shown, age(object, now)]
}

export const STORAGE_AND_NETWORK_PRINTERS: Readonly<Record<string, Printer>> = {
  '/endpoints': endpoints,
  '/persistentvolumeclaims': volumeClaim,
  '/persistentvolumes': volume,
  '/services': service,
  'discovery.k8s.io/endpointslices': endpointSlice,
  'networking.k8s.io/ingressclasses': ingressClass,
  'networking.k8s.io/ingresses': ingress,
  'networking.k8s.io/networkpolicies': networkPolicy,
  'storage.k8s.io/storageclasses': storageClass,
}
