import {createHttp} from '../adapters/system/http.js'
import {createSystemClock} from '../adapters/system/system-clock.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {Tasks} from '../ports/clock.js'
import type {Context} from '../ports/context.js'

/** The variables of the process, which may name a proxy. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly tasks?: Tasks | undefined
}

/** What commands need that send requests but know no cluster. */
export interface HttpTools extends Pick<Context, 'http' | 'clock'> {
  close(): void
}

/** `tasks` counts what is open, when somebody wants to know. */
export function openHttpTools({env, tasks = createTasks()}: Environment): HttpTools {
  const http = createHttp(tasks, env)
  return {http, clock: createSystemClock(), close: () => http.close()}
}
