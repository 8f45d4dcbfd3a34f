import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {POD_TEMPLATE_LAYOUT} from './pod-template-layout.gen.js'

interface Field {
  readonly name: string
  readonly json: string
  readonly type: string
}
type Layout = ReadonlyMap<string, string | readonly Field[]>

function parseLayout(text: string): Layout {
  const types = new Map<string, string | Field[]>()
  for (const line of text.trim().split('\n')) {
    const struct = /^(\S+) \{ (.*) \}$/.exec(line)
    if (!struct) {
      const [name = '', type = ''] = line.split(' = ')
      types.set(name, type)
      continue
    }
    const fields = struct[2]!.split('; ').map((field) => {
      const [, name = '', json, type = ''] = /^(\w+)(?::(\S*))? (.*)$/.exec(field) ?? []
      return {name, json: json ?? name.charAt(0).toLowerCase() + name.slice(1), type}
    })
    types.set(struct[1]!, fields)
  }
  return types
}

/** Text of a zero metav1.Time: templates carry no creation time. */
const ZERO_TIME = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}'

let layout: Layout | undefined

/** Go's `%#v` of a PodTemplateSpec by go-spew, as kube-controller-manager hashes it. */
export function goTextOfTemplate(template: JsonValue | undefined): string {
  layout ??= parseLayout(POD_TEMPLATE_LAYOUT)
  return new Printer(layout).typed('v1.PodTemplateSpec', template)
}

class Printer {
  constructor(private readonly layout: Layout) {}

  /** With the type in front. */
  typed(type: string, value: JsonValue | undefined): string {
    return `(${type})${this.plain(type, value)}`
  }

  /** Without the type: elements of lists and maps, and what a pointer shows. */
  private plain(type: string, value: JsonValue | undefined): string {
    if (type.startsWith('*')) return value === undefined || value === null ? '<nil>' : this.plain(type.slice(1), value)
    if (type.startsWith('[]')) return this.list(type.slice(2), value)
    if (type.startsWith('map[')) return this.map(type, value)
    if (type === 'v1.Time') return ZERO_TIME
    if (type === 'resource.Quantity') return quantity(String(value ?? '0'))
    if (type === 'intstr.IntOrString') return intOrString(value)
    const known = this.layout.get(type)
    if (typeof known === 'string') return this.plain(known, value)
    return known ? this.struct(known, isObject(value) ? value : {}) : scalar(type, value)
  }

  private struct(fields: readonly Field[], value: JsonObject): string {
    return `{${fields.map(({name, json, type}) => `${name}:${this.typed(type, json === '@' ? value : value[json])}`).join(' ')}}`
  }

  /** Stored lists and maps are never empty: protobuf has no such thing. */
  private list(type: string, value: JsonValue | undefined): string {
    if (!Array.isArray(value) || value.length === 0) return '<nil>'
    return `[${value.map((item) => this.plain(type, item)).join(' ')}]`
  }

  private map(type: string, value: JsonValue | undefined): string {
    const end = type.indexOf(']')
    const keys = isObject(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : []
    if (!isObject(value) || keys.length === 0) return '<nil>'
    return `map[${keys
      .sort()
      .map((key) => `${key}:${this.plain(type.slice(end + 1), value[key])}`)
      .join(' ')}]`
  }
}

function scalar(type: string, value: JsonValue | undefined): string {
  if (type === 'string') return typeof value === 'string' ? value : ''
  if (type === 'bool') return value === true ? 'true' : 'false'
  return value === undefined || value === null ? '0' : String(value)
}

function intOrString(value: JsonValue | undefined): string {
  const text = typeof value === 'string'
  return `{Type:(intstr.Type)${text ? 1 : 0} IntVal:(int32)${text ? 0 : String(value ?? 0)} StrVal:(string)${text ? value : ''}}`
}

const DECIMAL: Readonly<Record<string, number>> = {n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18}
const BINARY: Readonly<Record<string, number>> = {Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60}

/**
 * A parsed resource.Quantity: a 64-bit number with a decimal scale, its format, and its text when the parser sees at once that it is
 * the canonical one. Amounts that may not fit into 64 bits are big numbers of billionths instead.
 */
function quantity(text: string): string {
  if (text === '0') return amountText({text, format: 'DecimalSI'})
  const [, sign = '', whole = '', fraction = '', suffix = ''] = /^([+-]?)(\d*)(?:\.(\d*))?(.*)$/.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '') || '0'
  const count = BigInt(digits) * (sign === '-' ? -1n : 1n)
  const bits = BINARY[suffix]
  if (bits !== undefined) {
    const value = count << BigInt(bits)
    const fits = 14 - digits.length - Math.trunc((bits * 3) / 10) >= 0
    if (!fits) return amountText({big: value * BILLION, format: 'BinarySI'})
    return amountText({value, text: (count & 7n) === 0n ? '' : text, format: 'BinarySI'})
  }
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)
  const format = exponent ? 'DecimalExponent' : 'DecimalSI'
  const scale = (exponent ? Number(exponent[1]) : (DECIMAL[suffix] ?? 0)) - fraction.length
  if (digits.length > MOST_DIGITS) return amountText({big: count * 10n ** BigInt(Math.max(0, scale + 9)), format})
  const canonical = scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
  return amountText({value: count, scale, text: canonical ? text : '', format})
}

const BILLION = 1_000_000_000n
/** of a decimal amount that fits into 64 bits for sure */
const MOST_DIGITS = 18

interface Amount {
  readonly value?: bigint
  readonly scale?: number
  readonly big?: bigint
  readonly text?: string
  readonly format: string
}

function amountText({value = 0n, scale = 0, big, text = '', format}: Amount): string {
  const amount = `{value:(int64)${value} scale:(resource.Scale)${scale}}`
  const decimal = big === undefined ? '<nil>' : bigText(big)
  return `{i:(resource.int64Amount)${amount} d:(resource.infDecAmount){Dec:(*inf.Dec)${decimal}} s:(string)${text} Format:(resource.Format)${format}}`
}

/** A number of billionths as Go holds it: words of 64 bits, the lowest first. */
function bigText(value: bigint): string {
  const words: bigint[] = []
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 64n) words.push(rest & 0xffffffffffffffffn)
  return `{unscaled:(big.Int){neg:(bool)${value < 0n} abs:(big.nat)[${words.join(' ')}]} scale:(inf.Scale)9}`
}
