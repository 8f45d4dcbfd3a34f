import {describe, expect, it} from 'vitest'
import {parseYaml} from '../../../src/lib/formats/yaml/parse.js'
import {typedFile} from '../../../src/lib/render/file/typed-file.js'

const typed = (text: string) => typedFile(parseYaml(text), '/artifact/kustomization.yaml')

// as kustomize-controller 1.9.0 does it
describe('typedFile', () => {
  it('makes texts of numbers and booleans where kustomize wants text', () => {
    expect(typed('namePrefix: 5\ncommonLabels: {a: 1, b: true, c: 1.5}\nresources: [1, a.yaml]\n')).toEqual({
      namePrefix: '5',
      commonLabels: {a: '1', b: 'true', c: '1.5'},
      resources: ['1', 'a.yaml'],
    })
    const others = {replicas: [{name: 'a', count: 2}], labels: [{includeSelectors: true, pairs: {a: 'b'}}], unknown: {x: 1}}
    expect(typed(JSON.stringify(others))).toEqual(others)
  })

  it.each([
    ['resources: a.yaml', 'json: cannot unmarshal string into Go struct field Kustomization.resources of type []string'],
    [
      'generatorOptions: 5',
      'json: cannot unmarshal number into Go struct field Kustomization.generatorOptions of type types.GeneratorOptions',
    ],
    ['- x', 'json: cannot unmarshal array into Go value of type types.Kustomization'],
    ['x', 'json: cannot unmarshal string into Go value of type types.Kustomization'],
  ])('refuses %s', (text, words) => {
    expect(() => typed(text)).toThrow(`error unmarshaling JSON: while decoding JSON: ${words}`)
  })
})
