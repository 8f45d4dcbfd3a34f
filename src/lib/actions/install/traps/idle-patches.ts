import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import type {KubeObject} from '../../../ports/kube.js'
import {specOf, statusOf} from '../../conditions.js'
import type {Trap} from './trap.js'

const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}

/** Patches of Kustomizations whose target is none of the objects that they applied. */
export const idlePatches: Trap = async ({kube, signal}) => {
  const patterns = new Patterns()
  return (await kube.list(KUSTOMIZATION, {signal})).items.flatMap((object) => {
    const ids = inventory(object)
    if (ids.length === 0 || renames(object)) return []
    return objects(specOf(object).patches)
      .map((patch) => patch.target)
      .filter(isObject)
      .filter((target) => canTell(target) && !ids.some((id) => matches(target, id, patterns)))
      .map((target) => {
        const {namespace, name} = object.metadata
        const words = [target.kind, target.name].filter((part) => typeof part === 'string' && part !== '').join(' ')
        return `Kustomization/${namespace}/${name} has a patch whose target matches nothing: ${words}`
      })
  })
}

/** group, kind, namespace and name of one object */
interface Id {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

function inventory(object: KubeObject): Id[] {
  const {inventory: list} = statusOf(object)
  return objects(isObject(list) ? list.entries : undefined).map(({id}) => {
    const [namespace = '', name = '', group = '', kind = ''] = String(id).split('_')
    return {namespace, name, group, kind}
  })
}

/** Names in the inventory are not those that a target is compared with. */
function renames(object: KubeObject): boolean {
  const {namePrefix, nameSuffix} = specOf(object)
  return Boolean(namePrefix || nameSuffix)
}

/** Labels and annotations are not in the inventory; a target in a namespace may have been moved. */
const canTell = (target: JsonObject) => !target.labelSelector && !target.annotationSelector && !target.namespace

/** A target's fields are regular expressions that must match the whole. */
function matches(target: JsonObject, id: Id, patterns: Patterns): boolean {
  return (['kind', 'group', 'name'] as const).every((field) => {
    const pattern = target[field]
    return typeof pattern !== 'string' || pattern === '' || patterns.find(`^(?:${pattern})$`, id[field])
  })
}

const objects = (list: JsonValue | undefined): JsonObject[] => (Array.isArray(list) ? list.filter(isObject) : [])
