import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {forbidden} from '../../../schema/field-error.js'
import {canonicalTime, TimeError} from '../../../schema/go/time.js'
import type {FieldError} from '../hooks.js'
import {type ApiAnswer, respond} from '../request/api-request.js'
import type {ResourceRequest} from '../request/resource-handler.js'
import {flag, integer, text} from '../rest/options.js'
import {badRequest, invalid} from '../status.js'
import {checkNode, containerOf, podOf} from './pods.js'

/** Where the log of a container comes from, when somebody has one. */
export interface LogSource {
  /** Undefined: this container has no log here. */
  read(pod: {namespace: string; name: string}, options: PodLogOptions): AsyncIterable<Uint8Array> | undefined
}

export interface PodLogOptions {
  readonly container: string
  readonly follow: boolean
  readonly tailLines: number | undefined
  readonly sinceSeconds: number | undefined
  readonly sinceTime: string | undefined
  readonly timestamps: boolean
  readonly limitBytes: number | undefined
  readonly signal: AbortSignal | undefined
}

/** GET of pods/NAME/log. */
export function handleLog(resource: ResourceRequest, logs: LogSource | undefined): ApiAnswer {
  const {request, info} = resource
  const {query} = request
  const tailLines = integer(query, 'tailLines')
  const sinceSeconds = integer(query, 'sinceSeconds')
  const limitBytes = integer(query, 'limitBytes')
  const errors: FieldError[] = []
  const check = (field: string, value: number | undefined, least: number): void => {
    if (value === undefined || value >= least) return
    const rule = least === 0 ? 'greater than or equal to 0' : 'greater than 0'
    errors.push({reason: 'FieldValueInvalid', field, message: `Invalid value: ${value}: must be ${rule}`})
  }
  check('tailLines', tailLines, 0)
  check('limitBytes', limitBytes, 1)
  const sinceTime = query.get('sinceTime')?.[0] || undefined
  if (sinceTime !== undefined) checkTime(sinceTime)
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    errors.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'))
  else check('sinceSeconds', sinceSeconds, 1)
  if (query.has('stream')) errors.push(forbidden('stream', 'may not be specified'))
  if (errors.length > 0) throw invalid({group: '', kind: 'PodLogOptions'}, info.name, errors)
  const pod = podOf(resource)
  const container = containerOf(pod, text(query, 'container'), info.name)
  const options = {
    container,
    follow: flag(query, 'follow') ?? false,
    tailLines,
    sinceSeconds,
    sinceTime,
    timestamps: flag(query, 'timestamps') ?? false,
    limitBytes,
    signal: request.signal,
  }
  const chunks = logs?.read({namespace: info.namespace, name: info.name}, options)
  if (chunks) return {kind: 'stream', stream: {chunks}}
  const spec: JsonObject = isObject(pod.spec) ? pod.spec : {}
  // nothing was ever written: no node means no content, a running simulated container an empty log
  if (spec.nodeName === undefined) return respond({status: 204})
  checkNode(resource.core, String(spec.nodeName))
  return respond({status: 200, body: '', headers: {'content-type': 'text/plain'}})
}

function checkTime(text: string): void {
  try {
    canonicalTime(text)
  } catch (error) {
    throw error instanceof TimeError ? badRequest(error.message) : error
  }
}
