import {afterAll, beforeAll, expect, it} from 'vitest'
import {writeChart} from './helm-chart.js'
import {type PeerCluster, type Ran, startPeerCluster} from './peer-cluster.js'
import {describeWith} from './peers.js'

interface Generation {
  readonly peer: 'helm' | 'helm3'
  /** what undoes a failed upgrade */
  readonly atomic: string
}

/** Helm 3 where somebody has it as `helm3`. */
const generations: readonly Generation[] = [
  {peer: 'helm', atomic: '--rollback-on-failure'},
  {peer: 'helm3', atomic: '--atomic'},
]

for (const {peer, atomic} of generations) {
  describeWith([peer], `${peer}: releases of a chart with hooks, a CRD and a subchart`, () => {
    let cluster: PeerCluster
    let chart: string
    const helm = (...args: string[]): Promise<Ran> => cluster.run(peer, args)
    const out = async (...args: string[]): Promise<string> => {
      const {code, stdout, stderr} = await helm(...args)
      expect({args, code, stderr: code === 0 ? '' : stderr}).toEqual({args, code: 0, stderr: ''})
      return stdout
    }
    const json = async (...args: string[]) => JSON.parse(await out(...args, '-o', 'json'))
    const wait = ['--wait', '--timeout=60s']
    const ask = async (path: string) =>
      (await cluster.api.transport().request({method: 'GET', path, query: {}, headers: {}})).body
    const names = async (resource: string, group = 'api/v1') =>
      ((await ask(`/${group}/namespaces/till/${resource}`)) as {items: {metadata: {name: string}}[]}).items.map(
        ({metadata}) => metadata.name,
      )
    const jobs = () => names('jobs', 'apis/batch/v1')
    const note = async () =>
      ((await ask('/api/v1/namespaces/till/configmaps/main')) as {data: Record<string, string>}).data['note']

    beforeAll(async () => {
      cluster = await startPeerCluster()
      chart = writeChart(cluster)
    })
    afterAll(() => cluster?.close())

    it('installs: CRDs first, hooks in order of weight, the rest, and waits', async () => {
      const text = await out('install', 'main', chart, '-n', 'till', '--create-namespace', ...wait)
      expect(text).toContain('STATUS: deployed')
      expect(text).toContain('The till main is open, revision 1.')
      expect(await names('tills', 'apis/shop.example.com/v1')).toEqual(['main'])
      // succeeded hooks are gone, the one that is deleted before its next run stays
      expect(await jobs()).toEqual(['main-before'])
      const {data} = (await ask('/api/v1/namespaces/till/configmaps/main')) as {data: Record<string, string>}
      expect(data).toMatchObject({batch: 'true', found: 'kube-system', note: 'first'})
      expect(data['kube']).toMatch(/^v1\.36\./)
      expect(await names('secrets')).toEqual(['sh.helm.release.v1.main.v1'])
    })

    it('knows what it installed', async () => {
      expect(await json('list', '-A')).toMatchObject([{name: 'main', namespace: 'till', revision: '1', status: 'deployed'}])
      expect(await json('status', 'main', '-n', 'till')).toMatchObject({name: 'main', info: {status: 'deployed'}})
      expect(await json('get', 'values', 'main', '-n', 'till', '--all')).toMatchObject({replicas: 1, drawer: {size: 'small'}})
      expect(await out('get', 'manifest', 'main', '-n', 'till')).toContain('name: main-drawer')
      expect(await out('get', 'hooks', 'main', '-n', 'till')).toContain('helm.sh/hook-weight: "-10"')
      expect(await out('get', 'notes', 'main', '-n', 'till')).toContain('revision 1')
    })

    it('runs tests', async () => {
      expect(await out('test', 'main', '-n', 'till', '--timeout=60s')).toMatch(/Phase:\s+Succeeded/)
    })

    it('upgrades, and prunes what a subchart no longer has', async () => {
      await out('upgrade', 'main', chart, '-n', 'till', '--set', 'note=second,replicas=2,drawer.enabled=false', ...wait)
      expect(await note()).toBe('second')
      expect(await names('configmaps')).not.toContain('main-drawer')
      expect(await names('pods')).toHaveLength(4)
    })

    it('rehearses without a change', async () => {
      const text = await out('upgrade', 'main', chart, '-n', 'till', '--set', 'note=never', '--dry-run=server')
      expect(text).toContain('note: never')
      expect(await note()).toBe('second')
    })

    it('fails with a hook that fails, and leaves the release failed', async () => {
      const {code, stderr} = await helm('upgrade', 'main', chart, '-n', 'till', '--set', 'failHook=true', ...wait)
      expect(code).not.toBe(0)
      expect(stderr).toMatch(/pre-upgrade hooks failed/)
      expect(await json('history', 'main', '-n', 'till')).toMatchObject([
        {revision: 1, status: 'superseded'},
        {revision: 2, status: 'deployed'},
        {revision: 3, status: 'failed'},
      ])
    })

    it(`undoes an upgrade that does not become ready (${atomic})`, async () => {
      const options = ['--set', 'note=third,hang=true', atomic, '--wait', '--timeout=4s']
      const {code, stderr} = await helm('upgrade', 'main', chart, '-n', 'till', ...options)
      expect({code, stderr}).toMatchObject({code: 1})
      expect(stderr).toMatch(/rolled back|rollback/i)
      expect(await note()).toBe('second')
      const [last] = ((await json('history', 'main', '-n', 'till')) as {status: string}[]).slice(-1)
      expect(last?.status).toBe('deployed')
    })

    it('rolls back to the first revision', async () => {
      await out('rollback', 'main', '1', '-n', 'till', ...wait)
      expect(await note()).toBe('first')
      expect(await names('configmaps')).toContain('main-drawer')
    })

    it('takes over or refuses objects of somebody else', async () => {
      const clash = await helm('install', 'main', chart, '-n', 'till')
      expect(clash).toMatchObject({code: 1, stderr: expect.stringMatching(/cannot re-?use a name that is still in use/)})
      const other = cluster.file('clash.yaml', 'drawer: {enabled: false}\n')
      await cluster.api.transport().request({
        method: 'POST',
        path: '/api/v1/namespaces/till/configmaps',
        query: {},
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'other'}}),
      })
      const owned = await helm('install', 'other', chart, '-n', 'till', '-f', other, '--skip-crds')
      expect(owned.stderr).toContain('ConfigMap "other" in namespace "till" exists and cannot be imported')
    })

    it('uninstalls with its hooks, keeps CRDs, and keeps history when told to', async () => {
      const text = await out('uninstall', 'main', '-n', 'till', '--keep-history', ...wait)
      expect(text).toContain('release "main" uninstalled')
      expect(await names('tills', 'apis/shop.example.com/v1')).toEqual([])
      expect(await names('deployments', 'apis/apps/v1')).toEqual([])
      expect(await json('list', '-n', 'till', '--uninstalled')).toMatchObject([{name: 'main', status: 'uninstalled'}])
      await out('rollback', 'main', '2', '-n', 'till', ...wait)
      expect(await note()).toBe('second')
      await out('uninstall', 'main', '-n', 'till', '--cascade=foreground', ...wait)
      expect(await json('list', '-A', '--all-namespaces')).toEqual([])
      expect((await names('secrets')).filter((name) => name.includes('.main.'))).toEqual([])
    })
  })
}
