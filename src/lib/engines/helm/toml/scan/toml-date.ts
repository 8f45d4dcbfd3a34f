import {UTC, type Zone} from '../../../../formats/time/zone.js'
import {GoError} from '../../../gotemplate/error.js'
import {quote} from '../../../gotemplate/fmt/quote.js'
import type {GoValue} from '../../../gotemplate/go/value.js'
import {parseTime} from '../../../gotemplate/time/parse.js'
import type {Time} from '../../../gotemplate/time/time.js'
import {boxTime} from '../../../gotemplate/time/time-type.js'
import {LOCAL_DATE, LOCAL_DATE_TIME, LOCAL_TIME} from '../toml-zones.js'
import type {TomlSource} from './toml-source.js'

const REST = /[0-9:Tt .Zz+-]*/y
/** What RFC 3339 and TOML 1.1 have, by the parts that are there: nothing has hours of one digit, which Go would read. */
const FORM = /^(\d{4}-\d\d-\d\d)?(T)?(\d\d:\d\d(:\d\d.*)?)?/
const CLOCKS = {seconds: '15:04:05.999999999', minutes: '15:04'}

/** A date, a time of day or both, whose first digits were read. @throws TomlFault */
export function date(source: TomlSource, begin: string): GoValue {
  const shown = `${begin}${source.run(REST)}`.trim()
  source.look()
  const text = shown.replaceAll('z', 'Z').replaceAll(/[t ]/g, 'T')
  const time = timeOf(text)
  if (time === undefined) throw source.fault(`invalid datetime: ${quote(text)}`)
  return boxTime(time)
}

function timeOf(text: string): Time | undefined {
  const [, day, both, clock, seconds] = FORM.exec(text)!
  if ((day === undefined && clock === undefined) || (both === undefined) === (day !== undefined && clock !== undefined)) return
  const layout = seconds === undefined ? CLOCKS.minutes : CLOCKS.seconds
  if (day === undefined) return timeAt(layout, text, LOCAL_TIME)
  if (clock === undefined) return timeAt('2006-01-02', text, LOCAL_DATE)
  return timeAt(`2006-01-02T${layout}Z07:00`, text, UTC) ?? timeAt(`2006-01-02T${layout}`, text, LOCAL_DATE_TIME)
}

function timeAt(layout: string, text: string, zone: Zone): Time | undefined {
  try {
    return parseTime(layout, text, zone)
  } catch (error) {
    if (error instanceof GoError) return undefined
    throw error
  }
}
