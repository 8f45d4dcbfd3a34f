import {type GoValue, kindOf, typeName, unbox} from '../go/value.js'
import {formatArgument, printed} from './print.js'
import type {Flags} from './verbs.js'

const MOST = 1_000_000

/** fmt.Sprint: blanks between operands when neither is a string. */
export function sprint(values: readonly GoValue[]): string {
  let out = ''
  let before = false
  values.forEach((value, index) => {
    const text = kindOf(value) === 'string'
    if (index > 0 && !text && !before) out += ' '
    out += printed(value)
    before = text
  })
  return out
}

/** fmt.Sprintln. */
export function sprintln(values: readonly GoValue[]): string {
  return `${values.map(printed).join(' ')}\n`
}

/** fmt.Sprintf. */
export function sprintf(format: string, values: readonly GoValue[]): string {
  return new Format(format, values).run()
}

class Format {
  #at = 0
  #argument = 0
  #reordered = false
  #goodIndex = true
  #afterIndex = false

  constructor(
    private readonly format: string,
    private readonly values: readonly GoValue[],
  ) {}

  run(): string {
    let out = ''
    while (this.#at < this.format.length) {
      const percent = this.format.indexOf('%', this.#at)
      if (percent < 0) {
        out += this.format.slice(this.#at)
        break
      }
      out += this.format.slice(this.#at, percent)
      this.#at = percent + 1
      out += this.#directive()
    }
    if (!this.#reordered && this.#argument < this.values.length) out += `%!(EXTRA ${this.#extra()})`
    return out
  }

  #extra(): string {
    const rest = this.values.slice(this.#argument)
    return rest.map((value) => (value == null ? '<nil>' : `${typeName(value)}=${formatArgument(value, 'v', {})}`)).join(', ')
  }

  #directive(): string {
    const flags: Flags = {}
    let out = ''
    this.#goodIndex = true
    this.#afterIndex = false
    this.#flags(flags)
    this.#index()
    out += this.#width(flags)
    out += this.#precision(flags)
    if (!this.#afterIndex) this.#index()
    if (this.#at >= this.format.length) return `${out}%!(NOVERB)`
    const verb = String.fromCodePoint(this.format.codePointAt(this.#at)!)
    this.#at += verb.length
    return out + this.#verb(verb, flags)
  }

  #verb(verb: string, flags: Flags): string {
    if (verb === '%') return '%'
    if (!this.#goodIndex) return `%!${verb}(BADINDEX)`
    if (this.#argument >= this.values.length) return `%!${verb}(MISSING)`
    const value = this.values[this.#argument++]
    if (verb === 'w') return formatArgument(value, 'w', flags)
    if (verb !== 'v') return formatArgument(value, verb, flags)
    const {sharp, plus, ...rest} = flags
    return formatArgument(value, verb, {...rest, ...(sharp && {sharpV: true}), ...(plus && {plusV: true})})
  }

  #flags(flags: Flags): void {
    for (; this.#at < this.format.length; this.#at++) {
      switch (this.format[this.#at]) {
        case '#':
          flags.sharp = true
          break
        case '0':
          flags.zero = true
          break
        case '+':
          flags.plus = true
          break
        case '-':
          flags.minus = true
          break
        case ' ':
          flags.space = true
          break
        default:
          return
      }
    }
  }

  /** `[3]`: which operand comes next. */
  #index(): void {
    this.#afterIndex = false
    if (this.format[this.#at] !== '[') return
    this.#reordered = true
    const close = this.format.indexOf(']', this.#at)
    if (close < 0) {
      this.#goodIndex = false
      this.#at++
      return
    }
    const text = this.format.slice(this.#at + 1, close)
    const index = /^\d+$/.test(text) ? Number(text) - 1 : -1
    this.#afterIndex = /^\d+$/.test(text)
    this.#at = close + 1
    if (index >= 0 && index < this.values.length) this.#argument = index
    else this.#goodIndex = false
  }

  #width(flags: Flags): string {
    if (this.format[this.#at] === '*') {
      this.#at++
      const width = this.#star()
      this.#afterIndex = false
      if (width === undefined) return '%!(BADWIDTH)'
      flags.width = Math.abs(width)
      if (width < 0) {
        flags.minus = true
        flags.zero = false
      }
      return ''
    }
    const width = this.#number()
    if (width === undefined) return ''
    flags.width = width
    // an index stands right before the verb or a star
    if (this.#afterIndex) this.#goodIndex = false
    return ''
  }

  #precision(flags: Flags): string {
    if (this.format[this.#at] !== '.' || this.#at + 1 >= this.format.length) return ''
    this.#at++
    if (this.#afterIndex) this.#goodIndex = false
    this.#index()
    if (this.format[this.#at] !== '*') {
      flags.precision = this.#number() ?? 0
      return ''
    }
    this.#at++
    const precision = this.#star()
    this.#afterIndex = false
    if (precision === undefined || precision < 0) return '%!(BADPREC)'
    flags.precision = precision
    return ''
  }

  #number(): number | undefined {
    const text = /^\d+/.exec(this.format.slice(this.#at, this.#at + 20))?.[0]
    if (text === undefined) return undefined
    this.#at += text.length
    if (Number(text) <= MOST * 10) return Number(text)
    this.#at = this.format.length
    return undefined
  }

  /** A width or precision that is an operand. */
  #star(): number | undefined {
    if (this.#argument >= this.values.length) return undefined
    const value = this.values[this.#argument++]
    if (!/^u?int/.test(kindOf(value))) return undefined
    const number = Number(unbox(value) as bigint)
    return Math.abs(number) > MOST ? undefined : number
  }
}
