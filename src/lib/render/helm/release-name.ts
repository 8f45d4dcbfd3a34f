import {createHash} from 'node:crypto'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import type {KubeObject} from '../../ports/kube.js'

const LONGEST = 53
const KEPT = 40
const DIGEST = 12

/** Name and namespace of the release that a HelmRelease makes (helm-controller reference 2). */
export function releaseTarget({metadata, spec}: KubeObject): {name: string; namespace: string} {
  const {releaseName, targetNamespace} = spec as unknown as HelmReleaseSpec
  const own = metadata.name ?? ''
  const name = releaseName || (targetNamespace ? `${targetNamespace}-${own}` : own)
  return {name: shortReleaseName(name), namespace: targetNamespace || metadata.namespace || 'default'}
}

/** A name of at most 53 bytes; a longer one is cut and gets a part of its digest. */
export function shortReleaseName(name: string): string {
  const bytes = Buffer.from(name)
  if (bytes.length <= LONGEST) return name
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST)
  return `${bytes.subarray(0, KEPT).toString()}-${digest}`
}
