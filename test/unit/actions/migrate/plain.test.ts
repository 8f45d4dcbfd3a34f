import {expect, it} from 'vitest'
import {parseDocument, type YAMLMap} from 'yaml'
import {aliasesOf, pairsOf, plain} from '../../../../src/lib/actions/migrate/plain.js'

const read = (text: string) => {
  const document = parseDocument(text)
  return {aliases: aliasesOf(document), last: (document.contents as YAMLMap).items.at(-1)!.value as YAMLMap}
}

it('puts what is merged behind what a map has itself, the first one first', () => {
  const {aliases, last} = read('a: &a {x: 1, y: 1}\nb: &b {<<: *a, y: 2, z: 2}\nc: {<<: [*b, *a], z: 3}\n')
  expect(pairsOf(last, aliases).map(({key, value}) => `${key}${value}`)).toEqual(['z3', 'y2', 'z2', 'x1', 'y1'])
  expect(plain(last, aliases)).toEqual({x: 1, y: 2, z: 3})
})

it('comes to an end with merges that double with each map', () => {
  const maps = Array.from({length: 200}, (_, at) => `m${at + 1}: &m${at + 1} {<<: [*m${at}, *m${at}], k${at}: 1}\n`)
  const {aliases, last} = read(`m0: &m0 {a: 1}\n${maps.join('')}`)
  expect(pairsOf(last, aliases)).toHaveLength(201)
})
