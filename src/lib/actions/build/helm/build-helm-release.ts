import {resolve} from 'node:path'
import {offlineCapabilities, textOfParts} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {Random} from '../../../ports/clock.js'
import type {DiskFs} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'
import {type RenderedRelease, renderHelmRelease} from '../../../render/helm/render-helm-release.js'
import {readVariableFiles} from '../variable-files.js'
import type {PublishedCharts} from './published-chart.js'
import {releaseChart} from './release-chart.js'
import {objectsIn, repositoryObjects} from './repository-objects.js'

export interface ReleaseOptions {
  readonly name: string
  readonly namespace: string
  readonly path?: string | undefined
  readonly helmReleaseFile?: string | undefined
  readonly chartPath?: string | undefined
  readonly localSources: ReadonlyMap<string, string>
  readonly kubeVersion?: string | undefined
  readonly apiVersions: readonly string[]
  /** files with the ConfigMaps and Secrets that values come from */
  readonly valuesFrom: readonly string[]
  readonly showValues: boolean
  readonly showOnly: readonly string[]
  readonly outputDir?: string | undefined
  readonly isUpgrade: boolean
}

export interface ReleaseNeeds {
  readonly fs: DiskFs
  readonly cwd: string
  readonly signal: AbortSignal
  readonly random: Random
  readonly now: () => number
  /** the way to repositories and registries; absent: none is asked */
  readonly published?: PublishedCharts | undefined
}

export interface BuiltRelease {
  readonly text: string
  readonly warnings: readonly string[]
}

/** `flux build helmrelease`: what a HelmRelease would install, from files alone. @throws FluxError */
export async function buildHelmRelease(needs: ReleaseNeeds, options: ReleaseOptions): Promise<BuiltRelease> {
  const {fs, cwd} = needs
  const objects = await knownObjects(needs, options)
  const release = wantedRelease(objects, options)
  const chart = await releaseChart(release, {...options, fs, cwd, objects, published: needs.published})
  const rendered = await renderHelmRelease(release, {
    chart,
    capabilities: offlineCapabilities(options.kubeVersion, options.apiVersions),
    environment: {now: needs.now, random: needs.random},
    lookup: () => ({}),
    readValues: await valuesReader(needs, options, objects),
    ...(options.isUpgrade && {revision: 2}),
  })
  if (options.showValues) return {text: printYaml(rendered.config), warnings: rendered.warnings}
  const text = shown(partsOf(rendered), options.showOnly)
  if (options.outputDir === undefined) return {text, warnings: rendered.warnings}
  return {text: await written(fs, resolve(cwd, options.outputDir), partsOf(rendered)), warnings: rendered.warnings}
}

async function knownObjects({fs, cwd}: ReleaseNeeds, {path, helmReleaseFile}: ReleaseOptions): Promise<KubeObject[]> {
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

/** Objects whose namespace a kustomization sets later have none yet. */
function wantedRelease(objects: readonly KubeObject[], {name, namespace, path, helmReleaseFile}: ReleaseOptions): KubeObject {
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

async function valuesReader(needs: ReleaseNeeds, options: ReleaseOptions, objects: readonly KubeObject[]) {
  const fromFiles = (await readVariableFiles(needs, options.valuesFrom))(options.namespace)
  return async (source: Parameters<typeof fromFiles>[0]) => {
    const known = objects.find(
      ({kind, metadata}) =>
        kind === source.kind &&
        metadata.name === source.name &&
        (!metadata.namespace || metadata.namespace === options.namespace),
    )
    if (known === undefined || options.valuesFrom.length > 0) {
      try {
        return await fromFiles(source)
      } catch (error) {
        if (known === undefined) throw error
      }
    }
    return withPlainData(known!)
  }
}

function withPlainData(object: KubeObject): KubeObject {
  const {stringData, data} = object as unknown as {stringData?: Record<string, string>; data?: Record<string, string>}
  if (!stringData) return object
  const encoded = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')])
  return {...object, data: {...data, ...Object.fromEntries(encoded)}} as unknown as KubeObject
}

interface Part {
  readonly path: string
  readonly text: string
}

/** CRDs, manifests in the order in which they are installed, hooks. */
function partsOf(rendered: RenderedRelease): Part[] {
  return [
    ...rendered.crdObjects.map((object, index) => ({
      path: rendered.crds[index]?.path ?? 'crds',
      text: printYaml(object),
    })),
    ...rendered.manifests,
    ...rendered.hooks.map(({path, manifest}) => ({path, text: manifest})),
  ].map(({path, text}) => ({path, text: text.replace(/\n$/, '')}))
}

function shown(parts: readonly Part[], only: readonly string[]): string {
  for (const wanted of only) {
    if (!parts.some((part) => isShown(part, wanted))) {
      throw new FluxError('no-template', `could not find template ${wanted} in chart`)
    }
  }
  return textOfParts(only.length === 0 ? parts : parts.filter((part) => only.some((wanted) => isShown(part, wanted))))
}

const isShown = ({path}: Part, wanted: string) => path === wanted || path.slice(path.indexOf('/') + 1) === wanted

/** One file per template, as `helm template --output-dir` writes them. */
async function written(fs: DiskFs, folder: string, parts: readonly Part[]): Promise<string> {
  const files = new Map<string, Part[]>()
  for (const part of parts) files.set(part.path, [...(files.get(part.path) ?? []), part])
  let told = ''
  for (const [path, list] of files) {
    const file = resolve(folder, path)
    if (!file.startsWith(`${folder}/`)) throw new FluxError('path-escape', `'${path}' leads out of ${folder}`)
    await fs.mkdir(file.slice(0, file.lastIndexOf('/')))
    await fs.write(file, textOfParts(list))
    told += `wrote ${file}\n`
  }
  return told
}
