import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import {duplicates} from './duplicates.js'
import {evaluatedKeys, type Judge} from './evaluated.js'
import {formatFault} from './formats/formats.js'
import {isMultipleOf} from './multiple-of.js'
import {limitText} from './numbers.js'
import {References} from './references.js'
import {quoted, type Violation} from './violation.js'

const TYPES = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object']
const MAX_DEPTH = 200

/**
 * Says in Helm's words how a value breaks a schema. Whether it does is decided elsewhere: what this class does not
 * know is no violation.
 */
export class Explainer {
  readonly #patterns = new Patterns()
  readonly #references: References

  constructor(
    private readonly root: JsonValue,
    private readonly draft: number,
  ) {
    this.#references = new References(root, draft)
  }

  /** All violations, none when the value is fine as far as is known. */
  violations(value: JsonValue): readonly Violation[] {
    const found = this.#check(this.root, value, [], 0)
    if (found === undefined) return []
    return found.isGroup ? found.causes : [found]
  }

  #check(schema: JsonValue | undefined, value: JsonValue, at: readonly string[], depth: number): Violation | undefined {
    if (schema === false) return {at, message: 'false schema', causes: []}
    if (!isObject(schema) || depth > MAX_DEPTH) return undefined
    const found = new Findings(at)
    const first = this.#referenceOnly(schema) ? undefined : this.#basics(schema, value)
    if (first !== undefined) return {at, message: first, causes: []}
    if (typeof schema.$ref === 'string') {
      const referred = this.#referred(schema, schema.$ref, value, at, depth)
      if (this.draft < 2019) return referred
      found.add(referred)
    }
    if (isObject(value)) this.#object(schema, value, found, depth)
    else if (Array.isArray(value)) this.#array(schema, value, found, depth)
    else if (typeof value === 'string') this.#text(schema, value, found)
    else if (typeof value === 'number' || typeof value === 'bigint') number(schema, Number(value), found)
    for (const reference of this.draft < 2019 ? [] : [schema.$recursiveRef, schema.$dynamicRef]) {
      if (typeof reference === 'string') found.add(this.#referred(schema, reference, value, at, depth))
    }
    this.#combined(schema, value, found, depth)
    if (this.draft >= 2019) this.#unevaluated(schema, value, found, depth)
    return found.one()
  }

  /** The library takes the parts of a group, wherever it stands, for those of the reference. */
  #referred(from: JsonObject, reference: string, value: JsonValue, at: readonly string[], depth: number): Violation | undefined {
    const below = this.#check(this.#references.at(from, reference), value, at, depth + 1)
    return below?.isGroup ? {...below, at, isGroup: undefined} : below
  }

  #referenceOnly(schema: JsonObject): boolean {
    return this.draft < 2019 && typeof schema.$ref === 'string'
  }

  /** What ends the check at once. */
  #basics(schema: JsonObject, value: JsonValue): string | undefined {
    const types = typeof schema.type === 'string' ? [schema.type] : Array.isArray(schema.type) ? schema.type : []
    const own = typeOf(value)
    const fits = types.includes(own) || (own === 'number' && types.includes('integer') && Number.isInteger(Number(value)))
    if (types.length > 0 && !fits) return `got ${own}, want ${TYPES.filter((type) => types.includes(type)).join(' or ')}`
    if (this.draft > 4 && schema.const !== undefined && !sameValue(value, schema.const)) {
      return isComplex(schema.const) ? "'const' failed" : `value must be ${shown(schema.const)}`
    }
    if (Array.isArray(schema.enum) && !schema.enum.some((item) => sameValue(value, item))) {
      if (schema.enum.some(isComplex)) return "'enum' failed"
      return `value must be ${schema.enum.length === 1 ? '' : 'one of '}${schema.enum.map(shown).join(', ')}`
    }
    if (typeof schema.format !== 'string' || typeof value !== 'string' || this.draft >= 2019) return undefined
    const fault = formatFault(schema.format, value)
    return fault === undefined ? undefined : `${quoted(value)} is not valid ${schema.format}: ${fault}`
  }

  #object(schema: JsonObject, object: JsonObject, found: Findings, depth: number): void {
    const keys = Object.keys(object)
    found.least('minProperties', keys.length, schema.minProperties)
    found.most('maxProperties', keys.length, schema.maxProperties)
    const missing = textsOf(schema.required).filter((key) => !Object.hasOwn(object, key))
    if (missing.length === 1) found.say(`missing property ${quoted(missing[0]!)}`)
    else if (missing.length > 1) found.say(`missing properties ${missing.map(quoted).join(', ')}`)
    this.#dependencies(schema.dependencies, object, found, depth)
    const additional: string[] = []
    for (const key of keys) {
      const below = this.#memberSchemas(schema, key)
      if (below === undefined) additional.push(key)
      else for (const one of below) found.add(this.#check(one, object[key]!, [...found.at, key], depth + 1))
    }
    if (additional.length > 0) found.say(`additional properties ${additional.map(quoted).join(', ')} not allowed`)
    if (this.draft > 4 && schema.propertyNames !== undefined) this.#names(schema.propertyNames, keys, found, depth)
    if (this.draft < 2019) return
    this.#dependencies(schema.dependentSchemas, object, found, depth)
    this.#dependencies(schema.dependentRequired, object, found, depth)
  }

  #names(schema: JsonValue, keys: readonly string[], found: Findings, depth: number): void {
    for (const key of keys) {
      const fault = this.#check(schema, key, [], depth + 1)
      if (fault !== undefined) found.say(`invalid propertyName ${quoted(key)}`, fault.isGroup ? fault.causes : [fault])
    }
  }

  #dependencies(wanted: JsonValue | undefined, object: JsonObject, found: Findings, depth: number): void {
    if (!isObject(wanted)) return
    for (const [key, dependency] of Object.entries(wanted)) {
      if (!Object.hasOwn(object, key)) continue
      if (!Array.isArray(dependency)) found.add(this.#check(dependency, object, found.at, depth + 1))
      else {
        const missing = textsOf(dependency).filter((name) => !Object.hasOwn(object, name))
        if (missing.length > 0) found.say(`properties ${missing.map(quoted).join(', ')} required, if ${quoted(key)} exists`)
      }
    }
  }

  /** The schemas for a member; undefined when it may not be there. */
  #memberSchemas(schema: JsonObject, key: string): JsonValue[] | undefined {
    const schemas: JsonValue[] = []
    if (isObject(schema.properties) && Object.hasOwn(schema.properties, key)) schemas.push(schema.properties[key]!)
    if (isObject(schema.patternProperties)) {
      for (const [pattern, one] of Object.entries(schema.patternProperties)) {
        if (this.#patterns.find(pattern, key)) schemas.push(one!)
      }
    }
    const rest = schema.additionalProperties
    if (schemas.length > 0 || rest === undefined) return schemas
    return rest === false ? undefined : [rest]
  }

  #array(schema: JsonObject, items: readonly JsonValue[], found: Findings, depth: number): void {
    found.least('minItems', items.length, schema.minItems)
    found.most('maxItems', items.length, schema.maxItems)
    const pair = schema.uniqueItems === true ? duplicates(items) : undefined
    if (pair) found.say(`items at ${pair[0]} and ${pair[1]} are equal`)
    const leading = this.draft >= 2020 ? schema.prefixItems : schema.items
    const prefix = Array.isArray(leading) ? leading : []
    const rest = this.draft < 2020 && Array.isArray(schema.items) ? schema.additionalItems : schema.items
    items.slice(0, prefix.length).forEach((item, i) => {
      found.add(this.#check(prefix[i], item, [...found.at, String(i)], depth + 1))
    })
    const more = items.slice(prefix.length)
    if (this.draft < 2020 && Array.isArray(schema.items) && rest === false) {
      if (more.length > 0) found.say(`last ${more.length} additionalItem(s) not allowed`)
    } else if (rest !== undefined && !Array.isArray(rest)) {
      more.forEach((item, i) => {
        found.add(this.#check(rest, item, [...found.at, String(prefix.length + i)], depth + 1))
      })
    }
    if (this.draft > 4 && schema.contains !== undefined) this.#contains(schema, items, found, depth)
  }

  #contains(schema: JsonObject, items: readonly JsonValue[], found: Findings, depth: number): void {
    const faults = items.map((item, i) => this.#check(schema.contains, item, [...found.at, String(i)], depth + 1))
    const matched = faults.flatMap((fault, i) => (fault === undefined ? [i] : []))
    const causes = faults.filter((fault) => fault !== undefined)
    const {minContains, maxContains} = this.draft >= 2019 ? schema : ({} as JsonObject)
    if (typeof minContains === 'number') {
      if (matched.length < minContains) {
        const but = matched.length === 0 ? 'none matched' : `matched ${matched.length} items at ${matched.join(' ')}`
        found.say(`min ${minContains} items required to match contains schema, but ${but}`, causes)
      }
    } else if (matched.length === 0) found.say('no items match contains schema', causes)
    if (typeof maxContains === 'number' && matched.length > maxContains) {
      found.say(
        `max ${maxContains} items required to match contains schema, but matched ${matched.length} items at ${matched.join(' ')}`,
      )
    }
  }

  #text(schema: JsonObject, text: string, found: Findings): void {
    const length = Array.from(text).length
    found.least('minLength', length, schema.minLength)
    found.most('maxLength', length, schema.maxLength)
    if (typeof schema.pattern === 'string' && !this.#patterns.find(schema.pattern, text)) {
      found.say(`${quoted(text)} does not match pattern ${quoted(schema.pattern)}`)
    }
  }

  #combined(schema: JsonObject, value: JsonValue, found: Findings, depth: number): void {
    const check = (one: JsonValue) => this.#check(one, value, found.at, depth + 1)
    const faultsOf = (list: readonly JsonValue[]) => list.map(check).filter((fault) => fault !== undefined)
    if (schema.not !== undefined && check(schema.not) === undefined) found.say("'not' failed")
    if (Array.isArray(schema.allOf)) {
      const faults = faultsOf(schema.allOf)
      if (faults.length > 0) found.say("'allOf' failed", faults)
    }
    if (Array.isArray(schema.anyOf)) {
      const faults = faultsOf(schema.anyOf)
      if (faults.length === schema.anyOf.length) found.say("'anyOf' failed", faults)
    }
    if (Array.isArray(schema.oneOf)) {
      const faults = schema.oneOf.map(check)
      const [first, second] = faults.flatMap((fault, i) => (fault === undefined ? [i] : []))
      if (first === undefined) found.say("'oneOf' failed, none matched", faults as Violation[])
      else if (second !== undefined) found.say(`'oneOf' failed, subschemas ${first}, ${second} matched`)
    }
    if (this.draft < 7 || schema.if === undefined) return
    found.add(this.#branch(schema, check))
  }

  #unevaluated(schema: JsonObject, value: JsonValue, found: Findings, depth: number): void {
    const rest = Array.isArray(value) ? schema.unevaluatedItems : isObject(value) ? schema.unevaluatedProperties : undefined
    if (rest === undefined) return
    const fits = (one: JsonValue, inner: JsonValue) => this.#check(one, inner, [], depth + 1) === undefined
    const judge: Judge = {draft: this.draft, patterns: this.#patterns, references: this.#references, fits}
    const seen = evaluatedKeys(schema, value, judge)
    for (const [key, member] of Object.entries(value as JsonObject)) {
      if (!seen.has(key)) found.add(this.#check(rest, member as JsonValue, [...found.at, key], depth + 1))
    }
  }

  #branch(schema: JsonObject, check: (schema: JsonValue) => Violation | undefined): Violation | undefined {
    const branch = check(schema.if!) === undefined ? schema.then : schema.else
    return branch === undefined ? undefined : check(branch)
  }
}

/** The violations at one place. */
class Findings {
  readonly #list: Violation[] = []

  constructor(readonly at: readonly string[]) {}

  add(violation: Violation | undefined): void {
    if (violation !== undefined) this.#list.push(violation)
  }

  say(message: string, causes: readonly Violation[] = []): void {
    this.#list.push({at: this.at, message, causes})
  }

  least(word: string, got: number, want: JsonValue | undefined): void {
    if (typeof want === 'number' && got < want) this.say(`${word}: got ${limitText(got)}, want ${limitText(want)}`)
  }

  most(word: string, got: number, want: JsonValue | undefined): void {
    if (typeof want === 'number' && got > want) this.say(`${word}: got ${limitText(got)}, want ${limitText(want)}`)
  }

  one(): Violation | undefined {
    if (this.#list.length < 2) return this.#list[0]
    return {at: this.at, message: 'validation failed', causes: this.#list, isGroup: true}
  }
}

function number(schema: JsonObject, value: number, found: Findings): void {
  const say = (word: string, want: number) => found.say(`${word}: got ${limitText(value)}, want ${limitText(want)}`)
  const {minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf} = schema
  if (typeof minimum === 'number' && exclusiveMinimum !== true && value < minimum) say('minimum', minimum)
  if (typeof maximum === 'number' && exclusiveMaximum !== true && value > maximum) say('maximum', maximum)
  const above = exclusiveMinimum === true ? minimum : exclusiveMinimum
  const below = exclusiveMaximum === true ? maximum : exclusiveMaximum
  if (typeof above === 'number' && value <= above) say('exclusiveMinimum', above)
  if (typeof below === 'number' && value >= below) say('exclusiveMaximum', below)
  if (typeof multipleOf === 'number' && !isMultipleOf(value, multipleOf)) say('multipleOf', multipleOf)
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'bigint' ? 'number' : typeof value
}

function isComplex(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null
}

function shown(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value)
  return value === null ? '<nil>' : String(value)
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
