import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, it} from 'vitest'
import {controllerObjects} from '../../../../src/lib/actions/run/controllers-objects.js'
import {startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {accessFromText} from '../../../../src/lib/adapters/kube/access/load-access.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {createHttpsTransport} from '../../../../src/lib/adapters/kube/https/https-transport.js'
import {createDiskFs} from '../../../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {serveCluster} from '../../../../src/lib/wiring/local/serve-cluster.js'

const folder = mkdtempSync(join(tmpdir(), 'flux-serve-'))
const [clock, tasks, random] = [createSystemClock(), createTasks(), systemRandom]
const DEPLOYMENT = {apiVersion: 'apps/v1', kind: 'Deployment'}

afterAll(() => rmSync(folder, {recursive: true, force: true}))

it('shows no controllers behind which nothing runs, when a run of this data folder was killed', async () => {
  const killed = await startApiServer({clock, random, tasks, kubelet: false, dataDir: folder})
  const inside = createKubeClient({transport: killed.transport(), clock, random, userAgent: 'test'})
  const about = {namespace: 'flux-system', version: '2.9.0', toolkitVersion: '0.1.0'}
  for (const object of controllerObjects({...about, controllers: ['source-controller']})) {
    await inside.apply(object, {fieldManager: 'flux', force: true})
  }
  await killed.close()

  const stop = new AbortController()
  const options = {'data-dir': folder, port: 0, rbac: false, 'ready-after': 0}
  let replicas: unknown
  await serveCluster(options, {env: {HOME: folder}, signal: stop.signal}, async ({kubeconfig}) => {
    const needs = {clock, random, tasks, fs: createDiskFs(tasks, random)}
    const access = await accessFromText(readFileSync(kubeconfig, 'utf8'), needs)
    const transport = createHttpsTransport({access, ...needs, userAgent: 'test'})
    const kube = createKubeClient({transport, clock, random, userAgent: 'test'})
    const found = await kube.get({...DEPLOYMENT, namespace: 'flux-system', name: 'source-controller'})
    replicas = (found.spec as {replicas: number}).replicas
    await transport.close()
    stop.abort()
  })
  expect(replicas).toBe(0)
})

it('is as good as the one that runs, unless flags ask for another one', async () => {
  const stop = new AbortController()
  const host = {env: {HOME: folder}, signal: stop.signal}
  const data = join(folder, 'other')
  const scenario = join(folder, 'scenario.yaml')
  writeFileSync(scenario, 'pods: []')
  const options = {'data-dir': data, port: 0, rbac: false, 'ready-after': 0}
  const seen: string[] = []
  await serveCluster(options, host, async ({server}) => {
    const again = (more: object, given: string[]) =>
      serveCluster({...options, ...more, given: new Set(given)}, host, async (state) => {
        seen.push(state.server === server ? 'the same' : 'another')
      })
    await again({}, [])
    await again({rbac: false, 'ready-after': 0, port: Number(new URL(server).port)}, ['rbac', 'ready-after', 'port'])
    // defaults that nobody typed
    await again({rbac: true, 'ready-after': 1000}, [])
    const stopHint = {hints: expect.arrayContaining([`stop it first: flux cluster stop --data-dir ${data}`])}
    const refused = async (more: object, given: string[], words: string) =>
      expect(again(more, given)).rejects.toMatchObject({
        code: 'already-running',
        message: expect.stringContaining(words),
        ...stopHint,
      })
    await refused({rbac: true}, ['rbac'], 'runs already, with --rbac=false and not true')
    await refused({port: 1}, ['port'], 'not on port 1')
    await refused({'ready-after': 1500}, ['ready-after'], 'with --ready-after=0s and not 1.5s')
    await refused({scenario}, ['scenario'], `without --scenario and not ${scenario}`)
    await refused({import: [scenario]}, ['import'], 'without --import')
    stop.abort()
  })
  expect(seen).toEqual(['the same', 'the same', 'the same'])
})
