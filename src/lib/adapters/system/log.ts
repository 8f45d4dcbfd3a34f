import {messageOf} from '../../errors/flux-error.js'
import type {Redactor} from '../../errors/redact.js'
import type {Clock} from '../../ports/clock.js'
import type {Log, LogFields} from '../../ports/observe.js'

export type LogLevel = 'trace' | 'debug' | 'info' | 'error'

export interface LogOptions {
  readonly level: LogLevel
  /** `json` as Flux's controllers write it, or tab-separated lines for people */
  readonly encoding: 'json' | 'console'
  readonly clock: Pick<Clock, 'now'>
  readonly redactor: Redactor
  /** Takes one line with its newline. */
  readonly write: (line: string) => void
}

/** Values of pino; error is its own number there too. */
const RANK: Readonly<Record<LogLevel, number>> = {trace: 10, debug: 20, info: 30, error: 50}

/** A log nobody reads. */
export const silentLog: Log = {
  trace() {},
  debug() {},
  info() {},
  error() {},
  child: () => silentLog,
}

/** A structured log with the fields and order of Flux's: level, ts, msg, then the fields. */
export async function createLog(options: LogOptions): Promise<Log> {
  const emit = options.encoding === 'json' ? await jsonEmitter(options) : consoleEmitter(options)
  const threshold = RANK[options.level]

  const logWith = (base: LogFields): Log => {
    const line = (level: LogLevel, message: string, fields?: LogFields) => {
      if (RANK[level] < threshold) return
      emit(level, options.redactor.text(message), options.redactor.value(plain({...base, ...fields})))
    }
    return {
      trace: (message, fields) => line('trace', message, fields),
      debug: (message, fields) => line('debug', message, fields),
      info: (message, fields) => line('info', message, fields),
      error: (message, error, fields) =>
        line('error', message, error === undefined ? fields : {...fields, error: messageOf(error)}),
      child: (fields) => logWith({...base, ...fields}),
    }
  }
  return logWith({})
}

type Emit = (level: LogLevel, message: string, fields: Record<string, unknown>) => void

async function jsonEmitter({clock, write}: LogOptions): Promise<Emit> {
  const {pino} = await import('pino')
  const logger = pino(
    {
      base: null,
      level: 'trace',
      timestamp: () => `,"ts":"${new Date(clock.now()).toISOString()}"`,
      formatters: {level: (label) => ({level: label})},
      // Errors are told as text, as Flux's controllers do: no serialiser of pino's may change a field.
      serializers: {},
    },
    {write},
  )
  return (level, message, fields) => logger[level]({msg: message, ...fields})
}

function consoleEmitter({clock, write}: LogOptions): Emit {
  return (level, message, fields) => {
    const rest = Object.keys(fields).length > 0 ? '\t' + JSON.stringify(fields) : ''
    write(`${new Date(clock.now()).toISOString()}\t${level.toUpperCase()}\t${message}${rest}\n`)
  }
}

/** Errors and big integers as JSON can hold them. */
function plain(fields: Record<string, unknown>): Record<string, unknown> {
  for (const [key, value] of Object.entries(fields)) {
    if (value instanceof Error) fields[key] = messageOf(value)
    else if (typeof value === 'bigint') fields[key] = String(value)
  }
  return fields
}
