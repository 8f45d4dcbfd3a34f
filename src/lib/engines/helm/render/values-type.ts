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
  let current = self.value as Dict
  for (const name of path.split('.')) {
    const next = hasKey(current, name) ? entriesOf(current[name]) : undefined
    if (next === undefined) throw new GoError(`${goQuote(name)} is not a table`)
    current = next
  }
  return current
}

function pathValue(self: Boxed, path: string): GoValue {
  if (path === '') throw new GoError('YAML path cannot be empty')
  const cut = path.lastIndexOf('.')
  const holder = cut < 0 ? (self.value as Dict) : table(self, path.slice(0, cut))
  const name = path.slice(cut + 1)
  const value = hasKey(holder, name) ? holder[name] : undefined
  if (value === undefined || isObject(value)) throw new GoError(`${goQuote(name)} is not a value`)
  return value
}
