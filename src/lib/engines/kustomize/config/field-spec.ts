import {KustomizeError} from '../error.js'
import {type Gvk, gvkText, isSelected} from '../resource/res-id.js'

/** A place in objects of a kind: `spec/template/metadata/labels`, `spec/containers[]/image`. */
export interface FieldSpec extends Gvk {
  readonly path: string
  readonly create: boolean
}

/** Which fields hold the name of an object of this kind. */
export interface NameReference extends Gvk {
  readonly fieldSpecs: readonly FieldSpec[]
}

export function fieldSpec(path: string, create = false, gvk: Partial<Gvk> = {}): FieldSpec {
  return {group: gvk.group ?? '', version: gvk.version ?? '', kind: gvk.kind ?? '', path, create}
}

/** Both lists without repetitions; @throws KustomizeError when one place is to be created and not */
export function mergeFieldSpecs(a: readonly FieldSpec[], b: readonly FieldSpec[]): FieldSpec[] {
  const result = [...a]
  for (const spec of b) {
    const known = result.find((other) => other.path === spec.path && isSelected(other, spec))
    if (known === undefined) result.push(spec)
    else if (known.create !== spec.create) throw new KustomizeError('conflicting fieldspecs')
  }
  return result
}

export function mergeNameReferences(a: readonly NameReference[], b: readonly NameReference[]): NameReference[] {
  const result = [...a]
  for (const reference of b) {
    const index = result.findIndex((other) => gvkText(other) === gvkText(reference))
    if (index < 0) result.push(reference)
    else result[index] = {...result[index]!, fieldSpecs: mergeFieldSpecs(result[index]!.fieldSpecs, reference.fieldSpecs)}
  }
  return result
}

/** Path elements: `/` splits, `\/` does not, a leading `/` is ignored. */
export function splitPath(path: string, delimiter = '/'): string[] {
  let parts = path.split(delimiter)
  if (parts.length > 1 && parts[0] === '') parts = parts.slice(1)
  const result = [parts[0]!]
  for (const part of parts.slice(1)) {
    const last = result[result.length - 1]!
    if (last.endsWith('\\')) result[result.length - 1] = last.slice(0, -1) + delimiter + part
    else result.push(part)
  }
  return result
}

/** Like splitPath with dots, but what stands in brackets stays together: `metadata.annotations.[a.b/c]`. */
export function splitFieldPath(path: string): string[] {
  const result: string[] = []
  const parts = splitPath(path, '.')
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!
    if (!part.startsWith('[') || part.endsWith(']')) {
      result.push(part)
      continue
    }
    const bracketed = [part]
    while (i < parts.length - 1) {
      bracketed.push(parts[++i]!)
      if (parts[i]!.endsWith(']')) break
    }
    const joined = bracketed.join('.')
    result.push(joined.includes('=') ? joined : joined.replace(/^[[\]]+|[[\]]+$/g, ''))
  }
  return result
}
