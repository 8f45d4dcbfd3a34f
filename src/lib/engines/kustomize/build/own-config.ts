import type {TransformerConfig} from '../config/default-config.js'
import {inList, loadConfigurations} from '../config/load-config.js'
import {loadCrds} from '../config/load-crds.js'
import {DEFAULT_CONFIG, mergeConfigs} from '../config/merge-config.js'
import {within} from '../error.js'
import type {Kustomization} from '../kustomization/types.js'
import type {Accumulator} from './accumulator.js'
import type {OwnFile} from './own-file.js'

/** Adds what a kustomization says about the places that built-in transformers know. @throws KustomizeError when it contradicts the rest */
export function addOwnConfig(accumulator: Accumulator, kustomization: Kustomization, own: OwnFile): void {
  const field = kustomization.configurations.length > 0 ? 'configurations' : 'resources'
  own.at([field], () => accumulator.mergeConfig(configOf(kustomization, own)))
  own.at(['crds'], () => accumulator.mergeConfig(crdsOf(kustomization, own)))
}

/** The places that built-in transformers know in one kustomization: the default ones, and those of `configurations`. */
function configOf({configurations}: Kustomization, own: OwnFile): TransformerConfig {
  if (configurations.length === 0) return DEFAULT_CONFIG
  const all = loadConfigurations(configurations.length, (i, read) =>
    own.at(['configurations', i], () => own.inFile(configurations[i]!, read)),
  )
  try {
    return mergeConfigs(DEFAULT_CONFIG, all)
  } catch (error) {
    // which of them contradicts the default ones by itself?
    for (const path of configurations) {
      own.inFile(path, (text) =>
        mergeConfigs(
          DEFAULT_CONFIG,
          loadConfigurations(1, (_, read) => read(text)),
          inList,
        ),
      )
    }
    throw error
  }
}

/** What the files under `crds` say about fields of custom types. */
function crdsOf({crds}: Kustomization, own: OwnFile): TransformerConfig {
  return within(`loading CRDs [${crds.join(' ')}]`, () =>
    loadCrds(crds, (i, read) => own.at(['crds', i], () => own.inFile(crds[i]!, read))),
  )
}
