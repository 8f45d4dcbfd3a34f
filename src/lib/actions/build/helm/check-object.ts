import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import {crds} from '../../../kinds/crds.js'
import type {KubeObject} from '../../../ports/kube.js'
import {RuleCompiler} from '../../../schema/cel/rules.js'
import {validateRules} from '../../../schema/cel/validate-rules.js'
import {required} from '../../../schema/field-error.js'
import type {SchemaNode} from '../../../schema/node.js'
import {dropNulls} from '../../../schema/structural/default.js'
import {validateLists} from '../../../schema/structural/lists.js'
import {prune} from '../../../schema/structural/prune.js'
import {validateValue} from '../../../schema/structural/validate.js'
import type {Failure} from '../../../schema/structural/verdict.js'

/** After these the rules of a schema would only repeat what was said. */
const BLOCKING = new Set(['Required', 'NotSupported', 'TypeInvalid', 'TooLong', 'TooMany'].map((word) => `FieldValue${word}`))

export interface CheckedObject {
  /** without what its kind does not know */
  readonly object: KubeObject
  /** as an API server words them */
  readonly warnings: readonly string[]
}

export type ObjectCheck = (object: KubeObject, place: string) => CheckedObject

/**
 * Checks objects of our kinds as an API server does that gets them: by the schema of their CRD and its rules. What is unknown is a
 * warning, as with kubectl. The check throws FluxError `invalid` with the place, or `unserved` for a version that is not served.
 */
export function objectChecker(): ObjectCheck {
  const kinds = servedKinds()
  const patterns = new Patterns()
  const compiler = new RuleCompiler()

  const faults = (object: JsonObject, schema: SchemaNode): Failure[] => {
    const found = [...nameFaults(object), ...validateValue(patterns, object, schema, ''), ...validateLists(object, schema, '')]
    if (found.some(({reason}) => BLOCKING.has(reason))) return found
    return [...found, ...validateRules(compiler, object, schema).errors]
  }

  return (object, place) => {
    const kind = kinds.get(object.kind)
    const {schema, apiVersion} = kind?.find((one) => one.apiVersion === object.apiVersion) ?? {}
    if (schema === undefined) throw unserved(object, place, kind?.map((one) => one.apiVersion) ?? [])
    // a spec that is not there lacks all that must be in it
    const {value, unknown} = prune({...object, spec: object.spec ?? {}}, schema)
    const checked = dropNulls(value, schema) as JsonObject & KubeObject
    const found = faults(checked, schema)
    if (found.length > 0) throw invalid(object, apiVersion!, place, found)
    return {object: checked, warnings: unknown.map((path) => `${place}: unknown field "${path}"`)}
  }
}

interface Served {
  readonly apiVersion: string
  readonly schema: SchemaNode
}

function servedKinds(): ReadonlyMap<string, readonly Served[]> {
  return new Map(
    crds().map(({spec}) => {
      const {group, names, versions} = spec as unknown as {
        group: string
        names: {kind: string}
        versions: {name: string; served: boolean; schema: {openAPIV3Schema: SchemaNode}}[]
      }
      const served = versions.filter((version) => version.served)
      return [
        names.kind,
        served.map(({name, schema}) => ({apiVersion: `${group}/${name}`, schema: withoutMetadata(schema.openAPIV3Schema)})),
      ]
    }),
  )
}

/** Metadata has rules of its own. */
function withoutMetadata(schema: SchemaNode): SchemaNode {
  const {metadata: _, ...properties} = schema.properties ?? {}
  return {...schema, properties}
}

function nameFaults({metadata}: JsonObject): Failure[] {
  const name = isObject(metadata) ? metadata.name : undefined
  return typeof name === 'string' && name !== '' ? [] : [required('metadata.name', 'name or generateName is required')]
}

function invalid({kind, metadata}: KubeObject, apiVersion: string, place: string, faults: readonly Failure[]): FluxError {
  const texts = [...new Set(faults.map(({field, message}) => `${field}: ${message}`))]
  const reasons = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  const group = apiVersion.split('/')[0]
  return new FluxError('invalid', `${place}: ${kind}.${group} ${JSON.stringify(metadata.name ?? '')} is invalid: ${reasons}`)
}

function unserved({kind, apiVersion, metadata}: KubeObject, place: string, served: readonly string[]): FluxError {
  const words = apiVersion
    ? `no matches for kind "${kind}" in version "${apiVersion}"`
    : `${kind} ${JSON.stringify(metadata.name ?? '')} has no apiVersion`
  const isOld = /v\d+(?:alpha|beta)\d+$/.test(apiVersion ?? '')
  const hint = isOld ? `\`flux migrate -f FILE\` brings it to ${served.join(' or ')}` : `apiVersion is ${served.join(' or ')}`
  return new FluxError('unserved', `${place}: ${words}`, {hints: served.length > 0 ? [hint] : []})
}
