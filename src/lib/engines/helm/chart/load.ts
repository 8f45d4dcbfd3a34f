import {FluxError} from '../../../errors/flux-error.js'
import type {FileTree} from '../../../ports/files.js'
import {ARCHIVE_LIMITS, type ArchiveLimits, unpackChart} from './archive.js'
import type {Chart} from './chart.js'
import {loadFiles} from './load-files.js'
import {readChartFolder} from './load-folder.js'

/**
 * A chart from a folder or an archive of a tree.
 * @throws FluxError `bad-chart` or `no-chart`; LimitExceeded
 */
export async function loadChart(tree: FileTree, path: string, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<Chart> {
  const stat = await tree.stat(path)
  if (stat?.type === 'file') return named(path, loadArchive, await tree.read(path), limits)
  return loadFiles(await readChartFolder(tree, path, limits), (archive) => unpackChart(archive, limits))
}

/** A chart from the bytes of its `.tgz`. */
export function loadArchive(archive: Uint8Array, limits: ArchiveLimits = ARCHIVE_LIMITS): Chart {
  return loadFiles(unpackChart(archive, limits), (inner) => unpackChart(inner, limits))
}

/** Errors of an archive say which one it is. */
function named(path: string, load: typeof loadArchive, archive: Uint8Array, limits: ArchiveLimits): Chart {
  try {
    return load(archive, limits)
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'bad-chart') throw error
    throw new FluxError(error.code, `${path.slice(path.lastIndexOf('/') + 1)}: ${error.message}`, {
      hints: error.hints,
      cause: error,
    })
  }
}
