import type {Host} from '../../../commands/host.js'
import {createLog, type LogLevel} from '../../adapters/system/log.js'
import {createSystemClock} from '../../adapters/system/system-clock.js'
import type {Log} from '../../ports/observe.js'

const LEVELS: ReadonlySet<string> = new Set(['trace', 'debug', 'info', 'error'])

/** The log of a controller on stderr; words that it does not know mean the default, as in Flux's controllers. */
export function openControllerLog(
  flags: {'log-level': string; 'log-encoding': string},
  {out, redactor}: Pick<Host, 'out' | 'redactor'>,
): Promise<Log> {
  const level = flags['log-level']
  return createLog({
    level: LEVELS.has(level) ? (level as LogLevel) : 'info',
    encoding: flags['log-encoding'] === 'console' ? 'console' : 'json',
    clock: createSystemClock(),
    redactor,
    write: (line) => out.note(line),
  })
}
