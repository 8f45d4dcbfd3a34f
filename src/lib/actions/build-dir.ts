import type {LoadOptions, RemoteLoader, Warning} from '../engines/kustomize/index.js'
import {FluxError} from '../errors/flux-error.js'
import {type Blocking, unguarded} from '../ports/blocking.js'
import type {ChartInflator} from '../ports/chart-inflator.js'
import type {Context} from '../ports/context.js'
import type {DiskFs} from '../ports/files.js'

export interface BuildDirOptions {
  /** opened when first something remote is named; absent: all of that is refused */
  readonly network: (() => Promise<Pick<Context, 'http' | 'git'>>) | undefined
  /** inflates the charts of kustomizations; absent: they are refused */
  readonly charts?: ChartInflator | undefined
  readonly signal: AbortSignal
  /** gets warnings with their places as they come, so also those of a build that fails */
  readonly onWarning?: ((text: string) => void) | undefined
  readonly blocking?: Blocking | undefined
  /** of the build itself, which no signal can end */
  readonly timeoutMs?: number | undefined
}

/** Builds a folder of the disk, or a repository by its address, as `kustomize build` does: files outside of the folder only as bases; the text. */
export async function buildDir(fs: DiskFs, cwd: string, path: string, options: BuildDirOptions): Promise<string> {
  const [{buildText, isRepository, load, loadRepository}, {withoutSecretLiterals}] = await Promise.all([
    import('../engines/kustomize/index.js'),
    import('../render/generator-words.js'),
  ])
  const settings: LoadOptions = {
    root: '/',
    restriction: 'root',
    order: 'legacy',
    absoluteLinks: true,
    remote: options.network && lazyRemote(options.network),
    charts: options.charts,
    signal: options.signal,
  }
  // an address is one before it is a folder, as for kustomize
  const input = isRepository(path)
    ? await loadRepository(path, settings)
    : await load(fs.tree('/'), await folderOf(fs, cwd, path), settings)
  const blocking = options.blocking ?? unguarded
  const onWarning = (warning: Warning) => options.onWarning?.(textOf(warning))
  const result = blocking((checkpoint) => {
    try {
      return buildText(input, {signal: options.signal, checkpoint, charts: options.charts, onWarning})
    } catch (error) {
      throw withoutSecretLiterals(error)
    }
  }, options.timeoutMs)
  return result.yaml
}

/** `FILE:LINE: text`, without kustomize's own mark of a warning. */
function textOf({file, line, message}: Warning): string {
  const place = [file, line].filter((part) => part !== undefined).join(':')
  return [place, message.replace(/^# Warning: /, '')].filter((part) => part !== '').join(': ')
}

async function folderOf(fs: DiskFs, cwd: string, path: string): Promise<string> {
  const absolute = path.startsWith('/') ? path : `${cwd.replace(/\/+$/, '')}/${path}`
  const folder = await fs.realpath(absolute).catch(noWhere)
  if (folder === undefined || (await fs.stat(folder))?.type !== 'directory') {
    throw new FluxError('no-path', `'${path}' is not a folder`)
  }
  return folder
}

/** Links that lead to each other lead nowhere. */
function noWhere(error: unknown): undefined {
  if ((error as {code?: unknown}).code !== 'ELOOP') throw error
}

/** The way to remote bases, opened when the first one is asked for. */
export function lazyRemote(network: () => Promise<Pick<Context, 'http' | 'git'>>): RemoteLoader {
  const open = async () => {
    const {remoteLoader} = await import('../render/remote-loader.js')
    return remoteLoader(await network())
  }
  return {
    file: async (url, signal) => (await open()).file(url, signal),
    repository: async (spec, signal) => (await open()).repository(spec, signal),
  }
}
