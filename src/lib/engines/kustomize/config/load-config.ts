import type {JsonValue} from '../../../formats/json/value.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {duplicateKeys} from '../../../formats/yaml/keys/duplicate-keys.js'
import {inside, KustomizeError, within} from '../error.js'
import {decodeStruct, type Shape, type Struct} from '../kustomization/decode.js'
import {FIELD_SPEC} from '../kustomization/shapes.js'
import {configValue} from '../node/config-value.js'
import {EMPTY_CONFIG, type TransformerConfig} from './default-config.js'
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

/** Faults of one list are placed at it. */
export const inList = <T>(name: string, action: () => T): T => inside([name], action)

/** Reads one of the files that a kustomization lists, and places its faults. */
export type ReadListed = <T>(index: number, read: (text: string) => T) => T

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
