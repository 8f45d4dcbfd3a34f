import {parentPort} from 'node:worker_threads'
import {messageOf} from '../../../errors/flux-error.js'
import type {ComputeTask} from './compute-task.js'
import {type Fault, faultOf} from './fault.js'

/** What a worker is asked. */
export interface Order {
  readonly id: number
  readonly task: string
  readonly input: unknown
}

/** What it says: `id` 0 once, when it is ready. */
export interface Answer {
  readonly id: number
  readonly output?: unknown
  readonly fault?: Fault
}

/** The life of a worker thread: does what it is asked, one after the other, until it is ended from outside. */
export function serveTasks(functions: Readonly<Record<string, ComputeTask>>): void {
  const port = parentPort
  if (port === null) throw new Error('only a worker thread serves tasks')
  const answer = (message: Answer) => port.postMessage(message)
  port.on('message', async ({id, task, input}: Order) => {
    try {
      const work = functions[task]
      if (!work) throw new Error(`there is no compute task '${task}'`)
      answer({id, output: await work(input as never)})
    } catch (error) {
      answer({id, fault: faultOf(error)})
    }
  })
  answer({id: 0})
}

/** What ended a worker: it ran out of memory, or has a bug. */
export function isOutOfMemory(error: unknown): boolean {
  return (error as {code?: string}).code === 'ERR_WORKER_OUT_OF_MEMORY' || /out of memory/i.test(messageOf(error))
}
