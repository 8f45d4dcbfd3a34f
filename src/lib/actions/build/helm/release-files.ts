import {resolve} from 'node:path'
import {FluxError} from '../../../errors/flux-error.js'
import type {DiskFs} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ReadVariableSource} from '../../../render/variables.js'
import {readVariableFiles} from '../variable-files.js'
import {objectsIn, repositoryObjects} from './repository-objects.js'

/** The files in which HelmReleases, sources and values are looked for, as typed. */
export interface ReleaseFiles {
  readonly path?: string | undefined
  readonly helmReleaseFile?: string | undefined
  /** files with the ConfigMaps and Secrets that values come from */
  readonly valuesFrom: readonly string[]
  /** of objects that name none */
  readonly namespace: string
}

interface Disk {
  readonly fs: DiskFs
  readonly cwd: string
  readonly signal: AbortSignal
}

/** Everything that the files hold and a release may need. @throws FluxError when none are given */
export async function knownObjects({fs, cwd}: Disk, {path, helmReleaseFile}: ReleaseFiles): Promise<KubeObject[]> {
  if (path === undefined && helmReleaseFile === undefined) {
    throw new FluxError('usage', 'give --path with the folder of the repository, or --helmrelease-file')
  }
  const objects: KubeObject[] = []
  if (helmReleaseFile !== undefined) {
    const file = resolve(cwd, helmReleaseFile)
    if ((await fs.stat(file))?.type !== 'file') throw new FluxError('no-file', `invalid HelmRelease file ${JSON.stringify(file)}`)
    objects.push(...objectsIn(Buffer.from(await fs.read(file)).toString('utf8'), helmReleaseFile))
  }
  if (path !== undefined) {
    const folder = (await fs.realpath(resolve(cwd, path))) ?? resolve(cwd, path)
    if ((await fs.stat(folder))?.type !== 'directory') throw new FluxError('no-path', `invalid path ${JSON.stringify(folder)}`)
    objects.push(...(await repositoryObjects(fs.tree(folder), '')))
  }
  return objects
}

/** The HelmRelease of a name; objects whose namespace a kustomization sets later have none yet. @throws FluxError `not-found` */
export function wantedRelease(objects: readonly KubeObject[], name: string, files: ReleaseFiles): KubeObject {
  const {namespace, path, helmReleaseFile} = files
  const found = objects.find(
    ({kind, metadata}) =>
      kind === 'HelmRelease' && metadata.name === name && (!metadata.namespace || metadata.namespace === namespace),
  )
  if (found) return {...found, metadata: {...found.metadata, namespace}}
  const others = objects.flatMap(({kind, metadata}) =>
    kind === 'HelmRelease' ? [`${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`] : [],
  )
  throw new FluxError('not-found', `there is no HelmRelease '${namespace}/${name}' in ${helmReleaseFile ?? path}`, {
    hints: others.length > 0 ? [`there are: ${others.join(', ')}`] : [],
  })
}

/** Reads what values come from: the files that were named for it first, then the objects that are known, of one namespace. */
export async function valuesReaders(
  disk: Disk,
  files: ReleaseFiles,
  objects: readonly KubeObject[],
): Promise<(namespace: string) => ReadVariableSource> {
  const inFiles = await readVariableFiles(disk, files.valuesFrom)
  return (namespace) => {
    const fromFiles = inFiles(namespace)
    return async (source) => {
      const known = objects.find(
        ({kind, metadata}) =>
          kind === source.kind && metadata.name === source.name && (!metadata.namespace || metadata.namespace === namespace),
      )
      if (known === undefined || files.valuesFrom.length > 0) {
        try {
          return await fromFiles(source)
        } catch (error) {
          if (known === undefined) throw error
        }
      }
      return withPlainData(known!)
    }
  }
}

function withPlainData(object: KubeObject): KubeObject {
  const {stringData, data} = object as unknown as {stringData?: Record<string, string>; data?: Record<string, string>}
  if (!stringData) return object
  const encoded = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')])
  return {...object, data: {...data, ...Object.fromEntries(encoded)}} as unknown as KubeObject
}
