import {FluxError} from '../../errors/flux-error.js'
import {isObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {specOf} from '../conditions.js'
import type {BuildOptions} from './build-options.js'
import {isKustomization} from './kustomization-object.js'

/** True for a Kustomization among what another one yields, which a recursive build goes into. */
export function isChild(object: KubeObject, parent: KubeObject): boolean {
  const {name, namespace} = object.metadata
  return isKustomization(object) && !(name === parent.metadata.name && namespace === parent.metadata.namespace)
}

/** The folder that stands for a Kustomization's path in its source. Throws FluxError when nobody said which. */
export function localPathOf(child: KubeObject, {localSources}: Pick<BuildOptions, 'localSources'>): string {
  const spec = specOf(child)
  const source = isObject(spec.sourceRef) ? spec.sourceRef : {}
  const namespace = source.namespace || child.metadata.namespace
  // without any namespace the key has no part for one, as in CNCF's flux
  const key = [source.kind, ...(namespace ? [namespace] : []), source.name].join('/')
  const folder = localSources.get(key)
  // an empty folder is the working directory
  if (folder !== undefined) return `${folder || '.'}/${typeof spec.path === 'string' ? spec.path : ''}`
  throw new FluxError('no-path', `cannot get local path for ${key} of kustomization ${child.metadata.name}`)
}
