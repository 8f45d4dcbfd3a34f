import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'

/** What of a CRD's names is free to take, and why the rest is not. */
export interface NameVerdict {
  readonly accepted: JsonObject
  readonly conflict: {readonly reason: string; readonly message: string} | undefined
}

function namesOf(crd: KubeObject, from: 'spec' | 'status'): JsonObject {
  const part = crd[from]
  const names = isObject(part) ? part[from === 'spec' ? 'names' : 'acceptedNames'] : undefined
  return isObject(names) ? names : {}
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** Compares a CRD's names with those that other CRDs of its group have been given. */
export function judgeNames(crd: KubeObject, others: readonly KubeObject[]): NameVerdict {
  const resources = new Set<string>()
  const kinds = new Set<string>()
  for (const other of others) {
    const names = namesOf(other, 'status')
    for (const word of [names.plural, names.singular, ...words(names.shortNames)]) if (word) resources.add(String(word))
    for (const word of [names.kind, names.listKind]) if (word) kinds.add(String(word))
  }
  const wanted = namesOf(crd, 'spec')
  const accepted: JsonObject = {...namesOf(crd, 'status')}
  for (const key of ['plural', 'kind']) accepted[key] ??= ''
  let conflict: NameVerdict['conflict']
  const take = (field: string, reason: string, taken: ReadonlySet<string>): void => {
    const value = wanted[field]
    if (typeof value === 'string' && taken.has(value)) conflict = {reason, message: `"${value}" is already in use`}
    else if (value === undefined) delete accepted[field]
    else accepted[field] = value
  }
  take('plural', 'PluralConflict', resources)
  take('singular', 'SingularConflict', resources)
  const clashes = words(wanted.shortNames).filter((name) => resources.has(name))
  if (clashes.length > 0) {
    const texts = clashes.map((name) => `"${name}" is already in use`)
    conflict = {reason: 'ShortNamesConflict', message: texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`}
  } else if (wanted.shortNames === undefined) delete accepted.shortNames
  else accepted.shortNames = wanted.shortNames
  take('kind', 'KindConflict', kinds)
  take('listKind', 'ListKindConflict', kinds)
  if (wanted.categories === undefined) delete accepted.categories
  else accepted.categories = wanted.categories
  return {accepted, conflict}
}
