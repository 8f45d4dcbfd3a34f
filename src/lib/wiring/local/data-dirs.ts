import {readFileSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {runningCluster} from './cluster-state.js'
import {makePrivateFolder} from './private-folder.js'
import {stateFolder} from './state-folder.js'

type Env = Readonly<Record<string, string | undefined>>

const listFile = (env: Env) => stateFolder(env, 'data-dirs')

/** The data folders of this user from which an embedded API runs. */
export function runningDataDirs(env: Env): string[] {
  try {
    const known = readFileSync(listFile(env), 'utf8').split('\n')
    return known.filter((folder) => folder !== '' && runningCluster(folder))
  } catch {
    return []
  }
}

/** Notes where an embedded API keeps its content, so that somebody who does not name the folder can be told. */
export function noteDataDir(env: Env, dataDir: string): void {
  const file = listFile(env)
  const folders = new Set([...runningDataDirs(env), dataDir])
  try {
    makePrivateFolder(dirname(file))
    writeFileSync(file, [...folders, ''].join('\n'), {mode: 0o600})
  } catch {
    // a cache that cannot be written costs no more than the hint
  }
}
