import {quote} from '../../gotemplate/fmt/quote.js'
import {byteSlice} from '../../gotemplate/go/bytes.js'
import type {GoValue} from '../../gotemplate/go/value.js'
import {TomlFault} from './scan/toml-source.js'
import {tomlTree} from './toml-parser.js'
import {TomlValues} from './toml-values.js'

/** Marks of the order of bytes: of UTF-8, and of UTF-16 as the bytes that they are. */
const BYTE_ORDER = /^(?:\udcff\udcfe|\udcfe\udcff|\ufeff)/

/** The map of a TOML text, integers as int64 and dates as times; what is wrong stands under `Error` in the words of Helm's reader. */
export function tomlValue(text: string): GoValue {
  const plain = text.replace(BYTE_ORDER, '')
  if (byteSlice(plain, 0, 6).includes('\0')) {
    return {Error: 'toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8'}
  }
  const values = new TomlValues(tomlTree(plain))
  try {
    values.fill()
    return values.tables.root
  } catch (error) {
    if (!(error instanceof TomlFault)) throw error
    const key = values.tables.lastKey
    return {Error: `toml: line ${error.line}${key === '' ? '' : ` (last key ${quote(key)})`}: ${error.message}`}
  }
}
