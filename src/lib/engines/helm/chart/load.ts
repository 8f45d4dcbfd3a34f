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
  if (stat?.type === 'file') return loadArchive(await tree.read(path), limits)
  return loadFiles(await readChartFolder(tree, path, limits), (archive) => unpackChart(archive, limits))
}

/** A chart from the bytes of its `.tgz`. */
export function loadArchive(archive: Uint8Array, limits: ArchiveLimits = ARCHIVE_LIMITS): Chart {
  return loadFiles(unpackChart(archive, limits), (inner) => unpackChart(inner, limits))
}
