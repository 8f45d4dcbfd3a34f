import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {markedObjects} from '../../../../../src/lib/engines/kustomize/marked-objects.js'
import {isObject, type JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../../../src/lib/formats/yaml/parse.js'
import {printYaml} from '../../../../../src/lib/formats/yaml/print.js'
import {arePlain, withMarks} from '../../../../../src/lib/render/helm/post-render/plain-marks.js'

const marks = {labels: {a: 'x', 'helm.toolkit.fluxcd.io/name': 'app'}, annotations: {b: '5'}}
const configMap = (name: unknown, more: JsonObject = {}): JsonObject =>
  ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, ...more}}) as JsonObject

/** All objects that recorded charts render, each once. */
function recorded(): JsonObject[] {
  const folder = join(import.meta.dirname, '../../../../fixtures/helm')
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

describe('marks without kustomize', () => {
  it('are those that kustomize puts, on everything that was recorded', () => {
    const plain = recorded().filter((object) => arePlain([object]))
    expect(plain.length).toBeGreaterThan(100)
    for (const object of plain) {
      expect([withMarks(object, marks)]).toEqual(markedObjects(printYaml(object), marks))
    }
  })

  it.each([
    ['two of one name', [configMap('a'), configMap('a')]],
    ['one in two namespaces', [configMap('a', {namespace: 'x'}), configMap('a', {namespace: 'y'})]],
    ['no name', [configMap('')]],
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
  it.each([
    ['a key that is no text without its quotes', {labels: {5: 'x'}}],
    ['an empty key', {annotations: {'': 'x'}}],
  ])('%s is left to kustomize', (_, odd) => {
    expect(arePlain([configMap('a')], odd)).toBe(false)
  })
})
