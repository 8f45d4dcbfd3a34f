import type {GoValue} from '../../gotemplate/go/value.js'
import type {TomlFault} from './scan/toml-source.js'

/** A key with its dots, and the line of its first part. */
export interface TomlPath {
  readonly path: readonly string[]
  readonly line: number
}

/**
 * What a text says, in its order and before anything is asked of it. Where a text goes wrong its tree ends: what was not
 * read to its end is not closed, or has no value.
 */
export interface TomlTree {
  readonly statements: TomlStatement[]
  fault?: TomlFault
}

export type TomlStatement = TomlHeader | TomlPair

export interface TomlHeader {
  readonly kind: 'table' | 'tables'
  readonly key: TomlPath
}

export interface TomlPair {
  readonly kind: 'pair'
  readonly key: TomlPath
  value?: TomlNode
}

export type TomlNode = TomlPlain | TomlList | TomlInline

export interface TomlPlain {
  readonly kind: 'plain'
  readonly value: GoValue
}

export interface TomlList {
  readonly kind: 'list'
  readonly items: TomlNode[]
  closed: boolean
}

export interface TomlInline {
  readonly kind: 'inline'
  readonly pairs: TomlPair[]
  closed: boolean
}
