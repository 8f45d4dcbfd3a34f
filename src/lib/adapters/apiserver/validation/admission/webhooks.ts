import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {dns1035Label, dns1123Subdomain} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, labelSelector} from '../common/checks.js'
import {webhookService, webhookUrl} from '../common/webhook.js'
import {same} from '../same.js'
import {Expressions} from './expressions.js'
import {conditionFaults, FAILURE_POLICIES, MATCH_POLICIES, ruleFaults} from './match-rules.js'

const ACCEPTED = ['v1', 'v1beta1']
const HARMLESS = ['None', 'NoneOnDryRun']
const SIDE_EFFECTS = ['None', 'NoneOnDryRun', 'Some', 'Unknown']
const REINVOCATION = ['IfNeeded', 'Never']

type Webhook = Go['ValidatingWebhook'] & Partial<Pick<Go['MutatingWebhook'], 'reinvocationPolicy'>>
interface Configuration {
  readonly webhooks?: Webhook[]
}

/** What an update may keep although a new configuration could not have it. */
interface Leniency {
  readonly conditions: boolean
  readonly sideEffects: boolean
  readonly versions: boolean
  readonly names: boolean
  readonly selectors: boolean
}

const STRICT: Leniency = {conditions: false, sideEffects: false, versions: false, names: false, selectors: false}

export function validateWebhooks({webhooks = []}: Configuration, leniency = STRICT): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  for (const [at, webhook] of webhooks.entries()) {
    const path = `webhooks[${at}]`
    errors.push(...webhookFaults(path, webhook, leniency))
    errors.push(...reviewVersionFaults(`${path}.admissionReviewVersions`, webhook.admissionReviewVersions ?? [], leniency))
    if (leniency.names || !webhook.name) continue
    if (names.has(webhook.name)) errors.push(duplicate(`${path}.name`, webhook.name))
    names.add(webhook.name)
  }
  return errors
}

export function validateWebhooksUpdate(now: Configuration, old: Configuration): FieldError[] {
  const before = old.webhooks ?? []
  const after = now.webhooks ?? []
  return validateWebhooks(now, {
    conditions:
      after.length === before.length && after.every((hook, at) => same(hook.matchConditions, before[at]!.matchConditions)),
    sideEffects: before.some(({sideEffects}) => !HARMLESS.includes(sideEffects ?? '')),
    versions: before.some(({admissionReviewVersions: own}) => own && own.length > 0 && !own.some((v) => ACCEPTED.includes(v))),
    names: new Set(before.map(({name}) => name)).size < before.length,
    selectors: before.some(({namespaceSelector, objectSelector}) =>
      [namespaceSelector, objectSelector].some((selector) => selector && labelSelector('', selector).length > 0),
    ),
  })
}

function webhookFaults(path: string, webhook: Webhook, leniency: Leniency): FieldError[] {
  const {failurePolicy, matchPolicy, sideEffects, timeoutSeconds, reinvocationPolicy} = webhook
  const errors = nameFaults(`${path}.name`, webhook.name)
  errors.push(...(webhook.rules ?? []).flatMap((rule, at) => ruleFaults(`${path}.rules[${at}]`, rule)))
  const choice = (name: string, value: string | null | undefined, supported: readonly string[]) => {
    if (typeof value === 'string' && !supported.includes(value)) errors.push(notSupported(`${path}.${name}`, value, supported))
  }
  choice('failurePolicy', failurePolicy, FAILURE_POLICIES)
  choice('matchPolicy', matchPolicy, MATCH_POLICIES)
  const effects = leniency.sideEffects ? SIDE_EFFECTS : HARMLESS
  if (typeof sideEffects !== 'string') {
    errors.push(required(`${path}.sideEffects`, `must specify one of ${effects.join(', ')}`))
  }
  choice('sideEffects', sideEffects, effects)
  if (timeoutSeconds !== undefined && (timeoutSeconds > 30 || timeoutSeconds < 1)) {
    errors.push(invalid(`${path}.timeoutSeconds`, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds'))
  }
  const values = !leniency.selectors
  errors.push(...labelSelector(`${path}.namespaceSelector`, webhook.namespaceSelector, values))
  errors.push(...labelSelector(`${path}.objectSelector`, webhook.objectSelector, values))
  choice('reinvocationPolicy', reinvocationPolicy, REINVOCATION)
  errors.push(...clientFaults(`${path}.clientConfig`, webhook.clientConfig))
  if (leniency.conditions) return errors
  return [...errors, ...conditionFaults(`${path}.matchConditions`, webhook.matchConditions, new Expressions(), false)]
}

function clientFaults(path: string, {url, service}: Webhook['clientConfig']): FieldError[] {
  if ((url === undefined) === (service === undefined)) return [required(path, 'exactly one of url or service is required')]
  return url === undefined ? webhookService(`${path}.service`, service ?? {}) : webhookUrl(`${path}.url`, url)
}

function nameFaults(path: string, name: string): FieldError[] {
  if (!name) return [required(path)]
  const faults = dns1123Subdomain(name)
  if (faults.length > 0) return [invalid(path, name, faults.join(','))]
  return name.split('.').length < 3
    ? [invalid(path, name, 'should be a domain with at least three segments separated by dots')]
    : []
}

function reviewVersionFaults(path: string, versions: readonly string[], leniency: Leniency): FieldError[] {
  if (versions.length === 0) return [required(path, `must specify one of ${ACCEPTED.join(', ')}`)]
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [at, version] of versions.entries()) {
    if (seen.has(version)) {
      errors.push(invalid(`${path}[${at}]`, version, 'duplicate version'))
      continue
    }
    seen.add(version)
    errors.push(...complain(`${path}[${at}]`, version, dns1035Label(version)))
  }
  if (!leniency.versions && !versions.some((version) => ACCEPTED.includes(version))) {
    errors.push(invalid(path, [...versions], `must include at least one of ${ACCEPTED.join(', ')}`))
  }
  return errors
}
