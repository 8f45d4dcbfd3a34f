import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {isObject, type JsonObject} from '../../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../../src/lib/formats/yaml/parse.js'
import {arePlain, withLabels} from '../../../../src/lib/render/helm/add-labels.js'
import {kustomized} from '../../../../src/lib/render/helm/kustomize-stage.js'

const pairs = {a: 'x', 'helm.toolkit.fluxcd.io/name': 'app'}
const configMap = (name: unknown, more: JsonObject = {}): JsonObject =>
  ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, ...more}}) as JsonObject

/** All objects that recorded charts render, each once. */
function recorded(): JsonObject[] {
  const folder = join(import.meta.dirname, '../../../fixtures/helm')
  const objects = readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as {stdout?: string})
    .flatMap(({stdout}) => {
      try {
        return parseYamlDocuments(stdout ?? '').flatMap(({value}) => (isObject(value) ? [value] : []))
      } catch {
        return []
      }
    })
  return [...new Map(objects.map((object) => [JSON.stringify(object, asText), object])).values()]
}

const asText = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)

const ingress = (spec: object) => ({apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: {name: 'a'}, spec}) as never

describe('labels without kustomize', () => {
  it('are those that kustomize gives, on everything that was recorded', async () => {
    const plain = recorded().filter((object) => arePlain([object]))
    expect(plain.length).toBeGreaterThan(100)
    for (const object of plain) {
      expect(await withLabels([object], pairs)).toEqual(await kustomized([object], {labels: [{pairs}]}, 'spec'))
    }
  })

  it.each([
    ['two of one name', [configMap('a'), configMap('a')]],
    ['one in two namespaces', [configMap('a', {namespace: 'x'}), configMap('a', {namespace: 'y'})]],
    ['no name', [configMap('')]],
    ['an Ingress with texts for paths', [ingress({rules: [{http: {paths: ['/']}}]})]],
    ['an Ingress with a text for a backend', [ingress({rules: [{http: {paths: [{backend: 'x'}]}}]})]],
    ['a number for a name', [configMap(5)]],
    ['no kind', [{apiVersion: 'v1', metadata: {name: 'a'}}]],
    ['a list', [{apiVersion: 'v1', kind: 'List', metadata: {name: 'a'}, items: [configMap('b')]}]],
    ['labels that are no texts', [configMap('a', {labels: {n: 1}})]],
    ['annotations that are empty', [configMap('a', {annotations: {}})]],
    ['labels that are nothing', [configMap('a', {labels: null})]],
    ['a key that is no text without its quotes', [configMap('a', {annotations: {false: '5'}})]],
    ['annotations for kustomize', [configMap('a', {annotations: {'config.kubernetes.io/local-config': 'true'}})]],
  ])('%s is left to kustomize', (_, objects) => {
    expect(arePlain(objects as JsonObject[])).toBe(false)
  })
})
