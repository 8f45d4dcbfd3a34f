import type {Var} from '../kustomization/types.js'

/** Go's `%v` of a Var. */
export function varText({name, objref, fieldref}: Var): string {
  const {apiVersion, group, version, kind} = objref
  return `{${name} {${apiVersion} ${kind}.${version || '[noVer]'}.${group || '[noGrp]'} ${objref.name} ${objref.namespace}} {${fieldref.fieldPath}}}`
}
