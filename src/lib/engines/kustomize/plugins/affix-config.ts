import {printYaml} from '../../../formats/yaml/print.js'
import {type FieldSpec, fieldSpec} from '../config/field-spec.js'
import {KustomizeError, type Place} from '../error.js'
import {jsonOf} from '../node/json-of.js'
import {isNull, MAP, type Node, SCALAR, SEQ, TAG} from '../node/node.js'
import {parseScalarDocument} from '../node/parse.js'
import type {Resource} from '../resource/resource.js'

interface AffixConfig {
  readonly affix: string
  /** absent: the configuration says nothing */
  readonly fieldSpecs: readonly FieldSpec[] | undefined
}

/** Words that yaml.v3 takes for a boolean where Go has one. */
const YES: ReadonlySet<string> = new Set(['true', 'y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'])
const NO: ReadonlySet<string> = new Set(['false', 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'])

/**
 * The configuration of a PrefixTransformer or SuffixTransformer, the only ones that kustomize reads with yaml.v3: all faults
 * at once, with the lines of the text that it has printed of the object; scalars of any kind are text, names have their case.
 * @throws KustomizeError `yaml: unmarshal errors:`
 */
export function readAffix(config: Resource, field: 'prefix' | 'suffix'): AffixConfig {
  const root = parseScalarDocument(printYaml(jsonOf(config.node!)))
  const reader = new Reader()
  const result = {
    affix: reader.text(member(root, field), [field]),
    fieldSpecs: reader.specs(member(root, 'fieldSpecs')),
  }
  const faults = reader.faults.sort((a, b) => a.line - b.line)
  const [first] = faults
  if (first === undefined) return result
  const lines = faults.map(({text}) => `\n  ${text}`).join('')
  throw new KustomizeError(`yaml: unmarshal errors:${lines}`, {field: first.place})
}

function member({kind, content}: Node, name: string): Node | undefined {
  const at = kind === MAP ? content.findIndex((key, i) => i % 2 === 0 && key.value === name) : -1
  const value = at < 0 ? undefined : content[at + 1]
  return value === undefined || isNull(value) ? undefined : value
}

class Reader {
  readonly faults: {readonly line: number; readonly text: string; readonly place: Place}[] = []

  text(node: Node | undefined, place: Place): string {
    if (node === undefined) return ''
    if (node.kind === SCALAR) return node.value
    this.#fault(node, 'string', place)
    return ''
  }

  specs(list: Node | undefined): FieldSpec[] | undefined {
    if (list === undefined) return undefined
    if (list.kind === SEQ) return list.content.map((item, i) => this.#spec(item, ['fieldSpecs', i]))
    this.#fault(list, 'types.FsSlice', ['fieldSpecs'])
    return []
  }

  #spec(node: Node, place: Place): FieldSpec {
    if (node.kind !== MAP) {
      if (!isNull(node)) this.#fault(node, 'types.FieldSpec', place)
      return fieldSpec('')
    }
    const text = (name: string) => this.text(member(node, name), [...place, name])
    const gvk = {group: text('group'), version: text('version'), kind: text('kind')}
    return fieldSpec(text('path'), this.#bool(member(node, 'create'), [...place, 'create']), gvk)
  }

  #bool(node: Node | undefined, place: Place): boolean {
    if (node === undefined) return false
    const isWord = node.kind === SCALAR && (node.tag === TAG.bool || node.tag === TAG.string)
    const word = isWord && (node.tag === TAG.bool || !/^(true|false)$/i.test(node.value)) ? node.value : ''
    if (!YES.has(word) && !NO.has(word)) this.#fault(node, 'bool', place)
    return YES.has(word)
  }

  #fault(node: Node, type: string, place: Place): void {
    const bytes = Buffer.from(node.value)
    const shown = bytes.length > 10 ? `${bytes.subarray(0, 7).toString('utf8')}...` : node.value
    const what = node.kind === SCALAR ? `${node.tag} \`${shown}\`` : node.kind === MAP ? TAG.map : TAG.seq
    this.faults.push({line: node.line, text: `line ${node.line}: cannot unmarshal ${what} into ${type}`, place})
  }
}
