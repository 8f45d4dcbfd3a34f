import {NoMatchError} from '../errors/api-error.js'
import type {CallOptions, KubeClient, KubeObject, ObjectRef} from '../ports/kube.js'
import {groupOf} from './subject.js'

/**
 * Reads an object that an inventory names. The version there is the one of the last apply, which an upgrade may have taken from
 * the server since: then the object is read in another version of its group.
 */
export async function readServed(kube: KubeClient, ref: ObjectRef, options: CallOptions): Promise<KubeObject> {
  try {
    return await kube.get(ref, options)
  } catch (error) {
    if (!(error instanceof NoMatchError)) throw error
    const group = groupOf(ref.apiVersion)
    const served = await kube.resources(options.signal && {signal: options.signal})
    const other = served.find((resource) => resource.group === group && resource.kind === ref.kind)
    if (!other) throw error
    return kube.get({...ref, apiVersion: [group, other.version].filter(Boolean).join('/')}, options)
  }
}
