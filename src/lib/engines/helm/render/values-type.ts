import {goQuote} from '../../../errors/go-quote.js'
import {isObject} from '../../../formats/json/value.js'
import {GoError} from '../../gotemplate/error.js'
import {ANY, type GoType, mapOf} from '../../gotemplate/go/types.js'
import {Boxed, type Dict, entriesOf, type GoValue, hasKey} from '../../gotemplate/go/value.js'
import {yamlText} from '../functions/encoding.js'

/** `.Values`, and dot itself: a map with methods (helm-engine reference 7 and 4.3). */
export const VALUES: GoType = {
  ...mapOf(ANY),
  name: 'common.Values',
  named: true,
  methods: {
    AsMap: ['', (self: Boxed) => self.value],
    YAML: ['', (self: Boxed) => yamlOf(self.value)],
    // no template has what it writes to
    Encode: ['writer', noWriter],
    Table: ['string', (self: Boxed, path: string) => new Boxed(VALUES, table(self, path))],
    PathValue: ['string', (self: Boxed, path: string) => pathValue(self, path)],
  },
}

function yamlOf(value: GoValue): string {
  return `${yamlText(value)}\n`
}

function noWriter(): never {
  throw new GoError('runtime error: invalid memory address or nil pointer dereference')
}

function table(self: Boxed, path: string): Dict {
  const {at, missing} = tableAt(self, path.split('.'))
  if (at === undefined) throw new GoError(`${goQuote(missing)} is not a table`)
  return at
}

/** The map at a path, or the first name that leads to none. */
function tableAt(self: Boxed, path: readonly string[]): {at?: Dict; missing: string} {
  let at = self.value as Dict
  for (const name of path) {
    const next = hasKey(at, name) ? entriesOf(at[name]) : undefined
    if (next === undefined) return {missing: name}
    at = next
  }
  return {at, missing: ''}
}

function pathValue(self: Boxed, path: string): GoValue {
  if (path === '') throw new GoError('YAML path cannot be empty')
  const cut = path.lastIndexOf('.')
  const name = path.slice(cut + 1)
  const holder = cut < 0 ? (self.value as Dict) : tableAt(self, path.slice(0, cut).split('.')).at
  const value = holder !== undefined && hasKey(holder, name) ? holder[name] : undefined
  if (value === undefined || isObject(value)) throw new GoError(`${goQuote(name)} is not a value`)
  return value
}
