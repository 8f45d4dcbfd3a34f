import {FluxError} from '../../../errors/flux-error.js'
import {checkJson} from '../../../formats/json/go-check.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {duplicateKeys} from '../../../formats/yaml/duplicate-keys.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {printable} from '../../../formats/yaml/reader.js'
import {inside, KustomizeError, within} from '../error.js'
import {decodeStruct, type Shape, type Struct} from '../kustomization/decode.js'
import {FIELD_SPEC} from '../kustomization/shapes.js'
import {configValue} from '../node/config-value.js'
import {EMPTY_CONFIG, type TransformerConfig} from './default-config.js'
import {type FieldSpec, fieldSpec, mergeFieldSpecs, mergeNameReferences} from './field-spec.js'
import {mergeConfigs, sortConfig} from './merge-config.js'

const specs: Shape = {list: FIELD_SPEC, type: 'types.FsSlice'}

const CONFIG: Struct = {
  name: 'builtinconfig.TransformerConfig',
  fields: {
    namePrefix: specs,
    nameSuffix: specs,
    namespace: specs,
    commonLabels: specs,
    labels: specs,
    templateLabels: specs,
    commonAnnotations: specs,
    nameReference: {
      list: {
        name: 'builtinconfig.NameBackReferences',
        fields: {group: 'string', version: 'string', kind: 'string', fieldSpecs: specs},
        embedded: FIELD_SPEC.embedded!,
      },
      type: 'builtinconfig.nbrSlice',
    },
    varReference: specs,
    images: specs,
    replicas: specs,
  },
}

function yamlOf(text: string): JsonValue {
  return within('error converting YAML to JSON', () => configValue(text))
}

/** Alone of all files these may not have a key twice. */
function strictValue(text: string): JsonValue {
  try {
    const value = configValue(text, CONFIG)
    demandDistinct(text)
    return value
  } catch (error) {
    // what JSON cannot hold is found later than keys that are there twice
    if (error instanceof KustomizeError && !error.message.startsWith('yaml: ')) demandDistinct(text)
    throw error
  }
}

function demandDistinct(text: string): void {
  const [first, ...more] = duplicateKeys(text)
  if (first === undefined) return
  const line = Number(/^line (\d+)/.exec(first)?.[1])
  const message = ['yaml: unmarshal errors:', first, ...more].join('\n  ')
  throw new KustomizeError(message, {cause: new YamlFault(message, false, 0, line - 1)})
}

function jsonText(text: string): JsonValue {
  try {
    return parseJson(printable(text))
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new KustomizeError(checkJson(text).error ?? error.message)
  }
}

/** Faults of one list are placed at it. */
export const inList = <T>(name: string, action: () => T): T => inside([name], action)

/** Reads one of the files that a kustomization lists, and places its faults. */
type ReadListed = <T>(index: number, read: (text: string) => T) => T

/** The `configurations` files: more places for the built-in transformers. */
export function loadConfigurations(count: number, file: ReadListed): TransformerConfig {
  let config = EMPTY_CONFIG
  for (let i = 0; i < count; i++) {
    config = file(i, (text) => {
      const value = within('error converting YAML to JSON', () => strictValue(text))
      const decoded = within('error unmarshaling JSON: while decoding JSON', () => decodeStruct<TransformerConfig>(value, CONFIG))
      return mergeConfigs(config, sortConfig(decoded), inList)
    })
  }
  return config
}

const MARK = 'x-kubernetes-'

/** The `crds` files: OpenAPI definitions whose marks say what the fields of custom types hold. */
export function loadCrds(paths: readonly string[], file: ReadListed): TransformerConfig {
  let config = EMPTY_CONFIG
  for (const [i, path] of paths.entries()) {
    config = file(i, (text) => {
      const value = within(`unable to parse open API definition from '${path}'`, () =>
        text.startsWith('{') ? jsonText(text) : yamlOf(text),
      )
      return mergeConfigs(config, configOfDefinitions(definitionsOf(value, path)))
    })
  }
  return config
}

/** Only definitions by name are read: a CustomResourceDefinition is none, as users find out here. */
function definitionsOf(value: JsonValue, path: string): JsonObject {
  const refused = (kind: string, type: string) =>
    new KustomizeError(
      `unable to parse open API definition from '${path}': error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${kind} into Go value of type accumulator.${type}`,
      {hints: ['`crds` takes OpenAPI definitions by name, not CustomResourceDefinitions: list those under resources.']},
    )
  if (value === null) return {}
  if (!isObject(value)) throw refused(goKind(value), 'nameToApiMap')
  for (const definition of Object.values(value)) {
    if (definition !== null && !isObject(definition)) throw refused(goKind(definition as JsonValue), 'OpenAPIDefinition')
  }
  return value
}

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
  const schema = isObject(definition) ? (definition.Schema ?? definition.schema) : undefined
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
