import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, nonNegative, notSupported, required} from '../../../../schema/field-error.js'
import {regexText} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, needed, portOrName} from '../common/checks.js'

type Handler = Pick<Go['Probe'], 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<Go['LifecycleHandler'], 'sleep'>

const HEADER = '[-A-Za-z0-9]+'

/** Liveness, readiness and startup probes. */
export function validateProbe(
  kind: 'livenessProbe' | 'readinessProbe' | 'startupProbe',
  probe: Go['Probe'] | undefined,
  grace: number | undefined,
  path: string,
): FieldError[] {
  if (!probe) return []
  const errors = validateHandler(probe, grace, path)
  for (const key of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const) {
    errors.push(...nonNegative(`${path}.${key}`, probe[key]))
  }
  const own = probe.terminationGracePeriodSeconds
  if (own !== undefined && own <= 0) errors.push(invalid(`${path}.terminationGracePeriodSeconds`, own, 'must be greater than 0'))
  if (kind === 'readinessProbe') {
    if (own !== undefined)
      errors.push(invalid(`${path}.terminationGracePeriodSeconds`, own, 'must not be set for readinessProbes'))
  } else if (probe.successThreshold !== 1) {
    errors.push(invalid(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'))
  }
  return errors
}

export function validateLifecycle(lifecycle: Go['Lifecycle'] | undefined, spec: Go['PodSpec'], path: string): FieldError[] {
  if (!lifecycle) return []
  const errors: FieldError[] = []
  const grace = spec.terminationGracePeriodSeconds
  for (const key of ['postStart', 'preStop'] as const) {
    const handler = lifecycle[key]
    if (handler) errors.push(...validateHandler(handler, grace, `${path}.${key}`))
  }
  return errors
}

function validateHandler(handler: Handler, grace: number | undefined, path: string): FieldError[] {
  const errors: FieldError[] = []
  let handlers = 0
  for (const key of ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const) {
    if (!handler[key]) continue
    if (handlers > 0) errors.push(forbidden(`${path}.${key}`, 'may not specify more than 1 handler type'))
    else errors.push(...actions[key](handler, `${path}.${key}`, grace))
    handlers += 1
  }
  if (handlers === 0) errors.push(required(path, 'must specify a handler type'))
  return errors
}

const actions: Readonly<Record<string, (handler: Handler, path: string, grace: number | undefined) => FieldError[]>> & {
  readonly [K in 'exec' | 'httpGet' | 'tcpSocket' | 'grpc' | 'sleep']: (
    handler: Handler,
    path: string,
    grace: number | undefined,
  ) => FieldError[]
} = {
  exec: ({exec}, path) => ((exec?.command ?? []).length === 0 ? [required(`${path}.command`)] : []),
  httpGet: ({httpGet}, path) => httpAction(httpGet!, path),
  tcpSocket: ({tcpSocket}, path) => portOrName(`${path}.port`, tcpSocket!.port),
  grpc: ({grpc}, path) => portOrName(`${path}.port`, grpc!.port),
  sleep: ({sleep}, path, grace) => {
    const seconds = sleep!.seconds
    if (grace === undefined || (seconds >= 0 && seconds <= grace)) return []
    return [invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`)]
  },
}

function httpAction(action: Go['HTTPGetAction'], path: string): FieldError[] {
  const errors = [...needed(`${path}.path`, action.path), ...portOrName(`${path}.port`, action.port)]
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS')
    errors.push(notSupported(`${path}.scheme`, action.scheme ?? '', ['HTTP', 'HTTPS']))
  for (const {name} of action.httpHeaders ?? []) {
    if (new RegExp(`^${HEADER}$`).test(name)) continue
    const text = regexText("a valid HTTP header must consist of alphanumeric characters or '-'", HEADER, 'X-Header-Name')
    errors.push(...complain(`${path}.httpHeaders`, name, [text]))
  }
  return errors
}
