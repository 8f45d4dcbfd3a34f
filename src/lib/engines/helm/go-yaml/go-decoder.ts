import {resolvePlain} from '../../../formats/yaml/scalar.js'
import {timestampOf} from '../../../formats/yaml/timestamp.js'
import {type GoData, GoFloat, GoMap, shownData} from './go-data.js'
import type {GoNode, MapNode, ScalarNode} from './go-node.js'

/** Why Go cannot read a text, in its words. */
export class GoYamlFault extends Error {}

/** Tags by which Go reads a scalar, quoted ones too. */
const KINDS = new Set(['!!bool', '!!int', '!!float', '!!null', '!!timestamp'])
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** Values within values; far below what the stack holds. */
const MAX_DEPTH = 3000

/** Makes values of nodes as go-yaml v2 does: what a `<<` brings replaces what stands before it. */
export class GoDecoder {
  readonly #open = new Set<GoNode>()
  #decoded = 1
  #aliased = 0
  #depth = 0

  /** @throws GoYamlFault */
  value(node: GoNode): GoData {
    this.#count()
    switch (node.kind) {
      case 'scalar':
        return scalarData(node)
      case 'alias':
        return this.#within(node, () => this.value(node.target))
      case 'list':
        this.#enter()
        return this.#left(node.items.map((item) => this.value(item)))
      default: {
        const map = new GoMap()
        this.#fill(node, map)
        return map
      }
    }
  }

  #fill(node: MapNode, map: GoMap): void {
    this.#enter()
    for (const [key, value] of node.pairs) {
      if (isMerge(key)) this.#merge(value, map)
      else {
        const found = this.value(key)
        if (Array.isArray(found) || found instanceof GoMap) throw new GoYamlFault(`yaml: invalid map key: ${shownData(found)}`)
        map.set(found, this.value(value))
      }
    }
    this.#depth--
  }

  #merge(node: GoNode, map: GoMap): void {
    const nodes = node.kind === 'list' ? node.items : [node]
    // the first one counts most
    for (let at = nodes.length - 1; at >= 0; at--) this.#mergeOne(nodes[at]!, map)
  }

  #mergeOne(node: GoNode, map: GoMap): void {
    const target = node.kind === 'alias' ? node.target : node
    if (target.kind !== 'map') throw new GoYamlFault('yaml: map merge requires map or sequence of maps as the value')
    this.#count()
    if (node === target) {
      this.#fill(target, map)
      return
    }
    this.#within(node, () => {
      this.#count()
      this.#fill(target, map)
    })
  }

  #within<T>(alias: GoNode, action: () => T): T {
    if (this.#open.has(alias))
      throw new GoYamlFault(`yaml: anchor '${alias.kind === 'alias' ? alias.name : ''}' value contains itself`)
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
}

function allowedRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99
  return decoded >= 4_000_000 ? 0.1 : 0.99 - (0.89 * (decoded - 400_000)) / 3_600_000
}

function isMerge(node: GoNode): boolean {
  if (node.kind !== 'scalar' || node.text !== '<<') return false
  return node.tag === '' ? node.isPlain : node.tag === '!' || node.tag === '!!merge'
}

function scalarData({text, tag, isPlain}: ScalarNode): GoData {
  if (tag === '') return isPlain ? plainData(text) : text
  if (tag === '!!binary') return binary(text)
  if (!KINDS.has(tag)) return text
  if (tag === '!!timestamp' && timestampOf(text) !== undefined) return text
  const found = plainData(text)
  const kind = kindOf(found)
  if (kind === tag) return found
  if (tag === '!!float' && kind === '!!int') return new GoFloat(Number(found))
  throw new GoYamlFault(`yaml: cannot decode ${kind} \`${text}\` as a ${tag}`)
}

function plainData(text: string): GoData {
  const found = resolvePlain(text, 'kubernetes')
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

function binary(text: string): string {
  const letters = text.replaceAll(/[\r\n]/g, '')
  if (!BASE64.test(letters)) throw new GoYamlFault('yaml: !!binary value contains invalid base64 data')
  return Buffer.from(letters, 'base64').toString('utf8')
}
