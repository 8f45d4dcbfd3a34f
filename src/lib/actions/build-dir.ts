import type {RemoteLoader} from '../engines/kustomize/index.js'
import {FluxError} from '../errors/flux-error.js'
import type {ChartInflator} from '../ports/chart-inflator.js'
import type {Context} from '../ports/context.js'
import type {DiskFs} from '../ports/files.js'

export interface BuildDirOptions {
  /** opened when first something remote is named; absent: all of that is refused */
  readonly network: (() => Promise<Pick<Context, 'http' | 'git'>>) | undefined
  /** inflates the charts of kustomizations; absent: they are refused */
  readonly charts?: ChartInflator | undefined
  readonly signal: AbortSignal
  /** runs what occupies the thread for long */
  readonly blocking?: (<T>(action: () => T) => T) | undefined
}

export interface BuiltDir {
  /** what `kustomize build` prints */
  readonly yaml: string
  readonly warnings: readonly string[]
}

/** Builds a folder of the disk as `kustomize build PATH` does: files outside of the folder only as bases. */
export async function buildDir(fs: DiskFs, cwd: string, path: string, options: BuildDirOptions): Promise<BuiltDir> {
  const absolute = path.startsWith('/') ? path : `${cwd.replace(/\/+$/, '')}/${path}`
  const folder = await fs.realpath(absolute)
  if (folder === undefined || (await fs.stat(folder))?.type !== 'directory') {
    throw new FluxError('no-path', `'${path}' is not a folder`)
  }
  const {buildText, load} = await import('../engines/kustomize/index.js')
  const remote = options.network && lazyRemote(options.network)
  const input = await load(fs.tree('/'), folder, {
    root: '/',
    restriction: 'root',
    order: 'legacy',
    absoluteLinks: true,
    remote,
    charts: options.charts,
    signal: options.signal,
  })
  const blocking = options.blocking ?? ((action) => action())
  const {withoutSecretLiterals} = await import('../render/generator-words.js')
  const result = blocking(() => {
    try {
      return buildText(input, {signal: options.signal, charts: options.charts})
    } catch (error) {
      throw withoutSecretLiterals(error)
    }
  })
  const warnings = result.warnings.map(({file, line, message}) =>
    [file, line, message].filter((part) => part !== undefined).join(': '),
  )
  return {yaml: result.yaml, warnings}
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
