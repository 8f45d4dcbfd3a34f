import type {TransformerConfig} from '../config/default-config.js'
import {loadConfigurations, loadCrds} from '../config/load-config.js'
import {DEFAULT_CONFIG, mergeConfigs} from '../config/merge-config.js'
import {within} from '../error.js'
import type {Kustomization} from '../kustomization/types.js'
import type {OwnFile} from './own-file.js'

/** The places that built-in transformers know in one kustomization: the default ones, and those of `configurations`. */
export function configOf({configurations}: Kustomization, own: OwnFile): TransformerConfig {
  if (configurations.length === 0) return DEFAULT_CONFIG
  return own.at(['configurations'], () =>
    mergeConfigs(
      DEFAULT_CONFIG,
      loadConfigurations(configurations.length, (i, read) =>
        own.at(['configurations', i], () => own.inFile(configurations[i]!, read)),
      ),
    ),
  )
}

/** What the files under `crds` say about fields of custom types. */
export function crdsOf({crds}: Kustomization, own: OwnFile): TransformerConfig {
  return within(`loading CRDs [${crds.join(' ')}]`, () =>
    loadCrds(crds, (i, read) => own.at(['crds', i], () => own.inFile(crds[i]!, read))),
  )
}
