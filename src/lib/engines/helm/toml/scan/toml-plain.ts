import {quote} from '../../../gotemplate/fmt/quote.js'
import type {GoValue} from '../../../gotemplate/go/value.js'
import {float, numberOrDate} from './toml-number.js'
import {shownRune} from './toml-path.js'
import {END, type TomlSource} from './toml-source.js'
import {quotedText} from './toml-string.js'

const LETTERS = /\p{L}*/uy
const FLOAT_WORD = /[in](?:nf|n?an)/y
const FLOAT_WORD_BEGUN = /[in]n?a?/y

/** A value that has no others in it. @throws TomlFault */
export function plain(source: TomlSource): GoValue {
  const first = source.look()
  if (first === '"' || first === "'") return quotedText(source, first)
  if (/[0-9+-]/.test(first)) return numberOrDate(source)
  if (first === '.') throw source.fault("floats must start with a digit, not '.'")
  if (/\p{L}/u.test(first)) return word(source)
  if (first === END) throw source.fault('unexpected EOF; expected value', source.lineBehind())
  throw source.fault(`expected value but found ${shownRune(first)} instead`)
}

/** `true`, `false` or the name of a float; what began as one is not shown in full. */
function word(source: TomlSource): boolean | number {
  const name = source.run(FLOAT_WORD)
  if (name !== '') return float(source, name)
  const begun = source.run(FLOAT_WORD_BEGUN)
  if (begun !== '') {
    source.look()
    source.at--
  }
  const text = source.run(LETTERS)
  source.look()
  if (text === 'true' || text === 'false') return text === 'true'
  throw source.fault(`expected value but found ${quote(text)} instead`)
}
