import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {type AdmissionRequest, type Core, lookup} from '../rest/core.js'
import {forbidden, statusError} from '../status.js'
import {items, part} from './parts.js'

const MIRROR = 'kubernetes.io/config.mirror'
const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets'

/**
 * The admission plug-in ServiceAccount's second half: what copies of static pods and pods of accounts that let only their own
 * secrets be mounted may not refer to. Throws the 403 (of ephemeral containers a bare 500, as there).
 */
export function serviceAccount(core: Core, {operation, entry, subresource, object}: AdmissionRequest): void {
  if (entry.collection !== '/pods') return
  const isEphemeral = operation === 'UPDATE' && subresource === 'ephemeralcontainers'
  if (!isEphemeral && (operation !== 'CREATE' || subresource !== '')) return
  const spec = part(object, 'spec')
  const isMirror = object.metadata.annotations?.[MIRROR] !== undefined
  const fault = isMirror ? (isEphemeral ? undefined : mirrorFault(spec)) : accountFault(core, object, spec, isEphemeral)
  if (fault === undefined) return
  throw isEphemeral ? statusError(500, '', fault) : forbidden(entry, object.metadata.name ?? '', fault)
}

function mirrorFault(spec: JsonObject): string | undefined {
  if (spec.serviceAccountName) return 'a mirror pod may not reference service accounts'
  if (refersToSecrets(spec)) return 'a mirror pod may not reference secrets'
  const sources = items(spec.volumes).flatMap((volume) => items(part(volume, 'projected').sources))
  for (const [field, name] of [
    ['serviceAccountToken', 'ServiceAccountToken'],
    ['clusterTrustBundle', 'ClusterTrustBundle'],
    ['podCertificate', 'PodCertificate'],
  ] as const) {
    if (sources.some((source) => source[field])) return `a mirror pod may not use ${name} volume projections`
  }
  return undefined
}

/** Names of Secrets anywhere in a pod: of the volumes' plugins, too. */
function refersToSecrets(spec: JsonObject): boolean {
  const secretsOfVolumes = ({secret, projected, ...plugins}: JsonObject): boolean =>
    isObject(secret) ||
    (isObject(projected) && items(projected.sources).some((source) => isObject(source.secret))) ||
    Object.values(plugins).some(
      (plugin) =>
        isObject(plugin) &&
        ['secretRef', 'nodePublishSecretRef', 'secretName'].some((field) => plugin[field] !== undefined && plugin[field] !== ''),
    )
  return (
    items(spec.imagePullSecrets).length > 0 ||
    containersOf(spec).some(({container}) => secretsOf(container).next().done === false) ||
    items(spec.volumes).some(secretsOfVolumes)
  )
}

function accountFault(core: Core, object: JsonObject, spec: JsonObject, isEphemeral: boolean): string | undefined {
  const name = String(spec.serviceAccountName ?? '')
  const namespace = String(part(object, 'metadata').namespace ?? '')
  const account = lookup(core, 'v1', 'ServiceAccount', namespace, name)
  const enforced = account?.metadata.annotations?.[MOUNTABLE]
  if (!account || !['1', 't', 'T', 'true', 'TRUE', 'True'].includes(enforced ?? '')) return undefined
  const known = new Set(items(account.secrets).map((one) => one.name))
  const stranger = `is not allowed because service account ${name} does not reference that`
  if (!isEphemeral) {
    const secret = volumeSecret(spec, known)
    if (secret !== undefined) return `volume with secret.secretName="${secret}" ${stranger} secret`
  }
  for (const {container, about} of containersOf(spec)) {
    if ((about === 'ephemeral container') !== isEphemeral) continue
    for (const {how, secret} of secretsOf(container)) {
      if (known.has(secret)) continue
      return `${about} ${container.name} with ${how} referencing secret.secretName="${secret}" ${stranger} secret`
    }
  }
  if (isEphemeral) return undefined
  const pulls = new Set(items(account.imagePullSecrets).map((one) => one.name))
  const at = items(spec.imagePullSecrets).findIndex((one) => !pulls.has(one.name))
  if (at < 0) return undefined
  return `imagePullSecrets[${at}].name="${items(spec.imagePullSecrets)[at]!.name}" ${stranger} imagePullSecret`
}

/** The first Secret of a volume that is none of the known. */
function volumeSecret(spec: JsonObject, known: ReadonlySet<unknown>): string | undefined {
  const secrets = items(spec.volumes).flatMap(({secret}) => (isObject(secret) ? [String(secret.secretName)] : []))
  return secrets.find((name) => !known.has(name))
}

function containersOf(spec: JsonObject): {readonly container: JsonObject; readonly about: string}[] {
  return [
    ...items(spec.initContainers).map((container) => ({container, about: 'init container'})),
    ...items(spec.containers).map((container) => ({container, about: 'container'})),
    ...items(spec.ephemeralContainers).map((container) => ({container, about: 'ephemeral container'})),
  ]
}

/** Secrets that a container's environment comes from. */
function* secretsOf(container: JsonObject): Generator<{readonly how: string; readonly secret: string}> {
  for (const variable of items(container.env)) {
    const reference = part(variable, 'valueFrom').secretKeyRef
    if (isObject(reference)) yield {how: `envVar ${variable.name}`, secret: String(reference.name ?? '')}
  }
  for (const {secretRef} of items(container.envFrom)) {
    if (isObject(secretRef)) yield {how: 'envFrom', secret: String(secretRef.name ?? '')}
  }
}
