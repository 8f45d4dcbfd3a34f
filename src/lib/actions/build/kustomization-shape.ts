import type {Shape, Struct} from '../../engines/kustomize/kustomization/decode.js'
import {embed} from '../../engines/kustomize/kustomization/shapes.js'

const strings: Shape = {list: 'string'}
const pairs: Shape = {map: 'string'}
const texts = <T extends string>(...names: T[]) => Object.fromEntries(names.map((name) => [name, 'string'])) as Record<T, Shape>
const listOf = (shape: Shape): Shape => ({list: shape})
const struct = (name: string, fields: Record<string, Shape>): Struct => ({name, fields})

const REFERENCE = struct('meta.LocalObjectReference', texts('name'))
const SELECTOR = struct(
  'kustomize.Selector',
  texts('group', 'version', 'kind', 'namespace', 'name', 'annotationSelector', 'labelSelector'),
)
const HEALTH_CHECK: Struct = {
  name: 'kustomize.CustomHealthCheck',
  fields: texts('apiVersion', 'kind', 'inProgress', 'failed', 'current'),
  embedded: embed('HealthCheckExpressions', texts('inProgress', 'failed', 'current')),
}

const SPEC = struct('v1.KustomizationSpec', {
  ...texts('path', 'deletionPolicy', 'namePrefix', 'nameSuffix', 'serviceAccountName', 'targetNamespace'),
  // durations that can be read: one that cannot ends the reading before everything else
  ...texts('interval', 'retryInterval', 'timeout'),
  ...{prune: 'bool', suspend: 'bool', force: 'bool', wait: 'bool', ignoreMissingComponents: 'bool'},
  commonMetadata: {optional: struct('v1.CommonMetadata', {annotations: pairs, labels: pairs})},
  dependsOn: listOf(struct('meta.DependencyReference', texts('name', 'namespace', 'readyExpr'))),
  decryption: {optional: struct('v1.Decryption', {...texts('provider', 'serviceAccountName'), secretRef: {optional: REFERENCE}})},
  kubeConfig: {
    optional: struct('meta.KubeConfigReference', {
      configMapRef: {optional: REFERENCE},
      secretRef: {optional: struct('meta.SecretKeyReference', texts('name', 'key'))},
    }),
  },
  postBuild: {
    optional: struct('v1.PostBuild', {
      substituteStrategy: 'string',
      substitute: pairs,
      substituteFrom: listOf(struct('v1.SubstituteReference', {...texts('kind', 'name'), optional: 'bool'})),
    }),
  },
  healthChecks: listOf(struct('meta.NamespacedObjectKindReference', texts('apiVersion', 'kind', 'name', 'namespace'))),
  patches: listOf(struct('kustomize.Patch', {patch: 'string', target: {optional: SELECTOR}})),
  images: listOf(struct('kustomize.Image', texts('name', 'newName', 'newTag', 'digest'))),
  sourceRef: struct('v1.CrossNamespaceSourceReference', texts('apiVersion', 'kind', 'name', 'namespace')),
  buildMetadata: {list: 'string', type: '[]v1.BuildMetadataOption'},
  components: strings,
  healthCheckExprs: listOf(HEALTH_CHECK),
  ignore: listOf(struct('v1.IgnoreRule', {paths: strings, target: {optional: SELECTOR}})),
})

/** Flux's own type of a Kustomization as far as files fill it, with Go's names for messages. */
export const KUSTOMIZATION_OBJECT: Struct = {
  name: 'v1.Kustomization',
  fields: {
    ...texts('apiVersion', 'kind'),
    metadata: struct('v1.ObjectMeta', {
      ...texts('name', 'generateName', 'namespace', 'uid', 'resourceVersion'),
      ...{generation: 'int64', labels: pairs, annotations: pairs, finalizers: strings},
    }),
    spec: SPEC,
    status: struct('v1.KustomizationStatus', {observedGeneration: 'int64'}),
  },
  embedded: embed('TypeMeta', texts('apiVersion', 'kind')),
}
