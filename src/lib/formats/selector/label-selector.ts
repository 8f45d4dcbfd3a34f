import {aggregateText} from '../../errors/aggregate.js'
import {FluxError} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import {type LabelToken, labelTokens} from './label-lexer.js'
import {labelKeyFaults, labelValueFaults} from './label-names.js'

export type Labels = Readonly<Record<string, string | undefined>> | undefined
/** True when an object with these labels is selected. */
export type LabelMatcher = (labels: Labels) => boolean

type Operator = 'in' | 'notin' | '=' | '==' | '!=' | '>' | '<' | 'exists' | '!'
const OPERATORS = new Set(['in', 'notin', '=', '==', '!=', '>', '<'])

/**
 * Reads a label selector (`a=b,c in (d, e),!f,g>1`); empty text selects everything.
 * @throws FluxError `bad-selector` with apimachinery's text
 */
export function parseLabelSelector(text: string): LabelMatcher {
  const matchers = new LabelParser(labelTokens(text)).parse()
  if (matchers.length === 0) return () => true
  if (matchers.length === 1) return matchers[0]!
  return (labels) => matchers.every((matches) => matches(labels))
}

/** The LabelSelector of an object's spec; undefined selects nothing, an empty one everything. */
export function matchLabelSelector(selector: ObjectSelector | undefined, labels: Labels): boolean {
  if (!selector) return false
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels?.[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({key, operator, values = []}) => {
    switch (operator) {
      case 'In':
        return labels?.[key] !== undefined && values.includes(labels[key])
      case 'NotIn':
        return labels?.[key] === undefined || !values.includes(labels[key])
      case 'Exists':
        return labels?.[key] !== undefined
      case 'DoesNotExist':
        return labels?.[key] === undefined
      default:
        return false
    }
  })
}

export interface ObjectSelector {
  readonly matchLabels?: Readonly<Record<string, string>> | undefined
  readonly matchExpressions?:
    | readonly {readonly key: string; readonly operator: string; readonly values?: readonly string[] | undefined}[]
    | undefined
}

function fault(message: string): FluxError {
  return new FluxError('bad-selector', message)
}

class LabelParser {
  private at = 0

  constructor(private readonly tokens: readonly LabelToken[]) {}

  parse(): LabelMatcher[] {
    const matchers: LabelMatcher[] = []
    for (;;) {
      const token = this.peek()
      if (token.kind === 'end') return matchers
      if (token.kind !== 'word' && token.text !== '!') {
        throw fault(`found '${token.text}', expected: !, identifier, or 'end of string'`)
      }
      matchers.push(this.requirement())
      const next = this.take()
      if (next.kind === 'end') return matchers
      if (next.text !== ',' || next.kind !== 'symbol') throw fault(`found '${next.text}', expected: ',' or 'end of string'`)
      const after = this.peek()
      if (after.kind !== 'word' && after.text !== '!') throw fault(`found '${after.text}', expected: identifier after ','`)
    }
  }

  private peek(): LabelToken {
    return this.tokens[this.at]!
  }

  private take(): LabelToken {
    const token = this.tokens[this.at]!
    if (token.kind !== 'end') this.at++
    return token
  }

  private requirement(): LabelMatcher {
    try {
      return this.checkedRequirement()
    } catch (error) {
      throw fault(`unable to parse requirement: ${(error as Error).message}`)
    }
  }

  private checkedRequirement(): LabelMatcher {
    let token = this.take()
    const absent = token.kind === 'symbol' && token.text === '!'
    if (absent) token = this.take()
    if (token.kind !== 'word') throw fault(`found '${token.text}', expected: identifier`)
    const key = token.text
    const faults = labelKeyFaults(key)
    if (faults.length > 0) throw fault(`<nil>: Invalid value: ${goQuote(key)}: ${faults.join('; ')}`)
    if (absent) return matcher(key, '!', [])
    const next = this.peek()
    if (next.kind === 'end' || (next.kind === 'symbol' && next.text === ',')) return matcher(key, 'exists', [])
    const operator = this.take().text
    if (!OPERATORS.has(operator)) throw fault(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`)
    const values = operator === 'in' || operator === 'notin' ? this.values() : [this.exactValue()]
    return checked(key, operator as Operator, values)
  }

  private values(): string[] {
    const open = this.take()
    if (open.text !== '(' || open.kind !== 'symbol') throw fault(`found '${open.text}' expected: '('`)
    const first = this.peek()
    if (first.kind === 'symbol' && first.text === ')') {
      this.take()
      return []
    }
    if (first.kind !== 'word' && first.text !== ',') throw fault(`found '${first.text}', expected: ',', ')' or identifier`)
    const values = this.list()
    if (this.take().text !== ')') throw fault(`found '${first.text}', expected: ')'`)
    return [...values].sort()
  }

  private list(): Set<string> {
    const values = new Set<string>()
    for (;;) {
      const token = this.take()
      if (token.kind === 'word') {
        values.add(token.text)
        if (this.closes()) return values
        const next = this.peek()
        if (next.text !== ',') throw fault(`found '${next.text}', expected: ',' or ')'`)
      } else if (token.text !== ',') throw fault(`found '${token.text}', expected: ',', or identifier`)
      else if (this.emptyValue(values)) return values
    }
  }

  private closes(): boolean {
    const next = this.peek()
    return next.kind === 'symbol' && next.text === ')'
  }

  /** A comma without a word before or after it stands for the empty value. True at the end of the list. */
  private emptyValue(values: Set<string>): boolean {
    if (values.size === 0) values.add('')
    if (this.closes()) {
      values.add('')
      return true
    }
    if (this.peek().text === ',') {
      this.take()
      values.add('')
    }
    return false
  }

  private exactValue(): string {
    const next = this.peek()
    if (next.kind === 'end' || (next.kind === 'symbol' && next.text === ',')) return ''
    const token = this.take()
    if (token.kind !== 'word') throw fault(`found '${token.text}', expected: identifier`)
    return token.text
  }
}

/** Checks the values as apimachinery's NewRequirement does. */
function checked(key: string, operator: Operator, values: readonly string[]): LabelMatcher {
  const faults: string[] = []
  if ((operator === '>' || operator === '<') && !/^[+-]?\d+$/.test(values[0]!)) {
    faults.push(`values[0]: Invalid value: ${goQuote(values[0]!)}: for 'Gt', 'Lt' operators, the value must be an integer`)
  }
  for (const [index, value] of values.entries()) {
    const bad = labelValueFaults(value)
    if (bad.length > 0) faults.push(`values[${index}][${key}]: Invalid value: ${goQuote(value)}: ${bad.join('; ')}`)
  }
  if (faults.length > 0) throw fault(aggregateText(faults))
  return matcher(key, operator, values)
}

function matcher(key: string, operator: Operator, values: readonly string[]): LabelMatcher {
  const only = values[0]
  switch (operator) {
    case 'exists':
      return (labels) => labels?.[key] !== undefined
    case '!':
      return (labels) => labels?.[key] === undefined
    case '=':
    case '==':
      return (labels) => labels?.[key] === only
    case '!=':
      return (labels) => labels?.[key] !== only
    case 'in':
      return (labels) => labels?.[key] !== undefined && values.includes(labels[key])
    case 'notin':
      return (labels) => labels?.[key] === undefined || !values.includes(labels[key])
    default: {
      const bound = BigInt(only!)
      return (labels) => {
        const value = labels?.[key]
        if (value === undefined || !/^[+-]?\d+$/.test(value)) return false
        return operator === '>' ? BigInt(value) > bound : BigInt(value) < bound
      }
    }
  }
}
