import {fixedZone, UTC, type Zone} from '../../../formats/time/zone.js'
import {GoError} from '../error.js'
import {DAYS, MONTHS, pieces} from './layout.js'
import {quoted} from './quoted.js'
import {daysTo, type Time, timeOf} from './time.js'

interface Fields {
  year: number
  month: number
  day: number
  yearDay: number
  hour: number
  minute: number
  second: number
  nanos: number
  pm: boolean | undefined
  offset: number | undefined
  abbreviation: string | undefined
  utc: boolean
}

/**
 * time.ParseInLocation.
 * @throws GoError `parsing time "x" as "2006": cannot parse "x" as "2006"`
 */
export function parseTime(layout: string, value: string, local: Zone): Time {
  return new Parsing(layout, value).run(local)
}

class Parsing {
  #rest: string
  #outOfRange: string | undefined
  readonly #fields: Fields = {
    year: 0,
    month: -1,
    day: -1,
    yearDay: -1,
    hour: 0,
    minute: 0,
    second: 0,
    nanos: 0,
    pm: undefined,
    offset: undefined,
    abbreviation: undefined,
    utc: false,
  }

  constructor(
    private readonly layout: string,
    private readonly value: string,
  ) {
    this.#rest = value
  }

  run(local: Zone): Time {
    const parts = pieces(this.layout)
    for (const [index, {text, piece}] of parts.entries()) {
      this.#skip(text)
      if (piece === '') {
        if (this.#rest !== '') throw this.#fault(`: extra text: ${quoted(this.#rest)}`)
        break
      }
      const hold = this.#rest
      if (!this.#piece(piece, parts[index + 1]!.piece)) {
        throw this.#fault(` as ${quoted(this.layout)}: cannot parse ${quoted(hold)} as ${quoted(piece)}`)
      }
      if (this.#outOfRange) throw this.#fault(`: ${this.#outOfRange} out of range`)
    }
    return this.#finish(local)
  }

  #fault(message: string): GoError {
    return new GoError(`parsing time ${quoted(this.value)}${message}`)
  }

  /** Text of the layout must stand there; blanks match blanks, however many. */
  #skip(text: string): void {
    let prefix = text
    while (prefix !== '') {
      if (prefix[0] === ' ') {
        if (this.#rest !== '' && this.#rest[0] !== ' ') break
        prefix = prefix.replace(/^ +/, '')
        this.#rest = this.#rest.replace(/^ +/, '')
        continue
      }
      if (this.#rest === '' || this.#rest[0] !== prefix[0]) break
      prefix = prefix.slice(1)
      this.#rest = this.#rest.slice(1)
    }
    if (prefix !== '') throw this.#fault(` as ${quoted(this.layout)}: cannot parse ${quoted(this.#rest)} as ${quoted(text)}`)
  }

  /** Takes what a pattern matches at the front. */
  #take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.#rest)
    if (!match) return undefined
    this.#rest = this.#rest.slice(match[0].length)
    return match
  }

  #number(pattern: RegExp): number | undefined {
    const match = this.#take(pattern)
    return match ? Number(match[0]) : undefined
  }

  #set(name: 'year' | 'month' | 'day' | 'yearDay' | 'hour' | 'minute' | 'second', value: number | undefined): boolean {
    if (value === undefined) return false
    this.#fields[name] = value
    return true
  }

  #ranged(name: 'month' | 'hour' | 'minute' | 'second', value: number | undefined, low: number, high: number): boolean {
    if (value !== undefined && (value < low || value >= high)) this.#outOfRange = name
    return this.#set(name, value)
  }

  #piece(piece: string, next: string): boolean {
    switch (piece) {
      case '2006':
        return this.#set('year', this.#number(/^\d{4}/))
      case '06': {
        const year = this.#number(/^\d\d/)
        return this.#set('year', year === undefined ? undefined : year >= 69 ? year + 1900 : year + 2000)
      }
      case 'January':
        return this.#set('month', this.#name(MONTHS, false))
      case 'Jan':
        return this.#set('month', this.#name(MONTHS, true))
      case '1':
        return this.#ranged('month', this.#number(/^\d{1,2}/), 1, 13)
      case '01':
        return this.#ranged('month', this.#number(/^\d\d/), 1, 13)
      case 'Monday':
        return this.#name(DAYS, false) !== undefined
      case 'Mon':
        return this.#name(DAYS, true) !== undefined
      case '_2':
      case '2':
      case '02':
        if (piece === '_2' && this.#rest[0] === ' ') this.#rest = this.#rest.slice(1)
        return this.#set('day', this.#number(piece === '02' ? /^\d\d/ : /^\d{1,2}/))
      case '__2':
        return this.#set('yearDay', this.#number(/^ {0,2}\d{1,3}/))
      case '002':
        return this.#set('yearDay', this.#number(/^\d{3}/))
    }
    return this.#clock(piece, next)
  }

  #clock(piece: string, next: string): boolean {
    switch (piece) {
      case '15':
        return this.#ranged('hour', this.#number(/^\d{1,2}/), 0, 24)
      case '3':
      case '03':
        return this.#ranged('hour', this.#number(piece === '03' ? /^\d\d/ : /^\d{1,2}/), 0, 13)
      case '4':
      case '04':
        return this.#ranged('minute', this.#number(piece === '04' ? /^\d\d/ : /^\d{1,2}/), 0, 60)
      case '5':
      case '05': {
        const found = this.#ranged('second', this.#number(piece === '05' ? /^\d\d/ : /^\d{1,2}/), 0, 60)
        // a fraction may follow though the layout has none
        if (found && !/^[.,]/.test(next)) this.#fraction(/^[.,](\d+)/)
        return found
      }
      case 'PM':
      case 'pm': {
        const match = this.#take(piece === 'PM' ? /^[AP]M/ : /^[ap]m/)
        if (match) this.#fields.pm = match[0].toUpperCase() === 'PM'
        return match !== undefined
      }
      case 'MST':
        return this.#zoneName()
    }
    if (piece[0] === '-' || piece[0] === 'Z') return this.#offset(piece)
    if (piece[1] === '0') return this.#fraction(new RegExp(`^[.,](\\d{${piece.length - 1}})`))
    // .999: digits are there or not
    if (/^[.,]\d/.test(this.#rest)) this.#fraction(/^[.,](\d+)/)
    return true
  }

  #name(names: readonly string[], short: boolean): number | undefined {
    const index = names.findIndex((name) => {
      const wanted = short ? name.slice(0, 3) : name
      return this.#rest.slice(0, wanted.length).toLowerCase() === wanted.toLowerCase()
    })
    if (index < 0) return undefined
    this.#rest = this.#rest.slice(short ? 3 : names[index]!.length)
    return index + 1
  }

  #fraction(pattern: RegExp): boolean {
    const digits = this.#take(pattern)?.[1]
    if (digits === undefined) return false
    this.#fields.nanos = Number(digits.slice(0, 9).padEnd(9, '0'))
    return true
  }

  #zoneName(): boolean {
    if (this.#rest.startsWith('UTC')) {
      this.#fields.utc = true
      this.#rest = this.#rest.slice(3)
      return true
    }
    const match = this.#take(/^(?:ChST|MeST|GMT[+-]\d{1,2}|GMT|[A-Z]{4}T|[A-Z]{3}T|[A-Z]{3}|WITA|[+-]\d{2}(?!\d))/)
    this.#fields.abbreviation = match?.[0]
    return match !== undefined
  }

  #offset(piece: string): boolean {
    if (piece[0] === 'Z' && this.#rest.startsWith('Z')) {
      this.#fields.utc = true
      this.#rest = this.#rest.slice(1)
      return true
    }
    const colon = piece.includes(':') ? ':' : ''
    const fields = piece.replaceAll(/\D/g, '').length / 2
    const body = ['(\\d\\d)', '(\\d\\d)', '(\\d\\d)'].slice(0, fields).join(colon)
    const match = this.#take(new RegExp(`^([+-])${body}`))
    if (!match) return false
    const [, sign, hours, minutes = '0', seconds = '0'] = match
    // some write 24 hours or 60 minutes
    if (Number(hours) > 24) this.#outOfRange = 'time zone offset hour'
    if (Number(minutes) > 60) this.#outOfRange = 'time zone offset minute'
    if (Number(seconds) > 60) this.#outOfRange = 'time zone offset second'
    const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    this.#fields.offset = sign === '-' ? -total : total
    return true
  }

  #finish(local: Zone): Time {
    const fields = this.#fields
    if (fields.pm === true && fields.hour < 12) fields.hour += 12
    else if (fields.pm === false && fields.hour === 12) fields.hour = 0
    this.#dayOfYear()
    if (fields.month < 0) fields.month = 1
    if (fields.day < 0) fields.day = 1
    const length = daysTo(fields.year, fields.month + 1, 1) - daysTo(fields.year, fields.month, 1)
    if (fields.day < 1 || fields.day > length) throw this.#fault(': day out of range')
    return this.#placed(local)
  }

  #dayOfYear(): void {
    const fields = this.#fields
    if (fields.yearDay < 0) return
    const first = daysTo(fields.year, 1, 1)
    if (fields.yearDay < 1 || fields.yearDay > daysTo(fields.year + 1, 1, 1) - first)
      throw this.#fault(': day-of-year out of range')
    let month = 1
    while (daysTo(fields.year, month + 1, 1) - first < fields.yearDay) month++
    const day = fields.yearDay - (daysTo(fields.year, month, 1) - first)
    if ((fields.month >= 0 && fields.month !== month) || (fields.day >= 0 && fields.day !== day)) {
      throw this.#fault(': day-of-year does not match month')
    }
    fields.month = month
    fields.day = day
  }

  /** An offset that is written counts; a name alone counts when it is known at that place. */
  #placed(local: Zone): Time {
    const {offset, abbreviation, utc} = this.#fields
    if (utc) return timeOf(this.#fields, UTC)
    if (offset !== undefined) {
      const here = timeOf(this.#fields, fixedZone('', offset))
      const own = local.at(here.unix)
      if (own.offset === offset && (abbreviation === undefined || own.abbreviation === abbreviation))
        return {...here, zone: local}
      return {...here, zone: fixedZone(abbreviation ?? '', offset)}
    }
    if (abbreviation === undefined) return timeOf(this.#fields, local)
    const here = timeOf(this.#fields, local)
    if (local.at(here.unix).abbreviation === abbreviation) return here
    const hours = /^GMT([+-]\d+)$/.exec(abbreviation)?.[1]
    return timeOf(this.#fields, fixedZone(abbreviation, hours === undefined ? 0 : Number(hours) * 3600))
  }
}
