import {FluxError} from '../../../errors/flux-error.js'
import {checkJson} from '../../../formats/json/go-check.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {printable} from '../../../formats/yaml/reader.js'
import {KustomizeError, within} from '../error.js'
import {configValue} from '../node/config-value.js'
import {checkSchema} from '../schema/swagger.js'
import {EMPTY_CONFIG, type TransformerConfig} from './default-config.js'
import {type FieldSpec, fieldSpec, mergeFieldSpecs, mergeNameReferences} from './field-spec.js'
import type {ReadListed} from './load-config.js'
import {mergeConfigs} from './merge-config.js'

function yamlOf(text: string): JsonValue {
  return within('error converting YAML to JSON', () => configValue(text))
}

function jsonText(text: string): JsonValue {
  try {
    return parseJson(printable(text))
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new KustomizeError(checkJson(text).error ?? error.message)
  }
}

const MARK = 'x-kubernetes-'

/** The `crds` files: OpenAPI definitions whose marks say what the fields of custom types hold. */
export function loadCrds(paths: readonly string[], file: ReadListed): TransformerConfig {
  let config = EMPTY_CONFIG
  for (const [i, path] of paths.entries()) {
    config = file(i, (text) => {
      const isJson = text.startsWith('{')
      const value = within(`unable to parse open API definition from '${path}'`, () => (isJson ? jsonText(text) : yamlOf(text)))
      return mergeConfigs(config, configOfDefinitions(definitionsOf(value, {path, text, isJson})))
    })
  }
  return config
}

/** A file of definitions by name. */
interface Definitions {
  readonly path: string
  readonly text: string
  readonly isJson: boolean
}

/** Only definitions by name are read: a CustomResourceDefinition is none, as users find out here. */
function definitionsOf(value: JsonValue, file: Definitions): JsonObject {
  if (value === null) return {}
  if (!isObject(value)) throw notGo(file, goKind(value), 'value of type accumulator.nameToApiMap')
  const definitions = Object.entries(value) as [string, JsonValue][]
  demandSchemas(definitions, file)
  for (const [, definition] of definitions) {
    if (definition === null) continue
    if (!isObject(definition)) throw notGo(file, goKind(definition), 'value of type accumulator.OpenAPIDefinition')
    demandDependencies(definition, file)
  }
  return value
}

function refused({path, isJson}: Definitions, fault: string, hints: readonly string[] = []): KustomizeError {
  const reader = isJson ? '' : 'error unmarshaling JSON: while decoding JSON: '
  return new KustomizeError(`unable to parse open API definition from '${path}': ${reader}json: cannot unmarshal ${fault}`, {
    hints,
  })
}

const NO_CRD = '`crds` takes OpenAPI definitions by name, not CustomResourceDefinitions: list those under resources.'

function notGo(file: Definitions, kind: string, target: string): KustomizeError {
  return refused(file, `${kind} into Go ${target}`, [NO_CRD])
}

/** Types have a reader of their own, whose faults come first; of JSON it takes no field twice. */
function demandSchemas(definitions: readonly (readonly [string, JsonValue])[], file: Definitions): void {
  const duplicates = file.isJson ? checkJson(file.text).duplicates : []
  for (const [name, definition] of definitions) {
    if (!isObject(definition)) continue
    for (const key of fieldsNamed(definition, 'schema')) {
      const place = `${name}.${key}`
      const again = duplicates.find((path) => path.startsWith(`${place}.`))
      const fault =
        again === undefined ? checkSchema(definition[key]!, place) : `duplicate name "${again.slice(place.length + 1)}" in object`
      if (fault !== undefined) throw refused(file, `Go value of type spec.Schema: ${fault}`)
    }
  }
}

/** Text in YAML; JSON has to say so. */
function demandDependencies(definition: JsonObject, file: Definitions): void {
  const field = 'struct field OpenAPIDefinition.Dependencies of type'
  for (const key of fieldsNamed(definition, 'dependencies')) {
    const list = definition[key]!
    if (list === null) continue
    if (!Array.isArray(list)) throw notGo(file, goKind(list), `${field} []string`)
    const wrong = list.find((item) => item !== null && typeof item !== 'string' && (file.isJson || typeof item === 'object'))
    if (wrong !== undefined) throw notGo(file, goKind(wrong), `${field} string`)
  }
}

/** Go does not care about case; what comes last counts. */
const fieldsNamed = (value: JsonObject, name: string): readonly string[] =>
  Object.keys(value).filter((key) => key.toLowerCase() === name)

function configOfDefinitions(definitions: JsonObject): TransformerConfig {
  let config = EMPTY_CONFIG
  for (const [name, definition] of Object.entries(definitions)) {
    const properties = propertiesOf(definition)
    if (!('kind' in properties && 'apiVersion' in properties && 'metadata' in properties)) continue
    const reader = new DefinitionReader(definitions, name.slice(name.lastIndexOf('.') + 1))
    reader.read(name, [], 0)
    config = mergeConfigs(config, reader.config)
  }
  return config
}

function propertiesOf(definition: JsonValue | undefined): JsonObject {
  const key = isObject(definition) ? fieldsNamed(definition, 'schema').at(-1) : undefined
  const schema = key === undefined ? undefined : (definition as JsonObject)[key]
  const properties = isObject(schema) ? schema.properties : undefined
  return isObject(properties) ? properties : {}
}

class DefinitionReader {
  config: TransformerConfig = EMPTY_CONFIG

  constructor(
    private readonly definitions: JsonObject,
    private readonly kind: string,
  ) {}

  read(type: string, path: readonly string[], depth: number): void {
    // a type that holds itself has no end
    if (depth > 30) return
    for (const [name, property] of Object.entries(propertiesOf(this.definitions[type]))) {
      if (!isObject(property)) continue
      const here = [...path, name]
      if (typeof property[`${MARK}annotation`] === 'string') this.#add('commonAnnotations', here)
      if (typeof property[`${MARK}label-selector`] === 'string') this.#add('commonLabels', here)
      if (typeof property[`${MARK}identity`] === 'string') this.#add('namePrefix', here)
      this.#addReference(property, here)
      if (typeof property.$ref === 'string') this.read(property.$ref, here, depth + 1)
    }
  }

  #spec(path: readonly string[]): FieldSpec {
    return fieldSpec(path.join('/'), false, {kind: this.kind})
  }

  #add(part: 'commonAnnotations' | 'commonLabels' | 'namePrefix', path: readonly string[]): void {
    this.config = {...this.config, [part]: mergeFieldSpecs(this.config[part], [this.#spec(path)])}
  }

  #addReference(property: JsonObject, path: readonly string[]): void {
    const version = property[`${MARK}object-ref-api-version`]
    const kind = property[`${MARK}object-ref-kind`]
    if (typeof version !== 'string' || typeof kind !== 'string') return
    const key = property[`${MARK}object-ref-name-key`]
    const spec = this.#spec([...path, typeof key === 'string' ? key : 'name'])
    const nameReference = mergeNameReferences(this.config.nameReference, [{group: '', version, kind, fieldSpecs: [spec]}])
    this.config = {...this.config, nameReference}
  }
}
