import {controllerOf} from '../../actions/run/controllers.js'
import {createLog, type LogLevel} from '../../adapters/system/log.js'
import type {Redactor} from '../../errors/redact.js'
import type {Clock} from '../../ports/clock.js'
import type {Log, LogFields} from '../../ports/observe.js'
import {LineBuffer} from './line-buffer.js'

export interface ControllerLogsOptions {
  readonly controllers: readonly string[]
  readonly logLevel: LogLevel
  readonly logEncoding: 'json' | 'console'
  readonly clock: Clock
  readonly redactor: Redactor
  /** takes the lines that a person sees */
  readonly note: (line: string) => void
}

export interface ControllerLogs {
  /** for what belongs to no controller; children that name a controller's kind go to its log */
  readonly log: Log
  logOf(controller: string): Log
  /** JSON lines of a controller, as its pod would have written them */
  bufferOf(controller: string): LineBuffer | undefined
}

/** One log per controller: JSON lines kept for `flux logs`, and shown when asked for. */
export async function controllerLogs(options: ControllerLogsOptions): Promise<ControllerLogs> {
  const {clock, redactor, logLevel: level, note} = options
  const buffers = new Map<string, LineBuffer>()
  const logs = new Map<string, Log>()
  const shown = await createLog({level, encoding: options.logEncoding, clock, redactor, write: note})
  for (const name of options.controllers) {
    const buffer = new LineBuffer()
    buffers.set(name, buffer)
    const kept = await createLog({level, encoding: 'json', clock, redactor, write: (line) => buffer.add(line, clock.now())})
    logs.set(name, both(kept, shown))
  }
  return {
    log: routed(shown, logs),
    logOf: (controller) => logs.get(controller) ?? shown,
    bufferOf: (controller) => buffers.get(controller),
  }
}

function both(a: Log, b: Log): Log {
  return {
    trace(message, fields) {
      a.trace(message, fields)
      b.trace(message, fields)
    },
    debug(message, fields) {
      a.debug(message, fields)
      b.debug(message, fields)
    },
    info(message, fields) {
      a.info(message, fields)
      b.info(message, fields)
    },
    error(message, error, fields) {
      a.error(message, error, fields)
      b.error(message, error, fields)
    },
    child: (fields) => both(a.child(fields), b.child(fields)),
  }
}

/** The manager serves all controllers with one log: a child that names a kind belongs to that kind's controller. */
function routed(base: Log, logs: ReadonlyMap<string, Log>): Log {
  return {
    ...base,
    child(fields: LogFields) {
      const own = logs.get(controllerOf(String(fields['controllerKind'])) ?? '')
      return own ? own.child(fields) : routed(base.child(fields), logs)
    },
  }
}
