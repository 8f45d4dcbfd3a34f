import type {YamlDialect} from '../scalar.js'
import {resolvePlain} from '../scalar.js'
import {timestampOf} from '../timestamp.js'
import {type GoData, GoFloat, GoMap, shownData} from './go-data.js'
import type {GoNode, MapNode, ScalarNode} from './go-node.js'

/** Why Go cannot read a text, in its words. */
export class GoYamlFault extends Error {
  constructor(
    message: string,
    /** 1-based, where it is known */
    readonly line?: number,
  ) {
    super(message)
  }
}

/** Tags by which Go reads a scalar, quoted ones too. */
const KINDS = new Set(['!!bool', '!!int', '!!float', '!!null', '!!timestamp'])
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** Values within values; far below what the stack holds. */
const MAX_DEPTH = 3000

/**
 * Makes values of nodes as go-yaml does. Version 2 (`kubernetes`): what a `<<` brings replaces what stands before it. Version 3
 * (`kustomize`): a map's own keys count most, none may stand there twice.
 */
export class GoDecoder {
  readonly #open = new Set<GoNode>()
  #decoded = 1
  #aliased = 0
  #depth = 0

  constructor(private readonly dialect: YamlDialect = 'kubernetes') {}

  /** @throws GoYamlFault */
  value(node: GoNode): GoData {
    this.#count()
    switch (node.kind) {
      case 'scalar':
        return this.#scalar(node)
      case 'alias':
        return this.#within(node, () => this.value(node.target))
      case 'list':
        this.#enter()
        return this.#left(node.items.map((item) => this.value(item)))
      default: {
        const map = new GoMap()
        if (this.dialect === 'kustomize') this.#fillOnce(node, map)
        else this.#fill(node, map)
        return map
      }
    }
  }

  #fill(node: MapNode, map: GoMap): void {
    this.#enter()
    for (const [key, value] of node.pairs) {
      if (isMerge(key)) this.#merge(value, map)
      else map.set(this.#key(key), this.value(value))
    }
    this.#depth--
  }

  #key(node: GoNode): GoData {
    const found = this.value(node)
    if (!Array.isArray(found) && !(found instanceof GoMap)) return found
    throw new GoYamlFault(`yaml: invalid map key: ${shownData(found)}`, node.line)
  }

  /** As version 3: first what is merged, then its own keys. */
  #fillOnce(node: MapNode, map: GoMap): void {
    this.#enter()
    const merges = node.pairs.filter(([key]) => isMerge(key))
    if (merges.length > 1) throw new GoYamlFault('yaml: mapping key "<<" already defined', merges[1]![0].line)
    for (const [, value] of merges) this.#merge(value, map)
    const own = new GoMap()
    for (const [key, value] of node.pairs) {
      if (isMerge(key)) continue
      const name = this.#key(key)
      if (own.has(name)) throw new GoYamlFault('duplicated mapping key', key.line)
      own.set(name, this.value(value))
    }
    for (const [key, value] of own.entries()) map.set(key, value)
    this.#depth--
  }

  #merge(node: GoNode, map: GoMap): void {
    const nodes = node.kind === 'list' ? node.items : [node]
    // the first one counts most
    for (let at = nodes.length - 1; at >= 0; at--) this.#mergeOne(nodes[at]!, map)
  }

  #mergeOne(node: GoNode, map: GoMap): void {
    const target = node.kind === 'alias' ? node.target : node
    if (target.kind !== 'map') throw new GoYamlFault('yaml: map merge requires map or sequence of maps as the value', node.line)
    this.#count()
    if (node === target) {
      this.#fillFrom(target, map)
      return
    }
    this.#within(node, () => {
      this.#count()
      this.#fillFrom(target, map)
    })
  }

  #fillFrom(target: MapNode, map: GoMap): void {
    if (this.dialect === 'kustomize') this.#fillOnce(target, map)
    else this.#fill(target, map)
  }

  #within<T>(alias: GoNode, action: () => T): T {
    if (this.#open.has(alias)) {
      const name = alias.kind === 'alias' ? alias.name : ''
      throw new GoYamlFault(`yaml: anchor '${name}' value contains itself`, alias.line)
    }
    this.#open.add(alias)
    const result = action()
    this.#open.delete(alias)
    return result
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) throw new GoYamlFault(`yaml: exceeded max depth of ${MAX_DEPTH}`)
  }

  #left<T>(value: T): T {
    this.#depth--
    return value
  }

  /** Go's bound against texts whose aliases make more of them than memory holds. */
  #count(): void {
    this.#decoded++
    if (this.#open.size > 0) this.#aliased++
    if (this.#aliased <= 100 || this.#decoded <= 1000) return
    if (this.#aliased / this.#decoded > allowedRatio(this.#decoded))
      throw new GoYamlFault('yaml: document contains excessive aliasing')
  }

  #scalar(node: ScalarNode): GoData {
    const {text, tag, isPlain, line} = node
    const isBare = tag === '' || (tag === '!' && this.dialect === 'kustomize')
    if (isBare) return isPlain ? this.#plain(text) : text
    if (tag === '!!binary') return binary(text, line)
    if (!KINDS.has(tag)) return text
    const time = tag === '!!timestamp' ? timestampOf(text) : undefined
    if (time !== undefined) return this.dialect === 'kustomize' ? time : text
    const found = plainData(text, this.dialect)
    const kind = kindOf(found)
    if (kind === tag) return found
    if (tag === '!!float' && kind === '!!int') return new GoFloat(Number(found))
    throw new GoYamlFault(`yaml: cannot decode ${kind} \`${text}\` as a ${tag}`, line)
  }

  /** To version 3 a date is one, and its JSON is RFC 3339. */
  #plain(text: string): GoData {
    const found = plainData(text, this.dialect)
    return typeof found === 'string' && this.dialect === 'kustomize' ? (timestampOf(found) ?? found) : found
  }
}

function allowedRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99
  return decoded >= 4_000_000 ? 0.1 : 0.99 - (0.89 * (decoded - 400_000)) / 3_600_000
}

function isMerge(node: GoNode): boolean {
  if (node.kind !== 'scalar' || node.text !== '<<') return false
  return node.tag === '' ? node.isPlain : node.tag === '!' || node.tag === '!!merge'
}

function plainData(text: string, dialect: YamlDialect): GoData {
  const found = resolvePlain(text, dialect)
  if (typeof found !== 'number') return found
  // whole numbers that a double cannot tell apart are bigint as long as Go has them
  const isWhole = Number.isSafeInteger(found) && (/^[-+]?0[xX]/.test(text) || !/[.eE]/.test(text))
  return isWhole ? found : new GoFloat(found)
}

function kindOf(value: GoData): string {
  if (value === null) return '!!null'
  if (value instanceof GoFloat) return '!!float'
  if (typeof value === 'boolean') return '!!bool'
  return typeof value === 'string' ? '!!str' : '!!int'
}

function binary(text: string, line: number): string {
  const letters = text.replaceAll(/[\r\n]/g, '')
  if (!BASE64.test(letters)) throw new GoYamlFault('yaml: !!binary value contains invalid base64 data', line)
  return Buffer.from(letters, 'base64').toString('utf8')
}
