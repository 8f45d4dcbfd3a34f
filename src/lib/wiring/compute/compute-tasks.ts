import type {ComputeTask} from '../../adapters/system/compute/compute-task.js'
import {systemRandom} from '../../adapters/system/random.js'
import type {Blocking} from '../../ports/blocking.js'
import type {RELEASE_TASK, ReleaseTask, releaseTasks} from '../../render/helm/release-task.js'

/**
 * Everything that `ctx.compute` can run, here or in a worker thread; engines are loaded by the first task that needs them.
 * @param blocking how templates are run, which let nobody else come in until they are done
 */
export function computeTasks(blocking?: Blocking): Readonly<Record<string, ComputeTask>> {
  let loaded: Promise<ReturnType<typeof releaseTasks>> | undefined
  const load = async () => (await import('../../render/helm/release-task.js')).releaseTasks(systemRandom, blocking)
  return {
    'helm-release': async (task: ReleaseTask) => {
      loaded ??= load()
      return (await loaded)['helm-release'](task)
    },
  } satisfies Record<typeof RELEASE_TASK, ComputeTask>
}
