import {type ApiServer, type ImportFile, importLines} from '../../adapters/apiserver/index.js'
import type {DiskFs} from '../../ports/files.js'
import {textOf} from './text-of.js'

/** Reads exports of a cluster. Throws FluxError that names the file. */
export async function readImports(fs: Pick<DiskFs, 'read'>, paths: readonly string[] = []): Promise<ImportFile[]> {
  const files: ImportFile[] = []
  for (const path of paths) files.push({name: path, text: await textOf(fs, path, 'import-failed')})
  return files
}

/** What an import came to, a line each; undefined when there was none. */
export function importedLines({imported}: Pick<ApiServer, 'imported'>): readonly string[] | undefined {
  return imported && importLines(imported)
}
