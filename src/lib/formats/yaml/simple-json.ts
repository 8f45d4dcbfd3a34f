import {setOwn} from '../json/set-own.js'
import type {JsonObject, JsonValue} from '../json/value.js'
import type {NodeBuilder} from './go/node-builder.js'
import {composeSimple} from './go/simple-blocks.js'
import {NOT_SIMPLE} from './go/simple-flow.js'
import {STYLE} from './go/token.js'
import {resolvePlain, type YamlDialect} from './scalar.js'
import {timestampOf} from './timestamp.js'

/** js-yaml refuses them, whatever the rest of the text is. */
const CONTROL =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/

/**
 * The value of a text of one document that is written as nearly all manifests and values are, several times faster than by
 * `parseYamlDocuments`; undefined for everything else, all that is faulty included, and null. As in Go, a block scalar at
 * the end of a text without a last line break has none. To `kustomize` it is what kustomize gives back, which is more than the
 * dialect: what it changes (folded texts, dates), refuses (keys that are no texts) or might is left out.
 */
export function readSimpleYaml(text: string, dialect: YamlDialect = 'kubernetes'): JsonValue | undefined {
  if (CONTROL.test(text)) return undefined
  return composeSimple(text, dialect === 'kubernetes' ? KUBERNETES : KUSTOMIZE)?.root ?? undefined
}

/** What is printed as it is written: other numbers may be floats, which are printed as Go prints them. */
function isSimpleKey(key: JsonValue): boolean {
  if (typeof key !== 'number') return typeof key === 'boolean'
  return Number.isInteger(key) && Math.abs(key) < 1e6 && !Object.is(key, -0)
}

const KUBERNETES: NodeBuilder<JsonValue> = {
  scalar(value, _, style) {
    if (style !== STYLE.plain) return value
    if (value === '<<') throw NOT_SIMPLE
    const found = resolvePlain(value, 'kubernetes')
    if (typeof found === 'number' && !Number.isFinite(found)) throw NOT_SIMPLE
    return found
  },
  alias() {
    throw NOT_SIMPLE
  },
  sequence: () => [],
  mapping: () => ({}),
  add: (list, item) => {
    ;(list as JsonValue[]).push(item)
  },
  pair(map, key, value) {
    if (typeof key !== 'string' && !isSimpleKey(key)) throw NOT_SIMPLE
    // the last of two equal keys wins
    setOwn(map as JsonObject, String(key), value)
  },
  end() {},
}

const KUSTOMIZE: NodeBuilder<JsonValue> = {
  ...KUBERNETES,
  scalar(value, _, style) {
    if (value === '<<' || style === STYLE.folded) throw NOT_SIMPLE
    // after a block that is open at its end a comment becomes a line of it, and one that begins with a tab cannot be read back
    if (style === STYLE.literal && (value.charCodeAt(0) === 0x09 || value === '\n' || value.endsWith('\n\n'))) throw NOT_SIMPLE
    if (style !== STYLE.plain) return value
    const found = resolvePlain(value, 'kustomize')
    if (typeof found === 'number' ? !Number.isFinite(found) : timestampOf(value) !== undefined) throw NOT_SIMPLE
    return found
  },
  pair(map, key, value) {
    if (typeof key !== 'string' || Object.hasOwn(map as JsonObject, key)) throw NOT_SIMPLE
    setOwn(map as JsonObject, key, value)
  },
}
