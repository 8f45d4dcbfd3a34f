import type {NodeBuilder} from '../../../formats/yaml/go/composer.js'
import {STYLE} from '../../../formats/yaml/go/token.js'

/** What a YAML text is made of, as Go's reader keeps it before it makes values. */
export type GoNode = ScalarNode | ListNode | MapNode | AliasNode

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly text: string
  /** short (`!!str`), '' when none is written */
  readonly tag: string
  readonly isPlain: boolean
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: GoNode[]
}

export interface MapNode {
  readonly kind: 'map'
  readonly pairs: [GoNode, GoNode][]
}

export interface AliasNode {
  readonly kind: 'alias'
  readonly name: string
  readonly target: GoNode
}

export const GO_NODES: NodeBuilder<GoNode> = {
  scalar: (text, tag, style) => ({kind: 'scalar', text, tag, isPlain: style === STYLE.plain}),
  alias: (name, target) => ({kind: 'alias', name, target}),
  sequence: () => ({kind: 'list', items: []}),
  mapping: () => ({kind: 'map', pairs: []}),
  add: (list, item) => void (list as ListNode).items.push(item),
  pair: (map, key, value) => void (map as MapNode).pairs.push([key, value]),
  end() {},
}
