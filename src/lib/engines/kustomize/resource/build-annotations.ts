const DOMAIN = 'internal.config.kubernetes.io'

/** Where kustomize keeps what it knows of a resource while it builds: in the resource's own annotations. */
export const BUILD = {
  previousKinds: `${DOMAIN}/previousKinds`,
  previousNames: `${DOMAIN}/previousNames`,
  previousNamespaces: `${DOMAIN}/previousNamespaces`,
  prefixes: `${DOMAIN}/prefixes`,
  suffixes: `${DOMAIN}/suffixes`,
  refBy: `${DOMAIN}/refBy`,
  behavior: `${DOMAIN}/generatorBehavior`,
  needsHash: `${DOMAIN}/needsHashSuffix`,
  allowNameChange: `${DOMAIN}/allowNameChange`,
  allowKindChange: `${DOMAIN}/allowKindChange`,
} as const

export const ORIGIN = 'config.kubernetes.io/origin'
export const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations'
export const HELM_GENERATED = `${DOMAIN}/helm-generated`
export const LOCAL_CONFIG = 'config.kubernetes.io/local-config'
export const ENABLED = 'enabled'

/** Removed from every resource at the end of a build. */
export const BUILD_ANNOTATIONS: readonly string[] = [
  ...Object.values(BUILD),
  `${DOMAIN}/path`,
  `${DOMAIN}/index`,
  `${DOMAIN}/seqindent`,
  `${DOMAIN}/id`,
  `${DOMAIN}/annotations-migration-resource-id`,
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
  HELM_GENERATED,
]
