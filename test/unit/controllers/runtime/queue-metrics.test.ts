import {expect, it} from 'vitest'
import {createMetrics} from '../../../../src/lib/adapters/system/metrics.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {CONTROLLER_METRICS} from '../../../../src/lib/controllers/runtime/metrics.js'
import {createQueue} from '../../../../src/lib/controllers/runtime/queue.js'
import {queueMetrics} from '../../../../src/lib/controllers/runtime/queue-metrics.js'

it("measures a queue as client-go's metrics do", async () => {
  const clock = createVirtualClock(createTasks())
  const metrics = await createMetrics(CONTROLLER_METRICS)
  const observer = queueMetrics(metrics, clock, 'kustomization')
  const queue = createQueue({clock, minDelay: 750, maxDelay: 900_000, onReady: () => undefined, observer})
  const series = async () => {
    const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('workqueue_') && !line.includes('_bucket'))
    return Object.fromEntries(
      lines.map((line) => [
        line.slice('workqueue_'.length, line.indexOf('{')),
        Math.round(Number(line.split(' ').at(-1)) * 100) / 100,
      ]),
    )
  }
  expect(await series()).toEqual({
    ...{adds_total: 0, depth: 0, retries_total: 0, unfinished_work_seconds: 0, longest_running_processor_seconds: 0},
  })

  const [a, b] = ['a', 'b'].map((name) => ({namespace: 'n', name}))
  for (const key of [a!, b!, a!]) queue.add(key)
  await clock.advance(1000)
  queue.take()
  await clock.advance(3000)
  queue.take()
  await clock.advance(2000)
  // a has waited 1 s and run 5 s, b has waited 4 s and run 2 s
  expect(await series()).toEqual({
    ...{adds_total: 2, depth: 0, retries_total: 0, queue_duration_seconds_sum: 5, queue_duration_seconds_count: 2},
    ...{unfinished_work_seconds: 7, longest_running_processor_seconds: 5},
  })

  queue.done(a!)
  queue.addRateLimited(a!)
  queue.add(b!)
  expect(await series()).toMatchObject({adds_total: 3, depth: 1, retries_total: 1, work_duration_seconds_sum: 5})
  await clock.advance(750)
  expect(await series()).toMatchObject({adds_total: 4, depth: 2, unfinished_work_seconds: 2.75})
  expect(await metrics.text()).toContain('workqueue_depth{name="kustomization",controller="kustomization",priority="0"} 2')
})
