export type {Chart} from './chart/chart.js'
export {loadArchive, loadChart} from './chart/load.js'
export {Lookups, lookupId} from './functions/lookups.js'
export type {LookupAnswer, LookupKey} from './functions/rendering.js'
export {documentsOf, type RenderedDocument, sortManifests} from './output/sort-manifests.js'
export {splitDocuments} from './output/split.js'
export {type ChartPart, noTemplate, partsOfChart, templateNamed, templateText, textOfParts} from './output/template-text.js'
export {type ChartProof, verifyChart} from './provenance/verify-chart.js'
export {nameFromTemplate} from './release/name-template.js'
export {type HookRun, type Release, type ReleaseStatus, releaseRecord} from './release/release-record.js'
export {decodeRelease, encodeRelease, type StorageKind, storageName, storageObject, storedRelease} from './release/storage.js'
export {type Capabilities, offlineCapabilities} from './render/capabilities.js'
export {helmEngine} from './render/render-chart.js'
export {schemaChecker} from './schema/schema-checker.js'
export {
  arranged,
  renderTemplates,
  type TemplatedChart,
  type TemplateOptions,
  templateChart,
} from './template.js'
export {warningsInto} from './values/kept-warnings.js'
export {filesNamedIn, readValuesFile, userValues} from './values/user-values.js'
export {valuesSource} from './values/values-source.js'
