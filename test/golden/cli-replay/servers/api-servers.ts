import {type ApiServer, type ApiServerOptions, startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {createRedactor} from '../../../../src/lib/errors/redact.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import {openBuildFiles} from '../../../../src/lib/wiring/build-files.js'
import {connect} from '../../../../src/lib/wiring/connect.js'
import {capturedOut} from '../../../fakes/captured-out.js'
import {prepare, type ReplayServer} from './api-server.js'
import {kubeconfigsOf} from './kubeconfigs.js'
import {startKubelet} from './kubelet.js'
import {PodLogs} from './pod-logs.js'
import {connectVirtually, pass} from './virtual.js'

/**
 * A fresh embedded API as the corpus's world: on a virtual clock, or on the real one for other processes; with `kubelet` its
 * workloads get ready.
 */
export async function embeddedServer(
  root: string,
  {virtual, kubelet = false}: {virtual: boolean; kubelet?: boolean | undefined},
): Promise<ReplayServer> {
  const logs = new PodLogs()
  const source: ApiServerOptions['logs'] = {read: (pod, options) => logs.read(pod, options)}
  const tasks = createTasks()
  const moving = createVirtualClock(tasks, Date.now())
  const clock = virtual ? moving : createSystemClock()
  // no kubelet as a rule: the recordings had none either, their set-ups say how Pods are doing
  const api: ApiServer = await startApiServer({rbac: true, logs: source, kubelet, clock, tasks})
  const kube = createKubeClient({transport: api.transport(), clock, random: systemRandom, userAgent: 'corpus'})
  await prepare(kube, root)
  const {kubeconfig} = await api.listen()
  return {
    ...{kube, kubeletPort: 10_250, lasting: false, now: () => clock.now()},
    ...(await kubeconfigsOf(root, kube, kubeconfig)),
    setLogs: (next) => logs.serve(next),
    connect: (options) => (virtual ? connectVirtually(api, moving, options) : connect(options, createRedactor())),
    openFiles: () => openBuildFiles({env: {}, tasks}),
    tasks,
    pass: (work) => (virtual ? pass(moving, work) : work),
    close: () => api.close(),
  }
}

/** The cluster of a kubeconfig file as the corpus's world. */
export async function clusterServer(root: string, path: string, text: string): Promise<ReplayServer> {
  const {out} = capturedOut()
  const {ctx, close} = await connect({kubeconfig: path, env: {}, out, signal: new AbortController().signal}, createRedactor())
  const logs = new PodLogs()
  const kubelet = await startKubelet(logs)
  await prepare(ctx.kube, root)
  return {
    ...{kube: ctx.kube, kubeletPort: kubelet.port, lasting: true, now: () => Date.now()},
    ...(await kubeconfigsOf(root, ctx.kube, text)),
    setLogs: (next): readonly JsonObject[] => logs.serve(next),
    connect: (options) => connect(options, createRedactor()),
    pass: (work) => work,
    close: async () => {
      await kubelet.close()
      await close()
    },
  }
}
