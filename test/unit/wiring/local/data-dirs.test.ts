import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {forgetCluster, showCluster} from '../../../../src/lib/wiring/local/cluster-state.js'
import {noteDataDir, runningDataDirs} from '../../../../src/lib/wiring/local/data-dirs.js'

describe('data folders of running APIs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'data-dirs-'))
  const env = {XDG_CACHE_HOME: join(folder, 'cache')}
  afterAll(() => rmSync(folder, {recursive: true, force: true}))

  it('are known while their API runs', () => {
    const dataDir = join(folder, 'content')
    expect(runningDataDirs(env)).toEqual([])
    noteDataDir(env, join(folder, 'ended'))
    noteDataDir(env, dataDir)
    expect(runningDataDirs(env)).toEqual([])
    showCluster(dataDir, {server: 'https://127.0.0.1:1', kubeconfig: ''}, {dataDir})
    expect(runningDataDirs(env)).toEqual([dataDir])
    noteDataDir(env, dataDir)
    expect(runningDataDirs(env)).toEqual([dataDir])
    forgetCluster(dataDir)
    expect(runningDataDirs(env)).toEqual([])
  })
})
