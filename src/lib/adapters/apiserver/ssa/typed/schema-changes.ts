import type {Element} from '../sets/element.js'
import {emptySet, type FieldSet, hasChildren, mapChildren, memberWith} from '../sets/field-set.js'
import {formOf} from './atom.js'
import type {FieldType, ListType, MapType} from './field-type.js'

/** The set as the type divides fields today: what has become atomic since is owned as a whole. */
export function adaptToType(type: FieldType, set: FieldSet): FieldSet {
  return adaptChildren(type, set)
}

function adapt(type: FieldType, node: FieldSet): FieldSet {
  // A member without children is what an atomic value looks like.
  if (!hasChildren(node)) return node
  const form = formOf(type, typeAtom(type))
  const atomic = form === 'map' ? !type.map?.freeForm && type.map?.atomic : form === 'list' && type.list?.atomic
  return atomic ? emptySet : adaptChildren(type, node)
}

function adaptChildren(type: FieldType, set: FieldSet): FieldSet {
  const form = formOf(type, typeAtom(type))
  if (form === 'scalar' || (form === 'map' && type.map?.freeForm)) return set
  return mapChildren(set, (element, node) => {
    const below = form === 'map' ? fieldTypeOf(type.map as MapType, element) : (type.list as ListType).item
    return below ? adapt(below, node) : node
  })
}

function fieldTypeOf(map: MapType, element: Element): FieldType | undefined {
  return (element.startsWith('f:') ? map.field(element.slice(2)) : undefined) ?? map.item
}

function typeAtom(type: FieldType): 'scalar' | 'list' | 'map' {
  return type.map ? 'map' : type.scalar ? 'scalar' : 'list'
}

/** Declared fields count as members too when something below them is one: they are not named on their own. */
export function withNamedFields(type: FieldType | undefined, set: FieldSet): FieldSet {
  return mapChildren(set, (element, node) => {
    if (!hasChildren(node)) return node
    const field = element.startsWith('f:')
    const declared = field ? type?.map?.field(element.slice(2)) : undefined
    const below = field ? (declared ?? type?.map?.item) : element.startsWith('k:') ? type?.list?.item : undefined
    const inner = withNamedFields(below, node)
    return declared ? memberWith(inner) : inner
  })
}
