import type {FieldSpec} from '../config/field-spec.js'
import type {Image} from '../kustomization/types.js'
import {demandKind, lookup} from '../node/fields.js'
import {isNull, MAP, type Node, SCALAR, SEQ} from '../node/node.js'
import type {ResMap} from '../resource/res-map.js'
import {entrySetter, FieldFilter} from './field-filter.js'
import {compilePattern} from './pattern.js'

/** Gives images another name, tag or digest, wherever containers stand and where field specs say. */
export function setImage(map: ResMap, image: Image, specs: readonly FieldSpec[]): void {
  const matches = imageMatcher(image.name)
  const update = (node: Node) => {
    demandKind(node, SCALAR)
    if (!matches(node.value)) return
    const written = renamed(node.value, image)
    map.grow(0, written.length - node.value.length)
    entrySetter('', written, '')(node)
  }
  const filters = specs.map((spec) => new FieldFilter(spec))
  for (const resource of map.resources) {
    if (resource.kind === 'CustomResourceDefinition') continue
    updateContainers(resource.node!, update)
    for (const filter of filters) filter.apply(resource.node!, update)
  }
}

function updateContainers(node: Node, update: (image: Node) => void): void {
  if (node.kind === SEQ) {
    for (const item of node.content) updateContainers(item, update)
    return
  }
  if (node.kind !== MAP) return
  const {content} = node
  for (let i = 0; i < content.length; i += 2) {
    const value = content[i + 1]!
    if (value.kind === SCALAR) continue
    updateContainers(value, update)
    const name = content[i]!.value
    if (value.kind === SEQ && (name === 'containers' || name === 'initContainers')) updateList(value, update)
  }
}

function updateList(list: Node, update: (image: Node) => void): void {
  for (const container of list.content) {
    if (isNull(container)) continue
    demandKind(container, MAP)
    const image = lookup(container.content, 'image')
    if (image !== undefined) update(image)
  }
}

/** The name is a regular expression for kustomize; plain names are compared as text. */
function imageMatcher(name: string): (image: string) => boolean {
  const rest = '(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$'
  if (!/[\\^$*+?()[\]{}|]/.test(name)) {
    const tail = new RegExp(`^${rest}`)
    // a dot in the name stands for any character
    const head = name.includes('.') ? new RegExp(`^${name.replaceAll('/', '\\/')}`) : undefined
    return (image) => {
      if (head === undefined ? !image.startsWith(name) : !head.test(image)) return false
      return tail.test(image.slice(name.length))
    }
  }
  const pattern = compilePattern(`^${name}${rest}`)
  return (image) => pattern(image)
}

function renamed(value: string, image: Image): string {
  let [name, tag, digest] = splitImage(value)
  if (image.newName !== '') name = image.newName
  if (image.newTag !== '') {
    tag = image.newTag
    digest = image.digest
  } else if (image.digest !== '') {
    tag = ''
    digest = image.digest
  } else if (image.tagSuffix !== '') {
    tag += image.tagSuffix
    digest = ''
  }
  return `${name}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`
}

function splitImage(value: string): [name: string, tag: string, digest: string] {
  const slash = Math.max(value.indexOf('/'), 0)
  const at = value.indexOf('@', slash)
  const colon = value.indexOf(':', slash)
  if (colon < 0 && at < 0) return [value, '', '']
  if (at >= 0 && (at < colon || colon < 0)) return [value.slice(0, at), '', value.slice(at + 1)]
  if (at >= 0) return [value.slice(0, colon), value.slice(colon + 1, at), value.slice(at + 1)]
  return [value.slice(0, colon), value.slice(colon + 1), '']
}
