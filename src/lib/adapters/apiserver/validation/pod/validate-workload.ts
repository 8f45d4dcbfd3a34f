import type {JsonValue} from '../../../../formats/json/value.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, notSupported} from '../../../../schema/field-error.js'
import {inMemory} from '../../../../schema/go/given-empty.js'
import type {FieldError} from '../../hooks.js'
import {isEmptySelector, labelSelector, selects} from '../common/checks.js'
import {validateTemplate} from './validate-pod.js'

type Selector = Go['LabelSelector']

/** The labels of a template that a selector of its owner must match. */
export function mismatch(template: Go['PodTemplateSpec'], selector: Selector | null | undefined, path: string): FieldError[] {
  const labels = inMemory(template.metadata, 'labels') as Record<string, string> | null
  if (selector && (labelSelector('', selector).length > 0 || selects(selector, labels ?? {}))) return []
  return [invalid(`${path}.metadata.labels`, labels, '`selector` does not match template `labels`')]
}

/** Pods of a workload always restart and have no deadline. */
export function alwaysRunning(template: Go['PodTemplateSpec'], path: string, owner: string): FieldError[] {
  const {restartPolicy, activeDeadlineSeconds} = template.spec
  const errors = restartPolicy === 'Always' ? [] : [notSupported(`${path}.spec.restartPolicy`, restartPolicy ?? '', ['Always'])]
  if (activeDeadlineSeconds !== undefined) {
    errors.push(forbidden(`${path}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${owner} is not Supported`))
  }
  return errors
}

/** Template of a Deployment, ReplicaSet or ReplicationController. */
export function replicaTemplate(
  template: Go['PodTemplateSpec'],
  selector: Selector | null | undefined,
  path: string,
  owner = 'ReplicaSet',
): FieldError[] {
  const unmatched = selector && isEmptySelector(selector) ? [] : mismatch(template, selector, path)
  return [...unmatched, ...validateTemplate(template, path), ...alwaysRunning(template, path, owner)]
}

/** The server prints internal fields: with a capital and no omission. */
export function internalFields(of: object, fields: readonly string[]): JsonValue {
  const entries = fields.map((field) => {
    const value = (of as Record<string, JsonValue | undefined>)[field.charAt(0).toLowerCase() + field.slice(1)]
    return [field, value ?? null]
  })
  return Object.fromEntries(entries)
}
