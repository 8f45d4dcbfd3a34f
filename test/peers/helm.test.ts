import {afterAll, beforeAll, expect, it} from 'vitest'
import {type PeerCluster, startPeerCluster} from './peer-cluster.js'
import {describeWith} from './peers.js'

describeWith(['helm'], 'helm on the embedded API', () => {
  let cluster: PeerCluster
  const out = async (...args: string[]): Promise<string> => {
    const {code, stdout, stderr} = await cluster.run('helm', args)
    expect({args, code, stderr: code === 0 ? '' : stderr}).toEqual({args, code: 0, stderr: ''})
    return stdout
  }

  beforeAll(async () => {
    cluster = await startPeerCluster()
    await out('create', 'shop')
  })
  afterAll(() => cluster?.close())

  it('installs, upgrades, rolls back and removes a chart', async () => {
    expect(await out('install', 'shop', './shop', '--wait', '--timeout=90s')).toContain('STATUS: deployed')
    expect(await out('upgrade', 'shop', './shop', '--set', 'replicaCount=2', '--wait', '--timeout=90s')).toContain('REVISION: 2')
    expect(await out('history', 'shop')).toMatch(/superseded[\s\S]*deployed/)
    expect(await out('get', 'manifest', 'shop')).toContain('kind: Deployment')
    await out('rollback', 'shop', '1', '--wait', '--timeout=90s')
    expect(await out('list')).toMatch(/shop\s+default\s+3\s/)
    await out('uninstall', 'shop', '--wait', '--timeout=90s')
    expect(JSON.parse(await out('list', '-o', 'json'))).toEqual([])
  })
})
