import {isAbsolute} from 'node:path'
import {FluxError} from '../../../errors/flux-error.js'
import {goErrno, isFileFault} from '../../../errors/go-file.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseYamlDocuments} from '../../../formats/yaml/parse.js'
import {yamlText} from '../../../formats/yaml/reader.js'
import type {DirEntry, DiskFs} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {Input} from '../../../ports/observe.js'
import {repeatedIn} from './repeated-in.js'

export interface FilesContext {
  readonly fs: DiskFs
  readonly input: Input
  readonly cwd: string
}

/** One object of a file. */
export interface Manifest {
  readonly object: KubeObject
  /** `FILE:LINE` of its document */
  readonly at: string
  /** keys of the document that stand twice in their map, each with `FILE:LINE: ` in front */
  readonly repeated?: readonly string[]
}

/** Characters of one file: a fleet of thousands of objects is one. */
const MAX_LENGTH = 256 * 1024 * 1024
const FILE = /\.(ya?ml|json)$/i

/**
 * The objects of files, of folders (every YAML and JSON file below) and of stdin (`-`), lists taken apart; what only kustomize
 * reads is left out.
 * @throws FluxError `no-file`, `bad-yaml`, `bad-manifest` with file and line
 */
export async function readManifests(ctx: FilesContext, paths: readonly string[]): Promise<Manifest[]> {
  const manifests: Manifest[] = []
  for (const path of new Set(paths)) {
    const files = path === '-' ? ['-'] : await filesOf(ctx, path)
    for (const file of files) {
      const text = yamlText(file === '-' ? await stdin(ctx) : await ctx.fs.read(absolute(ctx, file)))
      manifests.push(...objectsOf(text, file === '-' ? 'stdin' : file))
    }
  }
  return manifests
}

const absolute = ({cwd}: FilesContext, path: string) => (isAbsolute(path) ? path : `${cwd}/${path}`)

async function stdin({input}: FilesContext): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of input.bytes()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function filesOf(ctx: FilesContext, path: string): Promise<string[]> {
  const real = await ctx.fs.realpath(absolute(ctx, path)).catch(unreadable(path))
  const type = real === undefined ? undefined : (await ctx.fs.stat(real))?.type
  if (type === undefined) throw new FluxError('no-file', `${path}: no such file or directory`)
  if (type !== 'directory') return [path]
  const files: string[] = []
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await ctx.fs.list(absolute(ctx, folder))) {
      const below = `${folder.replace(/\/+$/, '')}/${entry.name}`
      // the second one is where a mounted ConfigMap keeps what its links lead to
      const isPassedBy = entry.name === '.git' || entry.name.startsWith('..')
      if (entry.type === 'directory' && !isPassedBy) await visit(below)
      else if (FILE.test(entry.name) && (await isFile(ctx, below, entry))) files.push(below)
    }
  }
  await visit(path)
  if (files.length === 0) throw new FluxError('no-file', `${path}: no YAML or JSON file below this folder`)
  return files
}

/**
 * True for a file, and for a link to one, as in a mounted ConfigMap; false for a folder.
 * @throws FluxError `no-file` for what nothing can be read of: no part of a backup goes missing unseen
 */
async function isFile(ctx: FilesContext, path: string, entry: DirEntry): Promise<boolean> {
  const isLink = entry.type === 'symlink'
  const real = isLink ? await ctx.fs.realpath(absolute(ctx, path)).catch(unreadable(path)) : absolute(ctx, path)
  const found = isLink ? real && (await ctx.fs.stat(real)) : entry
  if (!found) throw new FluxError('no-file', `${path}: the link leads to no file`)
  if (found.irregular) throw new FluxError('no-file', `${path}: is a pipe, a socket or a device`)
  return found.type === 'file'
}

const unreadable = (path: string) => (error: unknown) => {
  throw isFileFault(error) ? new FluxError('no-file', `${path}: ${goErrno(error)}`, {cause: error}) : error
}

function objectsOf(text: string, file: string): Manifest[] {
  try {
    const plain = text.replace(/^\uFEFF/, '')
    const documents = parseYamlDocuments(plain, {file, maxLength: MAX_LENGTH})
    const repeated = repeatedIn(plain, file, documents)
    return documents.flatMap((document) => {
      const found = repeated.get(document)
      const manifests = flattened(document.value, `${file}:${document.line}`)
      return found ? manifests.map((manifest) => ({...manifest, repeated: found})) : manifests
    })
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'bad-yaml') throw error
    throw new FluxError('bad-yaml', withoutValues(error.message))
  }
}

/** The words of YAML readers may quote what stands there, which may be a secret; the cause is left out for the same reason. */
function withoutValues(message: string): string {
  return message.replace(/`[^`]*`/g, '`...`').replace(/(anchor|alias|tag)( handle)? ("[^"]*"|'[^']*'|!?<[^>]*>|\S+)/g, '$1$2 ...')
}

function flattened(value: JsonValue | undefined, at: string): Manifest[] {
  if (isObject(value) && typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items)) {
    return value.items.flatMap((item) => flattened(item, at))
  }
  if (isObject(value) && isBuildFile(value, at)) return []
  const fault = faultOf(value)
  if (fault === undefined) return [{object: value as KubeObject, at}]
  const hints = ['flux restore takes what flux export and kubectl get -o yaml write']
  throw new FluxError('bad-manifest', `${at}: this is no Kubernetes object: ${fault}`, {hints})
}

/** What tells kustomize how to build a folder; it need not say so. */
function isBuildFile({apiVersion, kind}: JsonObject, at: string): boolean {
  if (apiVersion === undefined && kind === undefined) return /(^|\/)kustomization\.ya?ml:\d+$/.test(at)
  return typeof apiVersion === 'string' && apiVersion.startsWith('kustomize.config.k8s.io/')
}

function faultOf(value: JsonValue | undefined): string | undefined {
  if (!isObject(value)) return 'it is no map'
  for (const field of ['apiVersion', 'kind']) if (!isText(value[field])) return `it has no ${field}`
  const metadata = isObject(value.metadata) ? value.metadata : ({} as JsonObject)
  if (!isText(metadata.name)) return 'it has no metadata.name'
  if (metadata.namespace !== undefined && metadata.namespace !== null && typeof metadata.namespace !== 'string') {
    return 'its metadata.namespace is no text'
  }
  return undefined
}

const isText = (value: JsonValue | undefined) => typeof value === 'string' && value !== ''
