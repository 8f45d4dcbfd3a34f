import type {Checked} from './checker.js'
import {CelCompileError, CelError, type CelIssue} from './errors.js'
import {checkFormat} from './functions/format.js'
import {checkPattern} from './functions/pattern.js'
import {parseTimestamp, toDuration} from './functions/time.js'
import type {Overload} from './registry.js'
import type {Call, Expr} from './syntax/ast.js'
import type {Value} from './values.js'

/** What cel-go's validators say of literal arguments: durations, timestamps, patterns, formats. Throws CelCompileError. */
export function checkLiterals(source: string, expr: Expr, checked: Checked): void {
  const issues: CelIssue[] = []
  visit(expr, (call) => {
    const argument = call.args[0]
    if (!argument || call.args.length !== 1) return
    if (call.name === 'format') issues.push(...formatIssues(call, checked))
    const read = Object.hasOwn(readers, call.name) ? readers[call.name] : undefined
    if (!read || (call.name === 'matches') !== (call.target !== undefined)) return
    if (argument.kind !== 'const' || typeof argument.value !== 'string') return
    try {
      read(argument.value)
    } catch (error) {
      if (!(error instanceof CelError)) throw error
      issues.push({pos: argument.pos, text: `invalid ${call.name} argument`})
    }
  })
  issues.sort((a, b) => a.pos - b.pos)
  if (issues.length > 0) throw new CelCompileError(source, issues)
}

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  duration: toDuration,
  timestamp: parseTimestamp,
  matches: checkPattern,
}

function formatIssues(call: Call, checked: Checked): CelIssue[] {
  const [list] = call.args
  if (call.target?.kind !== 'const' || typeof call.target.value !== 'string' || list?.kind !== 'list') return []
  const items = list.items.map((item) => ({pos: item.pos, type: checked.types.get(item) ?? {kind: 'dyn' as const}}))
  const issue = checkFormat(call.target.value, items)
  return issue ? [{pos: issue.pos ?? call.pos, text: issue.text}] : []
}

const conversions = new Set(['bool', 'bytes', 'double', 'duration', 'int', 'string', 'timestamp', 'uint'])

/** Conversions of literals run, and literal patterns are read, when the program is made. Throws CelError when one fails. */
export function foldConversions(expr: Expr, checked: Checked): void {
  visit(expr, (call) => {
    const [argument] = call.args
    if (call.name === 'matches' && argument?.kind === 'const' && typeof argument.value === 'string') checkPattern(argument.value)
    if (call.target || !conversions.has(call.name) || argument?.kind !== 'const') return
    for (const overload of checked.overloads.get(call) ?? []) run(overload, argument.value)
  })
}

function run(overload: Overload, value: Value): void {
  ;(overload.run as (value: Value) => Value)(value)
}

function visit(expr: Expr, see: (call: Call) => void): void {
  if (expr.kind === 'call') {
    see(expr)
    if (expr.target) visit(expr.target, see)
    for (const arg of expr.args) visit(arg, see)
  } else if (expr.kind === 'select') visit(expr.operand, see)
  else if (expr.kind === 'list') for (const item of expr.items) visit(item, see)
  else if (expr.kind === 'map') {
    for (const {key, value} of expr.entries) {
      visit(key, see)
      visit(value, see)
    }
  } else if (expr.kind === 'macro') {
    visit(expr.range, see)
    if (expr.filter) visit(expr.filter, see)
    visit(expr.body, see)
  }
}
