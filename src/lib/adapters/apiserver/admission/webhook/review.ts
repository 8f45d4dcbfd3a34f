import {goQuote} from '../../../../errors/go-quote.js'
import {goKind} from '../../../../formats/json/go-kind.js'
import {parseJson} from '../../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {Attributes} from '../attributes.js'
import {requestOf, userInfo} from '../policy/evaluate.js'
import type {Answered, CallResult} from './webhook-caller.js'

/** What a webhook said that counts. */
export interface Response {
  readonly allowed: boolean
  readonly warnings: readonly string[]
  /** its Status, when it refuses */
  readonly status: JsonObject | undefined
  /** JSON text of its patch; '' when none */
  readonly patch: string
  readonly patchType: string
}

/** The reason why a call counts as failed. */
export interface Failure {
  readonly fault: string
}

const GROUP = 'admission.k8s.io'
const KIND = 'AdmissionReview'

/** The AdmissionRequest without its uid. */
export function reviewRequest(request: Attributes, matched: Attributes): JsonObject {
  const {options, ...rest} = requestOf(request, matched)
  return {
    ...rest,
    userInfo: userInfo(request.user),
    object: matched.object,
    oldObject: matched.old,
    dryRun: request.dryRun,
    options: options!,
  }
}

/** The version of AdmissionReview that a webhook is sent; undefined when it reads none that we write. */
export function reviewVersion(accepted: JsonValue | undefined): string | undefined {
  const versions = Array.isArray(accepted) ? accepted : []
  return versions.map(String).find((version) => version === 'v1' || version === 'v1beta1')
}

/** Reads what a webhook answered. */
export function readResponse(result: CallResult, version: string, uid: string, mutating: boolean): Response | Failure {
  if ('fault' in result) return result
  const body = readBody(result, version)
  if ('fault' in body) return {fault: `failed to call webhook: ${body.fault}`}
  const verified = verify(body.review, version, uid, mutating)
  return 'fault' in verified ? {fault: `received invalid webhook response: ${verified.fault}`} : verified
}

function readBody({status, type, text}: Answered, version: string): {readonly review: JsonObject} | Failure {
  if (status < 200 || status > 206) return {fault: httpFault(status, type, text)}
  const media = type.split(';')[0]!.trim()
  let value: JsonValue
  try {
    value = parseJson(text)
  } catch {
    return {fault: notObject(text)}
  }
  if (!isObject(value)) return {fault: notObject(text)}
  if (media !== 'application/json' && media !== '') return {fault: `unsupported content type ${goQuote(media)}`}
  const fault = kindFault(value, version)
  return fault === undefined ? {review: value} : {fault}
}

/** Why an answer is of no kind that the server reads here; what it does not say is taken for granted. */
function kindFault({apiVersion, kind}: JsonObject, version: string): string | undefined {
  const said = typeof apiVersion === 'string' && apiVersion !== '' ? apiVersion : `${GROUP}/${version}`
  if (said.split('/').length > 2) return `unexpected GroupVersion string: ${said}`
  const name = typeof kind === 'string' && kind !== '' ? kind : KIND
  const own = said.startsWith(`${GROUP}/`) ? said.slice(GROUP.length + 1) : ''
  if (name !== KIND || (own !== 'v1' && own !== 'v1beta1')) {
    return `no kind "${name}" is registered for version "${said}" in scheme "pkg/runtime/scheme.go:111"`
  }
  return own === version ? undefined : `converting (${own}.${KIND}) to (${version}.${KIND}): unknown conversion`
}

/** The server reads an answer as YAML where it is no JSON: any text is at least a string. */
function notObject(text: string): string {
  if (text.trim() === '') return "couldn't get version/kind; json parse error: unexpected end of JSON input"
  return `couldn't get version/kind; json parse error: json: cannot unmarshal ${kindOf(text)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`
}

function kindOf(text: string): string {
  try {
    return goKind(parseJson(text))
  } catch {
    return 'string'
  }
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
}

/** What client-go makes of an answer that is no success. */
function httpFault(status: number, type: string, text: string): string {
  const known = STATUS_TEXT[status]
  if (known !== undefined) return known
  // only text is repeated
  const isText = type === '' || type.startsWith('text/')
  const shown = isText && text.trim() !== '' ? text.trim() : 'unknown'
  if (status >= 500) return `an error on the server (${goQuote(shown)}) has prevented the request from succeeding`
  return `the server responded with the status code ${status} but did not return more information`
}

function verify(review: JsonObject, version: string, uid: string, mutating: boolean): Response | Failure {
  const {response, kind, apiVersion} = review
  if (!isObject(response)) return {fault: 'webhook response was absent'}
  const {patch, patchType, allowed, warnings, status} = response
  const said: Response = {
    allowed: allowed === true,
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    status: isObject(status) ? status : undefined,
    patch: mutating && typeof patch === 'string' ? Buffer.from(patch, 'base64').toString() : '',
    patchType: typeof patchType === 'string' && patchType !== '' ? patchType : 'JSONPatch',
  }
  if (version === 'v1beta1') return said
  if (response.uid !== uid) return {fault: `expected response.uid=${goQuote(uid)}, got ${goQuote(String(response.uid ?? ''))}`}
  if (kind !== 'AdmissionReview' || apiVersion !== 'admission.k8s.io/v1') {
    return {
      fault: `expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got ${gvkText(String(apiVersion ?? ''), String(kind ?? ''))}`,
    }
  }
  const fault = patchFault(typeof patch === 'string' && patch !== '', patchType, mutating)
  return fault === undefined ? said : {fault}
}

function gvkText(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`
}

function patchFault(patched: boolean, type: JsonValue | undefined, mutating: boolean): string | undefined {
  const typed = type !== undefined && type !== null
  if (!mutating) {
    if (patched) return 'validating webhook may not return response.patch'
    return typed ? 'validating webhook may not return response.patchType' : undefined
  }
  if (patched && !typed) return 'webhook returned response.patch but not response.patchType'
  if (!patched && typed) return 'webhook returned response.patchType but not response.patch'
  return type === '' ? 'webhook returned invalid response.patchType of ""' : undefined
}
