import type {Go} from '../../../../../schema/builtin/go.gen.js'
import {forbidden} from '../../../../../schema/field-error.js'
import {inMemory} from '../../../../../schema/go/given-empty.js'
import type {FieldError} from '../../../hooks.js'
import {validateAnnotations, validateLabels} from '../../object-meta.js'

const notOfTemplates = [
  ...['name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion', 'generation', 'creationTimestamp'],
  ...['deletionTimestamp', 'deletionGracePeriodSeconds', 'ownerReferences', 'finalizers', 'managedFields'],
]

/** Metadata of a template: labels and annotations alone. */
export function templateMetadata(metadata: Go['ObjectMeta'], path: string): FieldError[] {
  return [
    ...validateAnnotations(metadata.annotations, `${path}.annotations`),
    ...validateLabels(metadata.labels, `${path}.labels`),
    ...notOfTemplates.flatMap((name) => {
      const value = inMemory(metadata, name)
      // the name of the Go field, with a small first letter
      const field = name === 'uid' ? 'uID' : name
      return value === null || value === '' || value === 0 ? [] : [forbidden(`${path}.${field}`, 'cannot be set')]
    }),
  ]
}
