import type {Go} from '../../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required} from '../../../../../schema/field-error.js'
import {dns1123Label, dns1123Subdomain} from '../../../../../schema/names.js'
import type {FieldError, RuleEnv} from '../../../hooks.js'
import type {RuleContext} from '../../kind-rules.js'
import {timeText} from '../../time-text.js'
import {requestFault} from './asked-certificate.js'
import {issuedFaults} from './issued-certificate.js'
import {changedConditionFaults, conditionFaults, keptDecisions} from './request-conditions.js'

type Request = Go['CertificateSigningRequest']

/** A request says who made it, whatever the client wrote. */
export function prepareSigningRequest({spec, status}: Request, {user}: RuleEnv): void {
  for (const name of ['username', 'uid', 'groups', 'extra'] as const) delete spec[name]
  Object.assign(spec, {
    username: user.name,
    ...(user.uid ? {uid: user.uid} : {}),
    groups: [...user.groups],
    ...(user.extra && Object.keys(user.extra).length > 0 ? {extra: user.extra} : {}),
  })
  for (const name of Object.keys(status ?? {})) delete (status as Record<string, unknown>)[name]
}

/** Nothing of what was asked for changes; conditions get their times. */
export function prepareSigningRequestUpdate(next: Request, old: Request, {now, subresource}: RuleEnv): void {
  next.spec = old.spec
  if (subresource === undefined) return
  const [status, had] = [(next.status ??= {}), old.status ?? {}]
  // an approval says nothing of certificates, a signer nothing of approvals
  if (subresource === 'approval') {
    if (had.certificate === undefined) delete status.certificate
    else status.certificate = had.certificate
  } else if (status.conditions) status.conditions = keptDecisions(status.conditions, had.conditions ?? [])
  const before = new Map((old.status?.conditions ?? []).map((condition) => [condition.type, condition]))
  for (const condition of next.status?.conditions ?? []) {
    condition.lastUpdateTime ||= timeText(now)
    const known = before.get(condition.type)
    if (condition.lastTransitionTime) continue
    condition.lastTransitionTime = (known?.status === condition.status && known.lastTransitionTime) || timeText(now)
  }
}

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
]
const MIN_SECONDS = 600
/** Who signed what requests of v1beta1 did not name a signer for. */
const LEGACY = 'kubernetes.io/legacy-unknown'

/** A new request (no certificate is ever signed here). */
export function validateSigningRequest({spec}: Request): FieldError[] {
  const {request, usages = [], signerName = '', expirationSeconds} = spec
  const errors: FieldError[] = []
  const fault = requestFault(request ?? '')
  if (fault !== undefined) errors.push(invalid('spec.request', request ?? null, fault))
  if (usages.length === 0) errors.push(required('spec.usages'))
  for (const [index, usage] of usages.entries()) {
    if (!USAGES.includes(usage)) errors.push(notSupported(`spec.usages[${index}]`, usage, USAGES))
    if (usages.indexOf(usage) < index) errors.push(duplicate(`spec.usages[${index}]`, usage))
  }
  errors.push(...validateSigner('spec.signerName', signerName))
  if (signerName === LEGACY)
    errors.push(invalid('spec.signerName', LEGACY, 'the legacy signerName is not allowed via this API version'))
  if (expirationSeconds !== undefined && expirationSeconds < MIN_SECONDS) {
    const text = `may not specify a duration less than ${MIN_SECONDS} seconds (10 minutes)`
    errors.push(invalid('spec.expirationSeconds', expirationSeconds, text))
  }
  return errors
}

/** What an approval or a signer has written. */
export function validateSigningRequestUpdate(now: Request, old: Request, {env}: RuleContext): FieldError[] {
  const [told, had] = [now.status ?? {}, old.status ?? {}]
  const errors = [...conditionFaults(told.conditions ?? []), ...issuedFaults(told.certificate ?? '')]
  errors.push(...changedConditionFaults(told.conditions ?? [], had.conditions ?? [], env.subresource === 'approval'))
  if (had.certificate && told.certificate !== had.certificate)
    errors.push(forbidden('status.certificate', 'updates may not modify existing certificate content'))
  return errors
}

function validateSigner(field: string, name: string): FieldError[] {
  if (name === '') return [required(field)]
  const [domain = '', path = '', ...rest] = name.split('/')
  if (rest.length > 0 || !name.includes('/')) {
    return [invalid(field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")]
  }
  const labels = domain.split('.')
  const wrong = (whole: string, label: string, texts: readonly string[]) =>
    texts.map((text) => invalid(field, whole, `validating label "${label}": ${text}`))
  return [
    ...labels.flatMap((label) => wrong(domain, label, dns1123Label(label))),
    ...(labels.length < 2 ? [invalid(field, domain, 'should be a domain with at least two segments separated by dots')] : []),
    ...path.split('.').flatMap((label) => wrong(path, label, dns1123Subdomain(label))),
  ]
}
