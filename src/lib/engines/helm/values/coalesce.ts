import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {sprintf} from '../../gotemplate/fmt/printf.js'
import {type Chart, chartName} from '../chart/chart.js'
import {goValueOf} from './go-value.js'
import {copyOf, fillTable, type Mode, ownValue, type Warn, withoutNulls} from './tables.js'

const GLOBAL = 'global'

/**
 * The values that a chart and its subcharts are rendered with: the user's over the parents' over the charts' own
 * (helm-engine reference 4.2). Nothing that is given is changed.
 * @throws FluxError `bad-values` when a subchart's values are no map
 */
export function coalesceValues(chart: Chart, given: JsonObject, warn: Warn): JsonObject {
  return coalesceChart(chart, copyOf(given), 'coalesce', warn, chartName(chart))
}

/** The same, but nulls stay: what dependencies import must still be able to delete (reference 3.2). */
export function mergeValues(chart: Chart, given: JsonObject, warn: Warn): JsonObject {
  return coalesceChart(chart, copyOf(given), 'merge', warn, chartName(chart))
}

function coalesceChart(chart: Chart, values: JsonObject, mode: Mode, warn: Warn, path: string): JsonObject {
  applyDefaults(chart, values, mode, warn, path)
  for (const sub of chart.dependencies) {
    const name = chartName(sub)
    const own = ownValue(values, name)
    if (own !== undefined && !isObject(own)) {
      throw new FluxError('bad-values', `type mismatch on ${name}: ${sprintf('%t', [goValueOf(own)])}`, {
        hints: ['the values of a subchart are a map'],
      })
    }
    const below: JsonObject = isObject(own) ? own : {}
    setOwn(values, name, below)
    passGlobals(below, values, warn, path)
    coalesceChart(sub, below, mode, warn, `${path}.${name}`)
  }
  return values
}

function applyDefaults(chart: Chart, values: JsonObject, mode: Mode, warn: Warn, path: string): void {
  const subcharts = new Set(chart.dependencies.map(chartName))
  for (const [key, fallback] of Object.entries(chart.values)) {
    if (fallback === undefined) continue
    const own = ownValue(values, key)
    if (own === undefined) {
      if (fallback !== null || mode === 'merge') setOwn(values, key, defaultOf(fallback, mode))
    } else if (own === null) {
      if (mode === 'coalesce') delete values[key]
    } else if (isObject(own)) {
      // a null for a subchart's default must get there: the subchart deletes it itself
      fillFrom(own, fallback, subcharts.has(key) ? 'merge' : mode, warn, `${path}.${key}`)
    }
  }
}

function fillFrom(own: JsonObject, fallback: JsonValue, mode: Mode, warn: Warn, path: string): void {
  if (isObject(fallback)) fillTable(own, defaultOf(fallback, mode), mode, warn, path)
  else if (fallback !== null) warn(`skipped value for ${path}: Not a table.`)
}

function defaultOf<T extends JsonValue>(fallback: T, mode: Mode): T {
  return isObject(fallback) && mode === 'coalesce' ? (withoutNulls(fallback) as T) : copyOf(fallback)
}

/**
 * What a parent calls global is global in its subcharts, the parent winning (reference 4.2 step 3). Only the uppermost maps are
 * copied: what lies deeper is one map for parent and subcharts, and what a subchart's defaults put there shows up everywhere.
 */
function passGlobals(below: JsonObject, above: JsonObject, warn: Warn, path: string): void {
  const target = ownValue(below, GLOBAL) ?? absent(below)
  if (!isObject(target)) {
    warn(`skipping globals because destination ${GLOBAL} is not a table.`)
    return
  }
  const source = ownValue(above, GLOBAL) ?? absent(above)
  if (!isObject(source)) {
    warn(`skipping globals because source ${GLOBAL} is not a table.`)
    return
  }
  for (const [key, value] of Object.entries(source)) {
    if (value === undefined) continue
    const own = ownValue(target, key)
    if (isObject(value)) {
      const copy = {...value}
      if (own === undefined) setOwn(target, key, copy)
      else if (isObject(own)) {
        fillTable(copy, own, 'merge', warn, `${path}.${key}`)
        setOwn(target, key, copy)
      } else warn(`Conflict: cannot merge map onto non-map for ${goQuote(key)}. Skipping.`)
    } else if (isObject(own)) warn(`key ${key} is table. Skipping`)
    else setOwn(target, key, value)
  }
  setOwn(below, GLOBAL, target)
}

/** No globals at all are as good as empty ones; null ones are none. */
function absent(values: JsonObject): JsonObject | null {
  return Object.hasOwn(values, GLOBAL) ? null : {}
}
