import {readdirSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {expect, it} from 'vitest'

const root = resolve(import.meta.dirname, '../..')
/** Not this file's own words. */
const MOCK = /^\s*vi\.(?:mock|doMock)\(/m

it('tests that put something in the place of a module run alone: others of their worker have loaded it before', () => {
  const config = readFileSync(join(root, 'vitest.config.ts'), 'utf8')
  const mocking = readdirSync(join(root, 'test'), {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.test.ts') && MOCK.test(readFileSync(join(root, 'test', name), 'utf8')))
    .map((name) => `test/${name}`)
  expect(mocking.length).toBeGreaterThan(0)
  expect(mocking.filter((name) => !config.includes(`'${name}'`))).toEqual([])
})
