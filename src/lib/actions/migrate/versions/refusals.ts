import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import type {SchemaNode} from '../../../schema/node.js'
import {prune} from '../../../schema/structural/prune.js'
import {validateValue} from '../../../schema/structural/validate.js'
import type {Failure} from '../../../schema/structural/verdict.js'
import {plain} from '../plain.js'
import type {YamlObject} from '../yaml-objects.js'
import type {Upgrade} from './judge.js'

export type Schemas = ReadonlyMap<string, SchemaNode>

/** `stays`: the old version takes what the new one refuses; `told`: the new one refuses it, and the old one is served no more. */
export type Refusal = {readonly kind: 'stays' | 'told'; readonly message: string} | undefined

const patterns = new Patterns()
const VARIABLE = /\$\{?\w|\{\{/

/** The schemas of what an upgrade goes from, if that is served still, and to. */
export function schemasOf({group, kind, from, to}: Upgrade, schemas: Schemas) {
  return {old: schemas.get(`${group}/${from} ${kind}`), now: schemas.get(`${group}/${to} ${kind}`)}
}

/** What keeps an object from its new version. An object may be a part of one (a patch): what is not there does not count. */
export function refusalOf(object: YamlObject, upgrade: Upgrade, schemas: Schemas): Refusal {
  const {old, now} = schemasOf(upgrade, schemas)
  const value = now && plain(object.map, object.aliases)
  if (!now || !isObject(value)) return undefined
  const faults = faultsOf(value, now)
  if (!old) {
    const [fault] = faults.filter(({message}) => !VARIABLE.test(message))
    return fault && {kind: 'told', message: `${upgrade.kind} ${upgrade.to} does not take ${shown(fault)}`}
  }
  const before = new Set(faultsOf(value, old).map(({field}) => field))
  const [fault] = faults.filter(({field}) => !before.has(field))
  const known = new Set(prune(value, old).unknown)
  const lost = prune(value, now).unknown.filter((path) => !known.has(path))[0]
  const open = lessValues(old, now).find(({path}) => VARIABLE.test(String(at(value, path))))
  const why = fault ? shown(fault) : (lost ?? (open && `every value that ${open.path.join('.')} can have`))
  return why === undefined ? undefined : {kind: 'stays', message: staying(upgrade, why)}
}

/** The same for lines that are not read as an object: words and variables that the new version may refuse. */
export function refusalInLines(lines: string, upgrade: Upgrade, schemas: Schemas): Refusal {
  const {old, now} = schemasOf(upgrade, schemas)
  if (!old || !now) return undefined
  for (const {path, values} of lessValues(old, now)) {
    const key = path.at(-1)!
    const written = [...lines.matchAll(new RegExp(String.raw`(?:^|[\s{,"'])${key}["']?:[ \t]*(.*)`, 'g'))].map(
      (match) => match[1]!,
    )
    if (
      written.some((value) => VARIABLE.test(value) || values.some((one) => new RegExp(String.raw`^["']?${one}\b`).test(value)))
    ) {
      return {kind: 'stays', message: staying(upgrade, `every value that ${path.join('.')} can have`)}
    }
  }
  return undefined
}

const staying = ({kind, from, to}: Upgrade, why: string) => `${kind} stays ${from}: ${to} does not take ${why}`

function faultsOf(value: JsonObject, schema: SchemaNode): Failure[] {
  return validateValue(patterns, value, schema, '').filter(({reason}) => reason !== 'FieldValueRequired')
}

/** The field and, where a list of values is served, the value; others may be secret. */
function shown({field, reason, message}: Failure): string {
  return reason === 'FieldValueNotSupported' ? `${field} ${/"[^"]*"/.exec(message)?.[0] ?? ''}`.trim() : `what stands in ${field}`
}

/** Values of enums that the new schema does not have. */
function lessValues(old: SchemaNode, now: SchemaNode, path: readonly string[] = []): {path: string[]; values: string[]}[] {
  const values = (old.enum ?? []).filter((one) => now.enum && !now.enum.includes(one)).map(String)
  const inner = Object.entries(old.properties ?? {}).flatMap(([key, node]) => {
    const other = now.properties?.[key]
    return other ? lessValues(node, other, [...path, key]) : []
  })
  return [...(values.length > 0 ? [{path: [...path], values}] : []), ...inner]
}

function at(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value
  for (const key of path) found = isObject(found) ? found[key] : undefined
  return found
}
