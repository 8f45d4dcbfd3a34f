import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {FluxError} from '../../../errors/flux-error.js'

/** Every LevelDB has one. */
const isDatabase = (folder: string): boolean => existsSync(join(folder, 'CURRENT'))

/**
 * Where a data folder has its database: in `db`, so that there is room for what else a cluster keeps. In the older layout of the
 * library the folder itself is the database, and stays it.
 * @throws FluxError `data-dir` when it holds both, for nobody but its owner knows which of them counts
 */
export function databaseFolder(dataDir: string): string {
  const inside = join(dataDir, 'db')
  if (!isDatabase(dataDir)) return inside
  if (!isDatabase(inside)) return dataDir
  throw new FluxError('data-dir', `${dataDir}: holds two clusters, one in the folder itself and one in db`, {
    hints: [`take one of them elsewhere: give ${inside} to keep that one, or move it away`],
  })
}
