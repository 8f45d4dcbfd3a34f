import {resolve} from 'node:path'
import {FluxError} from '../../errors/flux-error.js'
import {goErrno, isFileFault} from '../../errors/go-file.js'
import type {Blocking} from '../../ports/blocking.js'
import type {Context} from '../../ports/context.js'
import type {KubeClient} from '../../ports/kube.js'

/** What `flux build kustomization` and `flux diff kustomization` are told (cli reference 7.1). */
export interface BuildOptions {
  readonly name: string
  readonly namespace: string
  /** folder of the manifests, as typed */
  readonly path: string
  /** messages name the kustomization file as the folder was typed */
  readonly namedAsTyped?: boolean | undefined
  /** a local file with the Kustomization */
  readonly kustomizationFile?: string | undefined
  readonly ignorePaths: readonly string[]
  readonly strictSubstitute: boolean
  readonly recursive: boolean
  /** `Kind/namespace/name` of sources and the folders that stand for them */
  readonly localSources: ReadonlyMap<string, string>
  /** reads stay below the working directory */
  readonly inMemoryBuild: boolean
  /** a Kustomization that the cluster does not know is taken for a new one */
  readonly ignoreNotFound: boolean
  /** ours: files with the ConfigMaps and Secrets that variables come from */
  readonly substituteFrom: readonly string[]
}

/** What a build reads; without `kube` no cluster is asked. */
export interface BuildContext extends Pick<Context, 'fs' | 'signal'> {
  readonly cwd: string
  /** release of the command line, `v2.9.5` */
  readonly version?: string | undefined
  readonly kube?: KubeClient | undefined
  /** the way to remote bases; absent: they are refused */
  readonly remote?: Pick<Context, 'http' | 'git'> | undefined
  /** gets kustomize's warnings as they come, so also those of a build that fails */
  readonly onWarning?: ((message: string) => void) | undefined
  readonly blocking?: Blocking | undefined
  /** of the build itself, which no signal can end */
  readonly timeoutMs?: number | undefined
}

interface TypedOptions {
  readonly name: string | undefined
  readonly path: string | undefined
  readonly kustomizationFile: string | undefined
}

/** Refuses what cannot be built, in the order of the reference; `exitCode` is that of a bad folder. */
export async function checkTyped(
  {fs, cwd}: Pick<BuildContext, 'fs' | 'cwd'>,
  typed: TypedOptions,
  fault: {exitCode: number; shown: (path: string) => string},
): Promise<{name: string; path: string}> {
  const {name, path = '', kustomizationFile: file} = typed
  if (name === undefined) throw new FluxError('usage', 'kustomization name is required')
  const typeOf = async (where: string) => (await fs.stat(await realOf(fs, resolve(cwd, where))))?.type
  // what cannot be looked at is no folder
  if (path === '' || (await typeOf(path).catch(unlessFault)) !== 'directory') {
    const shown = path === '' ? '' : fault.shown(path)
    throw new FluxError('no-path', `invalid resource path ${JSON.stringify(shown)}`, {exitCode: fault.exitCode})
  }
  if (file !== undefined && (await typeOf(file).catch((error: unknown) => unseen(error, file))) !== 'file') {
    throw new FluxError('no-file', `invalid kustomization file ${JSON.stringify(file)}`)
  }
  return {name, path}
}

function unlessFault(error: unknown): undefined {
  if (!isFileFault(error)) throw error
}

/** CNCF's flux knows only of files that are not there, and breaks down with 2 on all else. */
function unseen(error: unknown, file: string): never {
  if (!isFileFault(error)) throw error
  const message = `invalid kustomization file ${JSON.stringify(file)}: ${goErrno(error)}`
  throw new FluxError('no-file', message, {exitCode: 2, cause: error})
}

/** The path behind links; what does not exist stays as it is. */
export async function realOf(fs: Pick<BuildContext['fs'], 'realpath'>, path: string): Promise<string> {
  return (await fs.realpath(path)) ?? path
}
