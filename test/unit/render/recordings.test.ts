import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {isObject, type JsonObject} from '../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../src/lib/formats/yaml/parse.js'
import {renderKustomization} from '../../../src/lib/render/render-kustomization.js'
import {cleanPath} from '../../../src/lib/render/tree-path.js'
import {filesTree} from '../../fakes/files-tree.js'

interface Recording {
  name: string
  argv: string[]
  exit: number
  stdout: string
  stderr: string
}

const folder = join(import.meta.dirname, '../../fixtures/render')
const recordings = readFileSync(join(folder, 'build-kustomization.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recording)

function filesBelow(path: string, prefix = ''): Record<string, string> {
  const files: Record<string, string> = {}
  for (const name of readdirSync(path)) {
    const whole = join(path, name)
    if (statSync(whole).isDirectory()) Object.assign(files, filesBelow(whole, `${prefix}${name}/`))
    else files[prefix + name] = readFileSync(whole, 'utf8')
  }
  return files
}

const files = filesBelow(join(folder, 'build'))
const flag = (argv: string[], name: string) => argv[argv.indexOf(name) + 1]!

function kustomization(file: string): JsonObject {
  const documents = parseYamlDocuments(files[file]!).map(({value}) => value as JsonObject)
  return documents.find(({metadata}) => isObject(metadata) && metadata.name === 'web')!
}

/** What the command adds to the built objects: owner labels and common metadata. */
function shown(object: JsonObject, owner: JsonObject): JsonObject {
  const metadata = object.metadata as JsonObject
  const {name, namespace} = owner.metadata as JsonObject
  const common = ((owner.spec as JsonObject).commonMetadata ?? {}) as {labels?: JsonObject; annotations?: JsonObject}
  const labels = {
    ...(metadata.labels as JsonObject),
    'kustomize.toolkit.fluxcd.io/name': name,
    'kustomize.toolkit.fluxcd.io/namespace': namespace ?? '',
    ...common.labels,
  }
  const annotations = {...(metadata.annotations as JsonObject), ...common.annotations}
  return {...object, metadata: {...metadata, labels, ...(Object.keys(annotations).length > 0 ? {annotations} : {})}}
}

describe('renderKustomization yields what flux build kustomization was recorded to print', () => {
  it.each(recordings)('$name', async ({argv, exit, stdout, stderr}) => {
    const owner = kustomization(flag(argv, '--kustomization-file'))
    const building = renderKustomization(owner as never, filesTree({...files, 'empty/.keep': ''}), {
      directory: cleanPath(flag(argv, '--path')),
      root: '<dir>',
      strict: argv.includes('--strict-substitute'),
      readVariables: async () => ({}),
    })
    if (exit !== 0) {
      const message = await building.then(
        () => '',
        (error: Error) => error.message,
      )
      expect(stderr).toContain(message.replace(/^post build failed for '[^']*': /, ''))
      expect(message).not.toBe('')
      return
    }
    const {objects} = await building
    const recorded = parseYamlDocuments(stdout).map(({value}) => value)
    expect(objects.map((object) => shown(object, owner))).toEqual(recorded)
  })
})
