import {resolve} from 'node:path'
import {ApiError} from '../../errors/api-error.js'
import {FluxError} from '../../errors/flux-error.js'
import {goErrno, isFileFault} from '../../errors/go-file.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import {parseYamlDocuments} from '../../formats/yaml/parse.js'
import {yamlText} from '../../formats/yaml/reader.js'
import type {ReadVariableSource, VariableSource} from '../../render/variables.js'
import {type BuildContext, realOf} from './build-options.js'

const PLURAL = {ConfigMap: 'configmaps', Secret: 'secrets'} as const

/**
 * Reads ConfigMaps and Secrets out of files instead of a cluster; a file may hold several, those of another namespace do
 * not count. Throws FluxError `bad-yaml`, or `encrypted` for a Secret that SOPS encrypted.
 */
export async function readVariableFiles({fs, cwd}: BuildContext, files: readonly string[]) {
  const objects: JsonObject[] = []
  for (const file of files) {
    for (const {value} of parseYamlDocuments(yamlText(await readFile(fs, resolve(cwd, file), file)), {file})) {
      if (!isObject(value)) continue
      const {sops} = value
      if (value.kind === 'Secret' && sops) {
        const hints = ['Give the decrypted file: sops -d FILE.']
        throw new FluxError('encrypted', `${file}: Secret ${nameOf(value)} is encrypted with SOPS`, {hints})
      }
      objects.push(value)
    }
  }
  return (namespace: string): ReadVariableSource =>
    async (source) => {
      const found = objects.findLast((object) => matches(object, source, namespace))
      if (found) return withData(found)
      const message = `${PLURAL[source.kind]} "${source.name}" not found${files.length === 0 ? '' : ` in ${files.join(', ')}`}`
      throw new ApiError({kind: 'Status', code: 404, reason: 'NotFound', message})
    }
}

async function readFile(fs: BuildContext['fs'], place: string, file: string): Promise<Uint8Array> {
  const fault = (why: string) => new FluxError('no-file', `invalid file of variables ${JSON.stringify(file)}: ${why}`)
  try {
    const path = await realOf(fs, place)
    const type = (await fs.stat(path))?.type
    if (type !== 'file') throw fault(type === undefined ? 'no such file or directory' : 'not a file')
    return await fs.read(path)
  } catch (error) {
    throw isFileFault(error) ? fault(goErrno(error)) : error
  }
}

function matches(object: JsonObject, source: VariableSource, namespace: string): boolean {
  const where = isObject(object.metadata) ? object.metadata.namespace : undefined
  return object.kind === source.kind && nameOf(object) === source.name && (!where || where === namespace)
}

/** As a server would return it: `stringData` merged. */
function withData(object: JsonObject): JsonObject {
  if (!isObject(object.stringData)) return object
  const encoded = Object.entries(object.stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')])
  return {...object, data: {...(isObject(object.data) ? object.data : {}), ...Object.fromEntries(encoded)}}
}

const nameOf = (object: JsonObject) => (isObject(object.metadata) ? String(object.metadata.name) : '')
