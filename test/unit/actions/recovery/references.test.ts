import {describe, expect, it} from 'vitest'
import {pullSecretsOf, referencesOf} from '../../../../src/lib/actions/recovery/references.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../src/lib/formats/json/value.js'
import {crds} from '../../../../src/lib/kinds/crds.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const object = (kind: string, spec: JsonObject): KubeObject => ({
  ...{apiVersion: 'any/v1', kind, metadata: {name: 'one', namespace: 'apps'}},
  spec,
})
const found = (kind: string, spec: JsonObject) =>
  referencesOf(object(kind, spec)).map(
    ({kind: of, namespace, name, optional}) => `${of}/${namespace}/${name}${optional ? '?' : ''}`,
  )

describe('referencesOf', () => {
  it.each<[string, JsonObject, string[]]>([
    ['GitRepository', {secretRef: {name: 'a'}, proxySecretRef: {name: 'b'}, verify: {secretRef: {name: 'c'}}}, ['a', 'b', 'c']],
    [
      'OCIRepository',
      {certSecretRef: {name: 'a'}, verify: {secretRef: {name: 'b'}, trustedRootSecretRef: {name: 'c'}}},
      ['a', 'b', 'c'],
    ],
    ['Bucket', {sts: {secretRef: {name: 'a'}, certSecretRef: {name: 'b'}}}, ['a', 'b']],
    ['ImageUpdateAutomation', {git: {commit: {signingKey: {secretRef: {name: 'a'}}}}}, ['a']],
    ['Kustomization', {decryption: {provider: 'sops', secretRef: {name: 'a'}}, kubeConfig: {secretRef: {name: 'b'}}}, ['a', 'b']],
    ['Provider', {secretRef: {name: 'a'}}, ['a']],
    ['GitRepository', {secretRef: {}}, []],
  ])('%s names Secrets of its own namespace', (kind, spec, names) => {
    expect(found(kind, spec)).toEqual(names.map((name) => `Secret/apps/${name}`))
  })

  it('knows what may be missing, and ConfigMaps', () => {
    const substituteFrom = [
      {kind: 'ConfigMap', name: 'vars'},
      {kind: 'Secret', name: 'more', optional: true},
    ]
    expect(found('Kustomization', {postBuild: {substituteFrom}})).toEqual(['ConfigMap/apps/vars', 'Secret/apps/more?'])
    expect(found('HelmRelease', {kubeConfig: {configMapRef: {name: 'remote'}}})).toEqual(['ConfigMap/apps/remote'])
  })

  it('looks for the Secrets of a chart beside its source, and not among values', () => {
    const spec = (sourceRef: JsonObject) => ({
      chart: {spec: {chart: 'web', sourceRef, verify: {provider: 'cosign', secretRef: {name: 'keys'}}}},
      values: {secretRef: {name: 'not-ours'}, valuesFrom: [{kind: 'Secret', name: 'nor-this'}]},
      valuesFrom: [{kind: 'Secret', name: 'values'}],
    })
    expect(found('HelmRelease', spec({namespace: 'flux-system'}))).toEqual(['Secret/flux-system/keys', 'Secret/apps/values'])
    expect(found('HelmRelease', spec({}))).toEqual(['Secret/apps/keys', 'Secret/apps/values'])
  })

  it('takes the accounts that log in to registries, not those that are impersonated', () => {
    expect(found('ImageRepository', {serviceAccountName: 'puller'})).toEqual(['ServiceAccount/apps/puller'])
    expect(found('Kustomization', {serviceAccountName: 'tenant'})).toEqual([])
    const account = {...object('ServiceAccount', {}), imagePullSecrets: [{name: 'pull'}]}
    expect(pullSecretsOf(account)).toEqual([{kind: 'Secret', namespace: 'apps', name: 'pull', optional: true}])
  })

  it('finds every field of the CRDs that names a Secret or a ConfigMap', () => {
    const fields = crds().flatMap((crd) => [...referenceFields(crd['spec'] as JsonValue, [])])
    // a field that is called otherwise would be missed: its name is looked for in descriptions
    expect(fields.length).toBeGreaterThan(25)
    for (const path of fields) {
      const spec = nested(path.slice(path.indexOf('spec') + 1), {name: 'x', kind: 'Secret'})
      expect(referencesOf(object('Any', spec)), path.join('.')).toHaveLength(1)
    }
  })
})

/** Paths of properties with a `name` whose description or own name speaks of a Secret or a ConfigMap. */
function* referenceFields(value: JsonValue | undefined, path: readonly string[]): Iterable<string[]> {
  if (Array.isArray(value)) for (const item of value) yield* referenceFields(item, path)
  if (!isObject(value)) return
  const properties = isObject(value.properties) ? value.properties : {}
  for (const [name, schema] of Object.entries(properties)) {
    if (!isObject(schema)) continue
    const items = isObject(schema.items) ? schema.items : schema
    const inner = isObject(items.properties) ? items.properties : {}
    const own = [...path, schema.items ? `${name}[]` : name]
    const speaks = /secret|configmap/i.test(name) || /\b(Secrets?|ConfigMaps?)\b/.test(String(schema.description ?? ''))
    if (speaks && isObject(inner.name) && path[0] === 'spec' && name !== 'spec') yield own
    yield* referenceFields(items, own)
  }
  for (const [key, item] of Object.entries(value)) if (key !== 'properties' && key !== 'items') yield* referenceFields(item, path)
}

function nested([field, ...rest]: readonly string[], leaf: JsonObject): JsonObject {
  const inner = rest.length === 0 ? leaf : nested(rest, leaf)
  return field!.endsWith('[]') ? {[field!.slice(0, -2)]: [inner]} : {[field!]: inner}
}
