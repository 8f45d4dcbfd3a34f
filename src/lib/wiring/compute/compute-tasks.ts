import type {ComputeTask} from '../../adapters/system/compute/compute.js'
import {systemRandom} from '../../adapters/system/random.js'
import type {RELEASE_TASK, ReleaseTask, releaseTasks} from '../../render/helm/release-task.js'

/** Everything that `ctx.compute` can run, here or in a worker thread; engines are loaded by the first task that needs them. */
export function computeTasks(): Readonly<Record<string, ComputeTask>> {
  let loaded: Promise<ReturnType<typeof releaseTasks>> | undefined
  const load = async () => (await import('../../render/helm/release-task.js')).releaseTasks(systemRandom)
  return {
    'helm-release': async (task: ReleaseTask) => {
      loaded ??= load()
      return (await loaded)['helm-release'](task)
    },
  } satisfies Record<typeof RELEASE_TASK, ComputeTask>
}
