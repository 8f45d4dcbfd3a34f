import type {ErrorObject, ValidateFunction} from 'ajv'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {unmarshalJson} from '../../gotemplate/go/json-parse.js'
import {type Chart, chartName} from '../chart/chart.js'
import {textOfFile} from '../chart/read-yaml.js'
import {ownValue, type Warn} from '../values/tables.js'
import {type Compile, schemaCompiler} from './compile.js'
import {draftOf} from './drafts.js'
import {Explainer} from './explain.js'
import {type Violation, violationText} from './violation.js'

/** Checks values against the schemas of a chart and its subcharts. May be kept for many charts. */
export interface SchemaChecker {
  /** @throws FluxError `schema-violation` that lists all violations, in Helm's words */
  check(chart: Chart, values: JsonObject, warn: Warn): void
}

/** Undefined when neither the chart nor a subchart has a schema: what validates is heavy, and not loaded then. */
export async function schemaChecker(chart: Chart): Promise<SchemaChecker | undefined> {
  if (!hasSchema(chart)) return undefined
  const compile = await schemaCompiler()
  const known = new WeakMap<Uint8Array, Check>()
  const oneOf = (schema: Uint8Array) => {
    let check = known.get(schema)
    if (check === undefined) {
      check = checkOf(schema, compile)
      known.set(schema, check)
    }
    return check
  }
  return {
    check(checked, values, warn) {
      const report = reportOf(checked, values, (schema) => (inner) => oneOf(schema)(inner, warn))
      if (report === '') return
      throw new FluxError(
        'schema-violation',
        `values don't meet the specifications of the schema(s) in the following chart(s):\n${report}`.trimEnd(),
        {hints: ['correct the values, or leave the schema out with --skip-schema-validation']},
      )
    },
  }
}

function hasSchema(chart: Chart): boolean {
  return chart.schema !== undefined || chart.dependencies.some(hasSchema)
}

type Check = (values: JsonObject, warn: Warn) => string | undefined

function reportOf(
  chart: Chart,
  values: JsonObject,
  checkOne: (schema: Uint8Array) => (values: JsonObject) => string | undefined,
): string {
  let report = ''
  const own = chart.schema && checkOne(chart.schema)(values)
  if (own !== undefined) report += `${chartName(chart)}:\n${own}`
  for (const sub of chart.dependencies) {
    const below = ownValue(values, chartName(sub))
    if (isObject(below)) report += reportOf(sub, below, checkOne)
  }
  return report
}

/** The complaint about values, with a line break at its end where Helm has one. */
function checkOf(bytes: Uint8Array, compile: Compile): Check {
  let schema: JsonValue
  let validate: ValidateFunction
  const unknown: string[] = []
  const tell = (warn: Warn) => {
    for (const urn of unknown) warn('unresolved URN reference ignored; using permissive schema', {urn})
  }
  try {
    schema = readSchema(textOfFile(bytes))
    validate = compile(schema, unknown)
  } catch (error) {
    return (_, warn) => {
      tell(warn)
      return messageOf(error)
    }
  }
  const explainer = new Explainer(schema, draftOf(schema))
  // the validator takes all items for looked at that stand beside `contains`
  const hasRest = textOfFile(bytes).includes('unevaluatedItems')
  return (values, warn) => {
    tell(warn)
    const fits = validate(plain(values))
    if (fits && !hasRest) return undefined
    const found = explainer.violations(values)
    if (fits && found.length === 0) return undefined
    return `${violationText(found.length > 0 ? found : (validate.errors ?? []).map(unexplained))}\n`
  }
}

/** Integers beyond doubles are none to the validator. */
function plain(value: JsonValue): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plain)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member as JsonValue)]))
}

function unexplained({instancePath, message}: ErrorObject): Violation {
  const at = instancePath.split('/').slice(1).map(plainToken)
  return {at, message: message ?? 'validation failed', causes: []}
}

function plainToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** @throws Error in Go's words when it is no JSON */
function readSchema(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch {
    try {
      return unmarshalJson(text) as JsonValue
    } catch (error) {
      throw new Error(messageOf(error).replace('unexpected end of JSON input', 'unexpected EOF'), {cause: error})
    }
  }
}
