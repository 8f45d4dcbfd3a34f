import type {KindRow} from '../kind-row.js'

/** The kind of source-watcher; it has no spec.suspend and no part in `flux get all`. */
export const ARTIFACT_GENERATOR_ROW = {
  group: 'source.extensions.fluxcd.io',
  version: 'v1beta1',
  kind: 'ArtifactGenerator',
  plural: 'artifactgenerators',
  words: ['artifact', 'generator'],
  listWords: ['artifacts', 'generators'],
  aliases: [],
  human: 'artifactgenerator',
  capabilities: ['get', 'export'],
  columns: ['Name', 'Suspended', 'Ready', 'Message'],
  suspendAnnotation: 'source.extensions.fluxcd.io/reconcile',
  notInAll: true,
  success: ['{message}'],
} as const satisfies KindRow
