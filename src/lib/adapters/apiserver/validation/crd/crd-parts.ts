import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {dns1035Label} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {webhookService, webhookUrl} from '../common/webhook.js'

export function nameFaults(names: Go['CustomResourceDefinitionNames'], path: string): FieldError[] {
  const errors: FieldError[] = []
  const check = (field: string, text: string | undefined, mixed: boolean) => {
    const value = text ?? ''
    if (!value && !field.includes('[')) return
    const faults = dns1035Label(mixed ? value.toLowerCase() : value)
    if (faults.length === 0) return
    const prefix = mixed ? 'may have mixed case, but should otherwise match: ' : ''
    errors.push(invalid(`${path}.${field}`, value, prefix + faults.join(',')))
  }
  check('plural', names.plural, false)
  check('singular', names.singular, false)
  check('kind', names.kind, true)
  check('listKind', names.listKind, true)
  for (const [at, name] of (names.shortNames ?? []).entries()) check(`shortNames[${at}]`, name, false)
  if (names.kind && names.kind === names.listKind) {
    errors.push(invalid(`${path}.listKind`, names.listKind, 'kind and listKind may not be the same'))
  }
  for (const [at, name] of (names.categories ?? []).entries()) check(`categories[${at}]`, name, false)
  return errors
}

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string']
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password']

export function columnFaults(column: Go['CustomResourceColumnDefinition'], path: string): FieldError[] {
  const errors: FieldError[] = []
  if (column.name === '') errors.push(required(`${path}.name`))
  const typeText = `must be one of ${columnTypes.join(',')}`
  if (column.type === '') errors.push(required(`${path}.type`, typeText))
  else if (!columnTypes.includes(column.type)) errors.push(invalid(`${path}.type`, column.type, typeText))
  if (column.format && !columnFormats.includes(column.format)) {
    errors.push(invalid(`${path}.format`, column.format, `must be one of ${columnFormats.join(',')}`))
  }
  if (column.jsonPath === '') errors.push(required(`${path}.JSONPath`))
  else errors.push(...simplePath(column.jsonPath, `${path}.JSONPath`))
  return errors
}

function simplePath(value: string, path: string): FieldError[] {
  return value.startsWith('.') ? [] : [invalid(path, value, 'must be a simple json path starting with .')]
}

export function scaleFaults(scale: Go['CustomResourceSubresourceScale'] | undefined, path: string): FieldError[] {
  if (!scale) return []
  const errors: FieldError[] = []
  const paths = [
    ['specReplicasPath', '.spec'],
    ['statusReplicasPath', '.status'],
  ] as const
  for (const [key, under] of paths) {
    const at = `${path}.scale.${key}`
    const value = scale[key]
    const faults = value === '' ? [required(at)] : simplePath(value, at)
    if (faults.length === 0 && !value.startsWith(`${under}.`))
      faults.push(invalid(at, value, `should be a json path under ${under}`))
    errors.push(...faults)
  }
  const selector = scale.labelSelectorPath
  if (!selector) return errors
  const at = `${path}.scale.labelSelectorPath`
  const faults = simplePath(selector, at)
  if (faults.length === 0 && !selector.startsWith('.spec.') && !selector.startsWith('.status.')) {
    faults.push(invalid(at, selector, 'should be a json path under either .spec or .status'))
  }
  return [...errors, ...faults]
}

const reviewVersions = ['v1', 'v1beta1']

export function conversionFaults({conversion}: Go['CustomResourceDefinitionSpec']): FieldError[] {
  if (!conversion) return []
  const path = 'spec.conversion'
  const {strategy, webhook} = conversion
  const errors: FieldError[] = []
  if (strategy === '') errors.push(required(`${path}.strategy`))
  else if (strategy !== 'None' && strategy !== 'Webhook')
    errors.push(notSupported(`${path}.strategy`, strategy, ['None', 'Webhook']))
  const client = `${path}.webhookClientConfig`
  const versions = webhook?.conversionReviewVersions ?? []
  if (strategy !== 'Webhook') {
    const text = 'should not be set when strategy is not set to Webhook'
    if (webhook?.clientConfig) errors.push(forbidden(client, text))
    if (versions.length > 0) errors.push(forbidden(`${path}.conversionReviewVersions`, text))
    return errors
  }
  const config = webhook?.clientConfig
  if (!config) errors.push(required(client, 'required when strategy is set to Webhook'))
  else if ((config.url === undefined) === (config.service === undefined))
    errors.push(required(client, 'exactly one of url or service is required'))
  else if (config.url !== undefined) errors.push(...webhookUrl(`${client}.url`, config.url))
  else if (config.service) errors.push(...webhookService(`${client}.service`, config.service))
  return [...errors, ...reviewFaults(versions, `${path}.conversionReviewVersions`)]
}

function reviewFaults(versions: readonly string[], path: string): FieldError[] {
  if (versions.length === 0) return [required(path)]
  const errors: FieldError[] = []
  for (const [at, version] of versions.entries()) {
    if (versions.indexOf(version) < at) errors.push(invalid(`${path}[${at}]`, version, 'duplicate version'))
    else errors.push(...dns1035Label(version).map((text) => invalid(`${path}[${at}]`, version, text)))
  }
  if (!versions.some((version) => reviewVersions.includes(version))) {
    errors.push(invalid(path, [...versions], `must include at least one of ${reviewVersions.join(', ')}`))
  }
  return errors
}
