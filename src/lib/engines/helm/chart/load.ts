import {FluxError} from '../../../errors/flux-error.js'
import type {FileTree} from '../../../ports/files.js'
import type {Warn} from '../values/tables.js'
import {ARCHIVE_LIMITS, type ArchiveLimits, unpackChart} from './archive.js'
import type {Chart, ChartFile} from './chart.js'
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
  if (stat?.type === 'file') {
    const archive = await tree.read(path)
    const files = named(path, () => unpackChart(archive, limits))
    if (!files.some(({name}) => name === 'Chart.yaml')) throw new FluxError('bad-chart', NO_VERSION)
    return loadFiles(files, (inner) => unpackChart(inner, limits), warn)
  }
  return loadFiles(await readChartFolder(tree, path, limits, warn), (archive) => unpackChart(archive, limits), warn)
}

/** A chart from the bytes of its `.tgz`. */
export function loadArchive(archive: Uint8Array, limits: ArchiveLimits = ARCHIVE_LIMITS, warn: Warn = () => {}): Chart {
  return loadFiles(unpackChart(archive, limits), (inner) => unpackChart(inner, limits), warn)
}

const NO_VERSION = 'unable to detect chart version, no Chart.yaml found'

/** Faults of an archive say which one it is. */
function named(path: string, unpack: () => ChartFile[]): ChartFile[] {
  try {
    return unpack()
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'bad-chart') throw error
    throw new FluxError('bad-archive', `${path.slice(path.lastIndexOf('/') + 1)}: ${error.message}`, {
      hints: error.hints,
      cause: error,
    })
  }
}
