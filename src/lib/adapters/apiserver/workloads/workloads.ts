import type {ControllerEnv, LocalController} from '../hooks.js'
import {daemonSetController} from './apps/daemon-set.js'
import {deploymentController} from './apps/deployment.js'
import {replicaController} from './apps/replica-set.js'
import {statefulSetController} from './apps/stateful-set.js'
import {cronJobController} from './batch/cron-job.js'
import {jobController} from './batch/job.js'
import {autoscalerController} from './core/autoscaler.js'
import {disruptionController} from './core/disruption-budget.js'
import {endpointControllers} from './core/endpoints.js'
import {loadBalancerController} from './core/service-address.js'
import {claimProtectionController, volumeBinder, volumePhaseController, volumeProtectionController} from './core/volume-claim.js'
import {kubelet} from './node/kubelet.js'
import {registerNode} from './node/node.js'
import {nodeUpkeep} from './node/node-upkeep.js'
import {podCollector} from './node/pod-collector.js'
import {type ControllerSpec, startController} from './runtime/controller.js'
import type {ScenarioRule} from './scenario.js'

export interface WorkloadOptions {
  /** milliseconds until a simulated container is ready */
  readonly delayMs: number
  /** how pods behave; annotations count more */
  readonly scenario?: readonly ScenarioRule[] | undefined
  /**
   * Default true. False leaves out what a cluster without nodes and without a cloud lacks: pods stay Pending, claims unbound,
   * load balancers without an address - as a kube-controller-manager alone behaves.
   */
  readonly kubelet?: boolean | undefined
}

/** What kube-controller-manager does. */
function managerControllers(): readonly ControllerSpec[] {
  return [
    deploymentController(),
    replicaController({apiVersion: 'apps/v1', kind: 'ReplicaSet'}),
    replicaController({apiVersion: 'v1', kind: 'ReplicationController'}),
    statefulSetController,
    daemonSetController,
    jobController(),
    cronJobController,
    ...endpointControllers(),
    disruptionController(),
    podCollector,
    nodeUpkeep(),
    claimProtectionController,
    volumeProtectionController,
    volumePhaseController,
  ]
}

/** What nodes and load balancers of a cluster do. */
function infrastructure(env: ControllerEnv, {delayMs, scenario = []}: WorkloadOptions): readonly ControllerSpec[] {
  return [loadBalancerController, kubelet(env, {delayMs, scenario})]
}

/** Starts the controllers that make workloads become what they ask for. */
export function startWorkloads(env: ControllerEnv, options: WorkloadOptions): LocalController {
  const whole = options.kubelet ?? true
  const specs = [
    ...managerControllers(),
    autoscalerController({metrics: whole}),
    volumeBinder({provisions: whole}),
    ...(whole ? infrastructure(env, options) : []),
  ]
  if (whole) {
    void env.tasks
      .run('register node', () => registerNode(env))
      .catch((error: unknown) => env.log.error('the simulated node could not be registered', error))
  }
  const running = specs.map((spec) => startController(env, spec))
  return {
    close() {
      for (const controller of running) controller.close()
    },
  }
}
