import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
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
  const killed = await startApiServer({clock, random, tasks, kubelet: false, dataDir: join(folder, 'db')})
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
