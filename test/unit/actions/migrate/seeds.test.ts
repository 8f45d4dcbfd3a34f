import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {ourSchemas} from '../../../../src/lib/actions/migrate/fields/unknown-fields.js'
import {migrateText} from '../../../../src/lib/actions/migrate/migrate-text.js'
import {targetsOf} from '../../../../src/lib/actions/migrate/targets.js'
import {isObject} from '../../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../../src/lib/formats/yaml/parse.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'
import {embeddedServer} from '../../../golden/cli-replay/servers/api-servers.js'

const root = resolve(import.meta.dirname, '../../../..')
const seeds = join(root, 'test/corpus/seeds')
const index = JSON.parse(readFileSync(join(seeds, 'index.json'), 'utf8')) as {file: string; verdict: string}[]
const textOf = (file: string) => readFileSync(join(seeds, file), 'utf8')

function documents(text: string): KubeObject[] {
  return parseYamlDocuments(text).flatMap(({value}) => (isObject(value) ? [value as KubeObject] : []))
}

describe('flux migrate -f on the seeds', () => {
  const unserved = index.filter(({verdict}) => verdict === 'unserved').map(({file}) => file)

  it('has files to repair', () => {
    expect(unserved.length).toBeGreaterThan(1)
  })

  it('repairs what is not served, so that the embedded API takes it under strict validation', async () => {
    const server = await embeddedServer(root, {virtual: true})
    try {
      for (const file of unserved) {
        const {text} = migrateText(textOf(file), targetsOf(undefined), ourSchemas())
        for (const object of documents(text!)) {
          const options = {fieldManager: 'test', dryRun: true, fieldValidation: 'Strict'} as const
          const applied = await server.kube.apply(object, options)
          expect(applied.metadata.name).toBe(object.metadata.name)
        }
      }
    } finally {
      await server.close()
    }
  })

  it('changes no other file but for fields that have a successor', () => {
    const changed = index
      .filter(({verdict, file}) => verdict !== 'unserved' && verdict !== 'fragment' && !file.includes('/'))
      .filter(({file}) => migrateText(textOf(file), targetsOf(undefined), ourSchemas()).text !== undefined)
    expect(changed.map(({file}) => file)).toEqual([
      's0-026-imageupdateautomation-template.yaml',
      's0-031-alert-helmrelease-all-namespaces.yaml',
    ])
  })
})
