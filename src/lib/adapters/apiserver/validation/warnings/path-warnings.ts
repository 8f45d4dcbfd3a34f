import {goQuote} from '../../../../errors/go-quote.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'

interface Place {
  readonly path: string
  /** what puts a file there, in a projected volume */
  readonly source: string
}

/** Files of one volume that lie on or under one another. */
export function pathWarnings(volumes: readonly Go['Volume'][] | null | undefined): string[] {
  return (volumes ?? []).flatMap(({name, configMap, secret, downwardAPI, projected}) => {
    const said = (kind: string, files: readonly {readonly path: string}[] | null | undefined) =>
      overlaps((files ?? []).map(({path}) => ({path, source: ''}))).map((text) => words(name, kind, text))
    return [
      ...(configMap ? said(`ConfigMap ${goQuote(configMap.name ?? '')}`, configMap.items) : []),
      ...(secret ? said(`Secret ${goQuote(secret.secretName ?? '')}`, secret.items) : []),
      ...(downwardAPI ? said('DownwardAPI', downwardAPI.items) : []),
      ...(projected ? projectedWarnings(name, projected) : []),
    ]
  })
}

function words(name: string, kind: string, text: string): string {
  return `volume ${goQuote(name)} (${kind}): overlapping paths: ${text}`
}

function projectedWarnings(name: string, {sources}: Go['ProjectedVolumeSource']): string[] {
  const warnings: string[] = []
  const known: Place[] = []
  for (const source of sources ?? []) {
    if (Object.keys(source).length === 0) warnings.push(`volume ${goQuote(name)} (Projected) has no sources provided`)
    for (const place of placesOf(source)) {
      warnings.push(...clashes(known, place).map((text) => words(name, 'Projected', text)))
      known.push(place)
    }
  }
  return warnings
}

function placesOf(source: Go['VolumeProjection']): Place[] {
  const {configMap, secret, downwardAPI, serviceAccountToken: token, podCertificate} = source
  const files = (list: readonly {readonly path: string}[], from: string) =>
    list.map(({path}) => ({path: trimmed(path), source: from}))
  if (configMap?.items) return files(configMap.items, `ConfigMap ${goQuote(configMap.name ?? '')}`)
  if (secret?.items) return files(secret.items, `Secret ${goQuote(secret.name ?? '')}`)
  if (downwardAPI?.items) return files(downwardAPI.items, 'DownwardAPI')
  if (token) return files([{path: token.path ?? ''}], 'ServiceAccountToken')
  if (!podCertificate) return []
  const {certificateChainPath, keyPath, credentialBundlePath} = podCertificate
  return [
    ...(certificateChainPath ? files([{path: certificateChainPath}], 'PodCertificate chain') : []),
    ...(keyPath ? files([{path: keyPath}], 'PodCertificate key') : []),
    ...(credentialBundlePath ? files([{path: credentialBundlePath}], 'PodCertificate credential bundle') : []),
  ]
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '')
}

function overlaps(places: readonly Place[]): string[] {
  const known: Place[] = []
  return places.flatMap(({path, source}) => {
    const place = {path: trimmed(path), source}
    const found = clashes(known, place)
    known.push(place)
    return found
  })
}

function clashes(known: readonly Place[], place: Place): string[] {
  if (place.path === '') return []
  return known
    .filter(({path}) => path !== '' && (`${path}/`.startsWith(`${place.path}/`) || `${place.path}/`.startsWith(`${path}/`)))
    .map((other) => `${shown(place)} with ${shown(other)}`)
}

function shown({path, source}: Place): string {
  return source ? `${goQuote(path)} (${source})` : goQuote(path)
}
