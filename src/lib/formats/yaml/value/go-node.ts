import type {NodeBuilder} from '../go/node-builder.js'
import {STYLE} from '../go/token.js'

/** What a YAML text is made of, as Go's reader keeps it before it makes values; lines count from 1. */
export type GoNode = ScalarNode | ListNode | MapNode | AliasNode

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly text: string
  /** short (`!!str`), '' when none is written */
  readonly tag: string
  readonly isPlain: boolean
  readonly line: number
}

export interface ListNode {
  readonly kind: 'list'
  readonly line: number
  readonly items: GoNode[]
}

export interface MapNode {
  readonly kind: 'map'
  readonly line: number
  readonly pairs: [GoNode, GoNode][]
}

export interface AliasNode {
  readonly kind: 'alias'
  readonly name: string
  readonly target: GoNode
  readonly line: number
}

export const GO_NODES: NodeBuilder<GoNode> = {
  scalar: (text, tag, style, line) => ({kind: 'scalar', text, tag, isPlain: style === STYLE.plain, line}),
  alias: (name, target, line) => ({kind: 'alias', name, target, line}),
  sequence: (_tag, _flow, line) => ({kind: 'list', items: [], line}),
  mapping: (_tag, _flow, line) => ({kind: 'map', pairs: [], line}),
  add: (list, item) => void (list as ListNode).items.push(item),
  pair: (map, key, value) => void (map as MapNode).pairs.push([key, value]),
  end() {},
}
