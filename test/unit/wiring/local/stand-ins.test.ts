import {expect, it} from 'vitest'
import {controllerObjects} from '../../../../src/lib/actions/run/controllers-objects.js'
import {startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {retireStandIns} from '../../../../src/lib/wiring/local/stand-ins.js'

const DEPLOYMENT = {apiVersion: 'apps/v1', kind: 'Deployment'}

it('scales to 0 what stood for the controllers of a process, and nothing else', async () => {
  const api = await startApiServer({rbac: false, kubelet: false})
  const kube = createKubeClient({
    transport: api.transport(),
    clock: createSystemClock(),
    random: systemRandom,
    userAgent: 'test',
  })
  const objects = controllerObjects({
    namespace: 'flux-system',
    controllers: ['source-controller', 'kustomize-controller'],
    version: '2.9.0',
    toolkitVersion: '0.1.0',
  })
  for (const object of objects) await kube.apply(object, {fieldManager: 'flux', force: true})
  const own = objects.find(({kind}) => kind === 'Deployment')!
  const {annotations: _, ...metadata} = {...own.metadata, name: 'web'}
  await kube.create({...own, metadata})
  await retireStandIns(kube)
  await retireStandIns(kube)
  const {items} = await kube.list(DEPLOYMENT)
  const replicas = items.map((item) => [
    item.metadata.name,
    (item.spec as {replicas?: number}).replicas,
    item.metadata.generation,
  ])
  expect(replicas.sort()).toEqual([
    ['kustomize-controller', 0, 2],
    ['source-controller', 0, 2],
    ['web', 1, 1],
  ])
  // the next run of the controllers is behind them again
  await kube.apply(own, {fieldManager: 'flux', force: true})
  const again = await kube.get({...DEPLOYMENT, namespace: 'flux-system', name: own.metadata.name!})
  expect(again.spec).toMatchObject({replicas: 1})
  await api.close()
})
