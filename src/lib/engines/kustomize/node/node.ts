/**
 * The tree that kustomize works on: YAML nodes that keep tag, spelling and quoting, because the meaning of a value
 * may depend on how it was written (`0644`, `"yes"`), and that are changed in place, because kustomize's filters see
 * each other's changes through shared nodes.
 */
export type NodeKind = typeof SCALAR | typeof MAP | typeof SEQ | typeof ALIAS

export const SCALAR = 1
export const MAP = 2
export const SEQ = 3
/** what is written `*name`, only where a text is to be written again as it was: everybody else reads what it stands for */
export const ALIAS = 4

/** How a scalar was written; everything but PLAIN means text. */
export const PLAIN = 0
export const DOUBLE = 1
export const SINGLE = 2
export const LITERAL = 3
export const FOLDED = 4
/** The styles by the names that `formats/yaml` gives them. */
export const STYLES = {plain: PLAIN, double: DOUBLE, single: SINGLE, literal: LITERAL} as const
/** of maps and lists */
export const FLOW = 5
/** Added to a style: the tag was written out. */
export const TAGGED = 8

export const TAG = {
  none: '',
  string: '!!str',
  int: '!!int',
  float: '!!float',
  bool: '!!bool',
  null: '!!null',
  map: '!!map',
  seq: '!!seq',
  merge: '!!merge',
  timestamp: '!!timestamp',
  binary: '!!binary',
} as const

/** Comments of a node; '' for none. */
export interface NodeNotes {
  /** at the end of its line */
  readonly line: string
  readonly head: string
}

export class Node {
  /** 1-based line in its file; 0 when the engine made it */
  line = 0
  /** a null that stays although filters would drop it */
  keep = false
  /** its comments, and those of the key that it is the value of; only where a text has comments in JSON, so that others stay small */
  declare notes?: NodeNotes | undefined
  declare keyNotes?: NodeNotes | undefined
  /** of a key: a comment stands behind it, and the block that is its value below */
  declare commented?: true
  /** the name by which an alias means it */
  declare anchor?: string

  constructor(
    public kind: NodeKind,
    public tag: string,
    public value: string,
    public style: number,
    /** items of a list; keys and values of a map in turn */
    public content: Node[],
  ) {}

  /** Takes over another node's meaning, keeping this identity. */
  assign(other: Node): void {
    this.kind = other.kind
    this.tag = other.tag
    this.value = other.value
    this.style = other.style
    this.content = other.content
    this.line = other.line
    if (this.notes !== other.notes) this.notes = other.notes
  }
}

/** Of scalars; never changed. Whoever makes a map or list of a scalar gives it a list of its own. */
export const NO_CONTENT = Object.freeze([] as Node[]) as Node[]

/** Adds children at the end. */
export function append(node: Node, ...children: Node[]): void {
  if (node.content === NO_CONTENT) node.content = children
  else node.content.push(...children)
}

/** A scalar whose tag is still to be found from its text, as kyaml's NewScalarRNode. */
export function scalar(value: string): Node {
  return new Node(SCALAR, '', value, PLAIN, NO_CONTENT)
}

export function text(value: string): Node {
  return new Node(SCALAR, TAG.string, value, value.includes('\n') ? LITERAL : PLAIN, NO_CONTENT)
}

export function emptyMap(): Node {
  return new Node(MAP, '', '', PLAIN, [])
}

export function emptySeq(): Node {
  return new Node(SEQ, '', '', PLAIN, [])
}

export function copyNode(node: Node): Node {
  const copy = new Node(node.kind, node.tag, node.value, node.style, node.content)
  copy.line = node.line
  copy.keep = node.keep
  if (node.notes !== undefined) copy.notes = node.notes
  if (node.keyNotes !== undefined) copy.keyNotes = node.keyNotes
  if (node.commented) copy.commented = true
  if (node.content.length > 0) copy.content = node.content.map(copyNode)
  else if (node.kind !== SCALAR) copy.content = []
  return copy
}

export function isNull(node: Node | undefined): boolean {
  return node === undefined || node.tag === TAG.null
}

/** kyaml's IsYNodeNilOrEmpty: absent, null, or an empty map or list. An empty string is not empty. */
export function isNilOrEmpty(node: Node | undefined): boolean {
  return node === undefined || node.tag === TAG.null || (node.kind !== SCALAR && node.content.length === 0)
}

export function isEmptyMap(node: Node | undefined): boolean {
  return isNull(node) || (node!.kind === MAP && node!.content.length === 0)
}

/** True for scalars that are text or whose tag is not yet known. */
export function isTextual(node: Node): boolean {
  return node.kind === SCALAR && (node.tag === TAG.string || node.tag === '')
}
