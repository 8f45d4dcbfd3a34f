import {createHttp} from '../adapters/system/http.js'
import {createSystemClock} from '../adapters/system/system-clock.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {Tasks} from '../ports/clock.js'
import type {Context} from '../ports/context.js'

/** What commands need that send requests but know no cluster. */
export interface HttpTools extends Pick<Context, 'http' | 'clock'> {
  close(): void
}

export function openHttpTools(tasks: Tasks = createTasks()): HttpTools {
  const http = createHttp(tasks)
  return {http, clock: createSystemClock(), close: () => http.close()}
}
