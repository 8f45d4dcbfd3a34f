import {type FieldSpec, splitPath} from '../config/field-spec.js'
import {KustomizeError, wrapped} from '../error.js'
import {get, lookup, setField, setScalar, WrongKind} from '../node/fields.js'
import {isNull, MAP, NO_CONTENT, Node, type NodeKind, PLAIN, SCALAR, SEQ, TAG} from '../node/node.js'
import {indexOf} from '../node/path.js'
import {parseGroupVersion, ResId} from '../resource/res-id.js'

/** What is done to a field that was found (or made). */
export type SetValue = (node: Node) => void

export interface Creation {
  readonly kind: NodeKind
  /** of a null that becomes a value */
  readonly tag: string
}

/** One part of a path, with all that can be known before there is a node. */
interface Step {
  readonly name: string
  /** undefined: the node itself */
  readonly field: string | undefined
  readonly isList: boolean
  readonly last: boolean
  /** why no field can be called that */
  readonly fault: ((node: Node) => KustomizeError) | undefined
}

function stepOf(part: string, index: number, path: readonly string[]): Step {
  const isList = part.endsWith('[]')
  const name = isList ? part.slice(0, -2) : part
  const trimmed = name.trim()
  return {name, isList, last: index === path.length - 1, field: trimmed === '' ? undefined : trimmed, fault: faultOf(trimmed)}
}

function faultOf(name: string): Step['fault'] {
  const index = indexOf(name) ?? 0
  if (index < 0) return () => new KustomizeError(`array index ${index} cannot be negative`)
  if (indexOf(name) !== undefined) return (node) => new WrongKind(SEQ, node)
  const wild = name === '-' || name === '*' || (name.startsWith('[') && name.endsWith(']'))
  return wild ? () => new KustomizeError('wildcard is not supported in PathGetter') : undefined
}

/** A field spec with its path split, made once and used for every resource. */
export class FieldFilter {
  readonly #path: readonly string[]
  readonly #steps: readonly Step[]

  constructor(
    readonly spec: FieldSpec,
    private readonly creation?: Creation,
  ) {
    this.#path = splitPath(spec.path)
    this.#steps = this.#path.map(stepOf)
  }

  /** The names that lead to the field; undefined when one of them is no name. */
  get names(): readonly string[] | undefined {
    const names: string[] = []
    for (const {name, field, fault} of this.#steps) {
      if (name === '' || fault !== undefined) return undefined
      if (field !== undefined) names.push(field)
    }
    return names
  }

  matches(root: Node): boolean {
    const {group, version, kind} = this.spec
    if (kind !== '' && kind !== (lookup(root.content, 'kind')?.value ?? '')) return false
    if (group === '' && version === '') return true
    const [itsGroup, itsVersion] = parseGroupVersion(lookup(root.content, 'apiVersion')?.value ?? '')
    return (group === '' || group === itsGroup) && (version === '' || version === itsVersion)
  }

  /** Calls `set` on each field at the path; lists on the way are walked through. */
  apply(root: Node, set: SetValue): void {
    if (!this.matches(root)) return
    try {
      this.#walk(root, 0, set)
    } catch (error) {
      throw wrapped(error, `considering field '${this.spec.path}' of object ${idOf(root)}`)
    }
  }

  #walk(node: Node, depth: number, set: SetValue): void {
    if (depth === this.#path.length) {
      set(node)
      return
    }
    if (node.tag === TAG.null) return
    if (node.kind === SEQ) this.#list(node, depth, set)
    else if (node.kind === MAP) this.#map(node, depth, set)
    else throw new KustomizeError('expected sequence or mapping node')
  }

  #list(node: Node, depth: number, set: SetValue): void {
    for (const item of [...node.content]) {
      try {
        this.#walk(item, depth, set)
      } catch (error) {
        throw wrapped(error, `visit traversal on path: [${this.#path.slice(depth).join(' ')}]`)
      }
    }
  }

  #map(node: Node, depth: number, set: SetValue): void {
    const step = this.#steps[depth]!
    const {name, isList, last} = step
    if (name === '') throw new KustomizeError('cannot set or create an empty field name')
    const creates = this.spec.create && this.creation !== undefined && !isList
    const made: Creation | undefined = last ? this.creation : {kind: MAP, tag: TAG.map}
    const kind: NodeKind | undefined = isList ? SEQ : creates ? made!.kind : undefined
    let found: Node | undefined
    try {
      found = find(node, step, creates ? kind : undefined)
    } catch (error) {
      throw wrapped(error, `fieldName: ${name}`)
    }
    if (found === undefined) return
    if (kind !== undefined && found.tag === TAG.null) {
      found.kind = kind
      found.tag = isList ? '' : made!.tag
      if (kind !== SCALAR) found.content = []
    }
    this.#walk(found, depth + 1, set)
  }
}

function find(node: Node, {field, fault}: Step, create: NodeKind | undefined): Node | undefined {
  if (field === undefined) return node
  if (fault !== undefined) throw fault(node)
  const found = get(node, field)
  if (found !== undefined || create === undefined) return found
  return setField(node, field, new Node(create, '', '', PLAIN, []))
}

function idOf(root: Node): ResId {
  const text = (node: Node | undefined, name: string) => {
    const value = node === undefined ? undefined : lookup(node.content, name)
    return isNull(value) ? '' : value!.value
  }
  const [group, version] = parseGroupVersion(text(root, 'apiVersion'))
  const metadata = lookup(root.content, 'metadata')
  return new ResId(group, version, text(root, 'kind'), text(metadata, 'name'), text(metadata, 'namespace'))
}

/** Sets a text entry of a map (or the scalar itself when `name` is empty) wherever it is called; one node serves all. */
export function entrySetter(name: string, value: string, tag: string): SetValue {
  return nodeSetter(name, new Node(SCALAR, tag, value, PLAIN, NO_CONTENT))
}

/** The same with the node that serves all. */
export function nodeSetter(name: string, shared: Node): SetValue {
  return (node) => {
    if (name !== '') {
      setField(node, name, shared)
      return
    }
    setScalar(node, shared)
  }
}
