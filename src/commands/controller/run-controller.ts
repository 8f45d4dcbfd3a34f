import type {ControllerFlags} from '../../lib/actions/controller/controller-settings.js'
import {FluxError, messageOf} from '../../lib/errors/flux-error.js'
import {SetupError} from '../../lib/errors/setup-error.js'
import type {ProcessFlags} from '../../lib/wiring/controller/open-controller.js'
import {connectOptions, type Session} from '../base.js'

type ControllerSession = Session<ControllerFlags & ProcessFlags & {'log-level': string; 'log-encoding': string}>

/** Flags that an environment variable stands in for, and their defaults; an empty variable says nothing. */
const FROM_ENV: Readonly<Record<string, readonly [variable: string, unset: string]>> = {
  'metrics-addr': ['METRICS_ADDR', ':8080'],
  'events-addr': ['EVENTS_ADDR', ''],
  'storage-path': ['STORAGE_PATH', '/data'],
  'storage-addr': ['STORAGE_ADDRESS', ':9090'],
  'storage-adv-addr': ['STORAGE_ADV_ADDR', ''],
}

/** One controller until the process is told to end; everything that goes wrong is in its log too, as in Flux's. */
export async function runController(name: string, session: ControllerSession): Promise<void> {
  const {host} = session
  const flags = {...session.flags} as ControllerSession['flags'] & Record<string, unknown>
  for (const [flag, [variable, unset]] of Object.entries(FROM_ENV)) flags[flag] ??= host.env[variable] || unset
  const {openControllerLog} = await import('../../lib/wiring/controller/controller-log.js')
  const log = await openControllerLog(flags, host)
  // what was meant as the value of a flag before it has no effect
  if (session.args.length > 0) log.info('words that are no flags are ignored', {words: session.args, logger: 'setup'})
  try {
    await run(name, flags, session, log)
  } catch (error) {
    log.error(error instanceof SetupError ? error.step : 'problem running manager', error, {logger: 'setup'})
    throw new FluxError('said', `${name} ended: ${messageOf(error)}`, {cause: error})
  }
}

async function run(
  name: string,
  flags: ControllerSession['flags'],
  {host}: ControllerSession,
  log: Parameters<typeof import('../../lib/wiring/controller/open-controller.js').openController>[0]['log'],
): Promise<void> {
  const {controllerSetup} = await import('../../lib/actions/controller/controller-settings.js')
  const {runController: reconcile} = await import('../../lib/actions/controller/run-controller.js')
  const {openController} = await import('../../lib/wiring/controller/open-controller.js')
  const setup = controllerSetup(name, flags, host.env['RUNTIME_NAMESPACE'] || undefined)
  const connect = {...connectOptions(flags), env: host.env, out: host.out, signal: host.signal}
  const {ctx, election, elected, close} = await openController({name, flags, connect, host, log})
  try {
    await reconcile(ctx, {name, setup, election, elected})
  } finally {
    await close()
  }
}
