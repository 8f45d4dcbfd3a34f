import {isObject, type JsonValue} from '../../formats/json/value.js'
import type {Detail, Difference} from './compare.js'
import {inOrder, neatYaml, plainScalar, restructured} from './neat-yaml.js'
import {beside, PLAIN, painted, type ReportForm, textBlocks} from './text-blocks.js'
import {plural, textChange, withPrefix} from './text-change.js'

/** Colours of paths, of what is said about them, and of what came and went. */
const [BOLD, YELLOW, RED, GREEN] = ['1', '93', '31', '32']

/** The differences of one object as flux prints them below its line (cli reference 7.3). */
export function driftReport(differences: readonly Difference[], form: ReportForm = PLAIN): string {
  const parts = differences.map(({path, details}) => {
    const place = painted(path.length === 0 ? '(root level)' : path.join('.'), BOLD!, form)
    const blocks = details.map((detail) => colouredDetail(detail, form))
    return `\n${place}\n${textBlocks(0, blocks, form)}`
  })
  return `${parts.join('')}\n`
}

/** What happened in the first line, what came and went by the signs of the lines below it, or by what it says. */
function colouredDetail(detail: Detail, form: ReportForm): string {
  const [head = '', ...rest] = detailText(detail, form).split('\n')
  let colour: string | undefined = detail.kind === 'removed' ? RED : detail.kind === 'added' ? GREEN : undefined
  const lines = rest.map((line) => {
    if (detail.kind === 'changed' || detail.kind === 'reordered') {
      if (line.startsWith('- ')) colour = RED
      else if (line.startsWith('+ ')) colour = GREEN
    }
    return colour === undefined ? line : painted(line, colour, form)
  })
  return [painted(head, YELLOW!, form), ...lines].join('\n')
}

function detailText(detail: Detail, form: ReportForm): string {
  if (detail.kind === 'changed') return changeText(detail.from, detail.to, form)
  if (detail.kind === 'reordered') return orderText(detail.from, detail.to, form)
  const {entries, kind} = detail
  const count = Array.isArray(entries)
    ? plural(entries.length, 'list entry', 'list entries')
    : plural(Object.keys(entries).length, 'map entry', 'map entries')
  const text = neatYaml(restructured(entries))
  const [sign, indent] = kind === 'added' ? ['+', 2] : ['-', 0]
  return `${sign} ${count} ${kind}:\n${textBlocks(indent as number, [text], form)}`
}

function changeText(from: JsonValue, to: JsonValue, form: ReportForm): string {
  if (typeof from === 'string' && typeof to === 'string') return textChange(from, to, form)
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

function orderText(from: readonly JsonValue[], to: readonly JsonValue[], {width}: ReportForm): string {
  const [left, right] = [from.map(itemText), to.map(itemText)]
  const length = (items: readonly string[]) => [...items.join(', ')].length
  // a longer order is shown in columns
  if (Math.max(length(left), length(right)) < width / 2) {
    return `⇆ order changed\n- ${left.join(', ')}\n+ ${right.join(', ')}\n`
  }
  return `⇆ order changed\n${beside(' ', 2, [left.join('\n'), right.join('\n')])}`
}

function itemText(item: JsonValue): string {
  if (typeof item === 'string' && item !== '') return item
  return typeof item === 'object' && item !== null ? neatYaml(inOrder(item)) : plainScalar(item)
}
