import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {DiskFs} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ReadVariableSource} from '../../../render/variables.js'
import {readVariableFiles} from '../variable-files.js'
import type {FoundRelease} from './repository/repository.js'

interface Disk {
  readonly fs: DiskFs
  readonly cwd: string
  readonly signal: AbortSignal
}

/** Reads what values come from: the files that were named for it first, then the objects that are known. */
export async function valuesReaders(
  disk: Disk,
  valuesFrom: readonly string[],
): Promise<(release: FoundRelease) => ReadVariableSource> {
  const inFiles = await readVariableFiles(disk, valuesFrom)
  return ({object, known}) => {
    const namespace = object.metadata.namespace!
    const fromFiles = inFiles(namespace)
    return async (source) => {
      const found = known.find(source.kind, source.name, namespace)
      try {
        return await fromFiles(source)
      } catch (error) {
        if (found === undefined) throw error
        return withPlainData(found)
      }
    }
  }
}

/** As a server would return it. @throws FluxError `encrypted` for what SOPS encrypted */
function withPlainData(object: KubeObject): KubeObject {
  const {stringData, data, sops} = object as unknown as {stringData?: JsonObject; data?: JsonObject; sops?: unknown}
  if (sops) {
    throw new FluxError('encrypted', `${object.kind} ${object.metadata.name} is encrypted with SOPS`, {
      hints: ['give the decrypted file with --values-from: sops -d FILE'],
    })
  }
  if (!stringData) return object
  const encoded = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')])
  return {...object, data: {...data, ...Object.fromEntries(encoded)}} as unknown as KubeObject
}
