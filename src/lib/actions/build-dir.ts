import {FluxError} from '../errors/flux-error.js'
import type {Context} from '../ports/context.js'
import {remoteLoader} from '../render/remote-loader.js'

export type BuildDirNeeds = Pick<Context, 'fs' | 'http' | 'git'>

export interface BuiltDir {
  /** what `kustomize build` prints */
  readonly yaml: string
  readonly warnings: readonly string[]
}

/** Builds a folder of the disk as `kustomize build PATH` does: files outside of the folder only as bases. */
export async function buildDir(
  {fs, ...network}: BuildDirNeeds,
  cwd: string,
  path: string,
  options: {remoteBases: boolean; signal: AbortSignal},
): Promise<BuiltDir> {
  const absolute = path.startsWith('/') ? path : `${cwd.replace(/\/+$/, '')}/${path}`
  const folder = await fs.realpath(absolute)
  if (folder === undefined || (await fs.stat(folder))?.type !== 'directory') {
    throw new FluxError('no-path', `'${path}' is not a folder`)
  }
  const {build, load} = await import('../engines/kustomize/index.js')
  const remote = options.remoteBases ? remoteLoader(network) : undefined
  const input = await load(fs.tree('/'), folder, {
    root: '/',
    restriction: 'root',
    order: 'legacy',
    absoluteLinks: true,
    remote,
    signal: options.signal,
  })
  const result = build(input, {signal: options.signal})
  const warnings = result.warnings.map(({file, line, message}) =>
    [file, line, message].filter((part) => part !== undefined).join(': '),
  )
  return {yaml: result.yaml(), warnings}
}
