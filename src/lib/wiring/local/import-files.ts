import {readFileSync} from 'node:fs'
import {type ApiServer, type ImportFile, importLines} from '../../adapters/apiserver/index.js'
import {FluxError} from '../../errors/flux-error.js'
import {goErrno} from '../../errors/go-file.js'

/** Reads exports of a cluster. Throws FluxError that names the file. */
export function readImports(paths: readonly string[] | undefined): readonly ImportFile[] {
  return (paths ?? []).map((path) => {
    try {
      return {name: path, text: readFileSync(path, 'utf8')}
    } catch (error) {
      throw new FluxError('import-failed', `${path} cannot be read: ${goErrno(error)}`, {cause: error})
    }
  })
}

/** What an import came to, a line each; undefined when there was none. */
export function importedLines({imported}: Pick<ApiServer, 'imported'>): readonly string[] | undefined {
  return imported && importLines(imported)
}
