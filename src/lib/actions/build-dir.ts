import {FluxError} from '../errors/flux-error.js'
import type {DiskFs} from '../ports/files.js'

export interface BuiltDir {
  /** what `kustomize build` prints */
  readonly yaml: string
  readonly warnings: readonly string[]
}

/** Builds a folder of the disk as `kustomize build PATH` does: files outside of the folder only as bases. */
export async function buildDir(fs: DiskFs, cwd: string, path: string): Promise<BuiltDir> {
  const absolute = path.startsWith('/') ? path : `${cwd.replace(/\/+$/, '')}/${path}`
  const folder = await fs.realpath(absolute)
  if (folder === undefined || (await fs.stat(folder))?.type !== 'directory') {
    throw new FluxError('no-path', `'${path}' is not a folder`)
  }
  const {build, load} = await import('../engines/kustomize/index.js')
  const input = await load(fs.tree('/'), folder, {root: '/', restriction: 'root', order: 'legacy'})
  const result = build(input)
  const warnings = result.warnings.map(({file, line, message}) =>
    [file, line, message].filter((part) => part !== undefined).join(': '),
  )
  return {yaml: result.yaml(), warnings}
}
