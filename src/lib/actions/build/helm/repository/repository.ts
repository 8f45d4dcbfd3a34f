import {resolve} from 'node:path'
import {FluxError, messageOf} from '../../../../errors/flux-error.js'
import {yamlText} from '../../../../formats/yaml/reader.js'
import type {DiskFs, FileTree} from '../../../../ports/files.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {type BuildDirOptions, lazyRemote} from '../../../build-dir.js'
import {Appliers} from './appliers.js'
import {builtFolder} from './built-folder.js'
import {KnownObjects, ObjectIndex} from './known-objects.js'
import {type KustomizationRoot, kustomizationRoots} from './kustomization-roots.js'
import {type FoundObject, objectsIn, repositoryFiles} from './repository-objects.js'

/** The files in which HelmReleases, sources and values are looked for, as typed. */
export interface ReleaseFiles {
  readonly path?: string | undefined
  readonly helmReleaseFile?: string | undefined
  /** files with the ConfigMaps and Secrets that values come from */
  readonly valuesFrom: readonly string[]
  /** of objects that name none */
  readonly namespace: string
}

export interface RepositoryNeeds {
  readonly fs: DiskFs
  readonly cwd: string
  readonly signal: AbortSignal
  /** opened when a kustomization names a remote base; absent: those are refused */
  readonly network?: BuildDirOptions['network']
}

export interface FoundRelease {
  /** with a namespace */
  readonly object: KubeObject
  /** the kustomization's folder or the file that it comes from, as the user would type it */
  readonly from: string
  /** the same, seen from the folder that was given */
  readonly within: string
  /** file and line, for messages */
  readonly place: string
  /** by a kustomization; `loose`: there is none; `unlisted`: the one beside it does not list it */
  readonly state: 'built' | 'loose' | 'unlisted'
  readonly known: KnownObjects
  /** what a cluster adds to it */
  readonly warnings: readonly string[]
}

/** A kustomization that cannot be built. */
export interface BrokenFolder {
  readonly from: string
  readonly failure: unknown
}

export interface Repository {
  readonly releases: readonly FoundRelease[]
  readonly broken: readonly BrokenFolder[]
  readonly warnings: readonly string[]
  /** files that seem to have a HelmRelease and cannot be read: `FILE:LINE:COLUMN: reason` */
  readonly unread: readonly string[]
}

interface Part {
  /** of the kustomization that built it; absent: every file is a part of its own */
  readonly folder?: {readonly from: string; readonly within: string}
  readonly state: FoundRelease['state']
  readonly found: readonly FoundObject[]
  readonly warnings?: readonly string[]
  /** a file as the user would type it, and seen from the folder that was given */
  readonly shown: (file: string) => {readonly from: string; readonly within: string}
}

/**
 * The HelmReleases of files and what they may refer to. What kustomizations list is taken as they build it: a base is no release, nor
 * is a patch. @throws FluxError when no files are given
 */
export async function openRepository(needs: RepositoryNeeds, files: ReleaseFiles): Promise<Repository> {
  const {path, helmReleaseFile} = files
  if (path === undefined && helmReleaseFile === undefined) {
    throw new FluxError('usage', 'give --path with the folder of the repository, or --helmrelease-file')
  }
  const own = helmReleaseFile === undefined ? undefined : await releaseFile(needs, helmReleaseFile)
  const given = new ObjectIndex(await valuesFiles(needs, files.valuesFrom), (file) => file)
  const folder = path === undefined ? undefined : await openFolder(needs, path)
  const parts = [...(own ? [own.part] : []), ...(folder?.parts ?? [])]
  const indexes = parts.map(({found, shown}) => new ObjectIndex(found, (file) => shown(file).from))
  const shared = indexes.filter((_, at) => parts[at]!.state !== 'built')
  const built = indexes.filter((_, at) => parts[at]!.state === 'built')
  // the file alone was meant when one was named
  const releases = (own ? [own.part] : parts).flatMap((part) => {
    const beside = indexes[parts.indexOf(part)]!
    return releasesOf(part, new KnownObjects([given, beside, ...shared, ...built], folder?.around), files.namespace)
  })
  const unread = own ? own.unread : (folder?.unread ?? [])
  return {releases, broken: folder?.broken ?? [], warnings: own?.warnings ?? [], unread}
}

function releasesOf({folder, state, found, shown, warnings = []}: Part, known: KnownObjects, namespace: string): FoundRelease[] {
  return found.flatMap(({object, file, line}) => {
    if (object.kind !== 'HelmRelease') return []
    const named = {...object, metadata: {...object.metadata, namespace: object.metadata.namespace || namespace}}
    const itself = shown(file)
    return [{...{object: named, state, known, warnings, place: `${itself.from}:${line}`}, ...(folder ?? itself)}]
  })
}

async function releaseFile({fs, cwd}: RepositoryNeeds, typed: string) {
  const file = resolve(cwd, typed)
  if ((await fs.stat(file))?.type !== 'file') throw new FluxError('no-file', `invalid HelmRelease file ${JSON.stringify(file)}`)
  const unread: string[] = []
  const found = objectsIn(yamlText(await fs.read(file)), typed, (fault) => unread.push(fault))
  const part: Part = {state: 'loose', found, shown: (from) => ({from, within: from})}
  const tree = fs.tree('/')
  const folder = file.slice(1, Math.max(1, file.lastIndexOf('/')))
  const beside = await kustomizationRoots(tree, {objects: new Map(), kustomizations: [folder], faults: []})
  const warnings = beside.isNamed(file.slice(1))
    ? [`${typed} is taken as it is, without the kustomization that lists it: --path builds that`]
    : []
  return {part, warnings, unread}
}

async function valuesFiles({fs, cwd}: RepositoryNeeds, typed: readonly string[]): Promise<FoundObject[]> {
  const found: FoundObject[] = []
  for (const name of typed) {
    const file = await fs.realpath(resolve(cwd, name))
    if (file !== undefined && (await fs.stat(file))?.type === 'file') {
      found.push(...objectsIn(yamlText(await fs.read(file)), name))
    }
  }
  return found
}

async function openFolder(needs: RepositoryNeeds, typed: string) {
  const {fs, cwd} = needs
  const real = (await fs.realpath(resolve(cwd, typed))) ?? resolve(cwd, typed)
  if ((await fs.stat(real))?.type !== 'directory') throw new FluxError('no-path', `invalid path ${JSON.stringify(real)}`)
  const tree = fs.tree('/')
  const top = real.slice(1)
  const shown = (path: string) => ({from: shownPath(path, top, typed), within: shownPath(path, top, '')})
  const files = await repositoryFiles(tree, top)
  const {roots, isNamed} = await kustomizationRoots(tree, files)
  const beside = new Set(files.kustomizations)
  const loose: FoundObject[] = []
  const unlisted: FoundObject[] = []
  for (const [file, found] of files.objects) {
    if (isNamed(file)) continue
    const list = beside.has(file.slice(0, file.lastIndexOf('/'))) ? unlisted : loose
    list.push(...found)
  }
  const remote = needs.network && lazyRemote(needs.network)
  const appliers = new Appliers([...files.objects.values()].flat(), (file) => shown(file).from)
  const parts: Part[] = []
  const broken: (BrokenFolder & {readonly root: KustomizationRoot})[] = []
  for (const root of roots) {
    if (!root.isWanted && root.folder !== top) continue
    try {
      const found = await builtFolder(tree, root.folder, {remote, signal: needs.signal})
      const folder = shown(root.folder)
      parts.push({folder, state: 'built', found, shown, warnings: appliers.warnings(folder.within)})
    } catch (error) {
      needs.signal.throwIfAborted()
      const {from} = shown(root.folder)
      broken.push({from, failure: named(error, from), root})
    }
  }
  parts.push({state: 'loose', found: loose, shown}, {state: 'unlisted', found: unlisted, shown})
  return {
    parts,
    broken: broken.filter(({root}) => root.releases.length > 0),
    unread: files.faults.map((fault) => shownPath(fault, top, typed)),
    around: around(fs, tree, top),
  }
}

/** As the user would type it who typed the folder. */
function shownPath(path: string, top: string, typed: string): string {
  if (path === top) return typed === '' ? '.' : typed
  if (!path.startsWith(`${top}/`)) return `/${path}`
  const rest = path.slice(top.length + 1)
  return typed === '' || typed === '.' ? rest : `${typed.replace(/\/+$/, '')}/${rest}`
}

function named(error: unknown, folder: string): FluxError {
  const {code = 'build-failed', hints = []} = error instanceof FluxError ? error : {}
  return new FluxError(code, `${folder}: ${messageOf(error)}`, {hints, cause: error})
}

/** Sources and Secrets of the whole repository, when only a part of it was given. Looked for once, and only when needed. */
function around(fs: DiskFs, tree: FileTree, top: string): () => Promise<ObjectIndex | undefined> {
  let known: Promise<ObjectIndex | undefined> | undefined
  const look = async () => {
    const root = await repositoryRoot(fs, `/${top}`)
    if (root === undefined || root === `/${top}`) return undefined
    const {objects} = await repositoryFiles(tree, root.slice(1))
    return new ObjectIndex([...objects.values()].flat(), (file) => `/${file}`)
  }
  return () => {
    known ??= look()
    return known
  }
}

/** The folder of the Git repository around a folder; both absolute. */
export async function repositoryRoot(fs: DiskFs, folder: string): Promise<string | undefined> {
  for (let at = folder; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    if ((await fs.stat(`${at}/.git`)) !== undefined) return at
  }
  return undefined
}
