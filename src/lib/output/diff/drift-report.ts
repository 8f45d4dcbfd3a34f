import {isObject, type JsonValue} from '../../formats/json/value.js'
import type {Detail, Difference} from './compare.js'
import {inOrder, neatYaml, plainScalar, restructured} from './neat-yaml.js'
import {beside, textBlocks} from './text-blocks.js'
import {plural, textChange, withPrefix} from './text-change.js'

/** Half the width of a report: a changed order of more characters is shown in columns. */
const ORDER_WIDTH = 40

/** The differences of one object as flux prints them below its line (cli reference 7.3). */
export function driftReport(differences: readonly Difference[]): string {
  const parts = differences.map(
    ({path, details}) => `\n${path.length === 0 ? '(root level)' : path.join('.')}\n${textBlocks(0, details.map(detailText))}`,
  )
  return `${parts.join('')}\n`
}

function detailText(detail: Detail): string {
  if (detail.kind === 'changed') return changeText(detail.from, detail.to)
  if (detail.kind === 'reordered') return orderText(detail.from, detail.to)
  const {entries, kind} = detail
  const count = Array.isArray(entries)
    ? plural(entries.length, 'list entry', 'list entries')
    : plural(Object.keys(entries).length, 'map entry', 'map entries')
  const text = neatYaml(restructured(entries))
  const [sign, indent] = kind === 'added' ? ['+', 2] : ['-', 0]
  return `${sign} ${count} ${kind}:\n${textBlocks(indent as number, [text])}`
}

function changeText(from: JsonValue, to: JsonValue): string {
  if (typeof from === 'string' && typeof to === 'string') return textChange(from, to)
  const [old, now] = [typeOf(from), typeOf(to)]
  const head = old === now ? '± value change' : `± type change from ${old} to ${now}`
  return `${head}\n${withPrefix('- ', valueText(from))}${withPrefix('+ ', valueText(to))}`
}

function valueText(value: JsonValue): string {
  return value === null ? '<nil>' : neatYaml(inOrder(value)).replace(/\n+$/, '')
}

function typeOf(value: JsonValue): string {
  if (value === null) return '<nil>'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (isObject(value)) return 'map'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'bigint' || (Number.isInteger(value) && !plainScalar(value).includes('e')) ? 'int' : 'float'
}

function orderText(from: readonly JsonValue[], to: readonly JsonValue[]): string {
  const [left, right] = [from.map(itemText), to.map(itemText)]
  const length = (items: readonly string[]) => [...items.join(', ')].length
  if (Math.max(length(left), length(right)) < ORDER_WIDTH) {
    return `⇆ order changed\n- ${left.join(', ')}\n+ ${right.join(', ')}\n`
  }
  return `⇆ order changed\n${beside(' ', 2, [left.join('\n'), right.join('\n')])}`
}

function itemText(item: JsonValue): string {
  if (typeof item === 'string' && item !== '') return item
  return typeof item === 'object' && item !== null ? neatYaml(inOrder(item)) : plainScalar(item)
}
