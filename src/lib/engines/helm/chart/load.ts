import {FluxError} from '../../../errors/flux-error.js'
import type {FileTree} from '../../../ports/files.js'
import type {Warn} from '../values/tables.js'
import {ARCHIVE_LIMITS, type ArchiveLimits, unpackChart} from './archive.js'
import type {Chart} from './chart.js'
import {loadFiles} from './load-files.js'
import {readChartFolder} from './load-folder.js'

/**
 * A chart from a folder or an archive of a tree.
 * @param warn gets what Helm logs of links and of dependencies beside Chart.yaml
 * @throws FluxError `bad-chart` or `no-chart`; LimitExceeded
 */
export async function loadChart(
  tree: FileTree,
  path: string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
  warn: Warn = () => {},
): Promise<Chart> {
  const stat = await tree.stat(path)
  if (stat?.type === 'file') return named(path, loadArchive, await tree.read(path), limits, warn)
  return loadFiles(await readChartFolder(tree, path, limits, warn), (archive) => unpackChart(archive, limits), warn)
}

/** A chart from the bytes of its `.tgz`. */
export function loadArchive(archive: Uint8Array, limits: ArchiveLimits = ARCHIVE_LIMITS, warn: Warn = () => {}): Chart {
  return loadFiles(unpackChart(archive, limits), (inner) => unpackChart(inner, limits), warn)
}

/** Errors of an archive say which one it is. */
function named(path: string, load: typeof loadArchive, archive: Uint8Array, limits: ArchiveLimits, warn: Warn): Chart {
  try {
    return load(archive, limits, warn)
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'bad-chart') throw error
    throw new FluxError(error.code, `${path.slice(path.lastIndexOf('/') + 1)}: ${error.message}`, {
      hints: error.hints,
      cause: error,
    })
  }
}
