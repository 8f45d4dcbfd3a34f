import type {Var} from '../kustomization/types.js'
import {gvkText} from '../resource/res-id.js'

/** Go's `%v` of a Var; its object shows kind, version and group, which `apiVersion` fills only once the var is used. */
export function varText({name, objref, fieldref}: Var, used = true): string {
  let {group, version} = objref
  if (used && objref.apiVersion !== '') {
    const slash = objref.apiVersion.indexOf('/')
    group = slash < 0 ? group : objref.apiVersion.slice(0, slash)
    version = objref.apiVersion.slice(slash + 1)
  }
  return `{${name} ${gvkText({group, version, kind: objref.kind})} {${fieldref.fieldPath}}}`
}
