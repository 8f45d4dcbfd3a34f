import type {Go} from '../../../../schema/builtin/go.gen.js'
import {admissionPolicyDefaults, mutatingWebhookDefaults, policyBindingDefaults, webhookDefaults} from '../groups/defaults.js'
import {type RuleTable, rules} from '../kind-rules.js'
import {validateMutatingBinding, validateValidatingBinding} from './bindings.js'
import {validateMutatingPolicy, validateValidatingPolicy, validateValidatingPolicyUpdate} from './policies.js'
import {validateWebhooks, validateWebhooksUpdate} from './webhooks.js'

const GROUP = 'admissionregistration.k8s.io'
const RESERVED = '.static.k8s.io'

function warnings({metadata}: {readonly metadata: Go['ObjectMeta']}): string[] {
  if (!metadata.name?.endsWith(RESERVED)) return []
  return [
    `metadata.name: names ending with "${RESERVED}" are reserved for static manifest-based configurations and cannot be managed via the API`,
  ]
}

/** Each update is checked as a create is, without the rules that only look at what changed. */
const CREATE = ['create'] as const

/** Kinds that steer admission. */
export const admissionRules: RuleTable = {
  [`${GROUP}/ValidatingWebhookConfiguration`]: rules<Go['ValidatingWebhookConfiguration']>({
    defaults: webhookDefaults,
    metadataUpdate: CREATE,
    validate: (configuration) => validateWebhooks(configuration),
    validateUpdate: (now, old) => validateWebhooksUpdate(now, old),
    warnings,
  }),
  [`${GROUP}/MutatingWebhookConfiguration`]: rules<Go['MutatingWebhookConfiguration']>({
    defaults: mutatingWebhookDefaults,
    metadataUpdate: CREATE,
    validate: (configuration) => validateWebhooks(configuration),
    validateUpdate: (now, old) => validateWebhooksUpdate(now, old),
    warnings,
  }),
  [`${GROUP}/ValidatingAdmissionPolicy`]: rules<Go['ValidatingAdmissionPolicy']>({
    defaults: admissionPolicyDefaults,
    metadataUpdate: CREATE,
    validate: (policy) => validateValidatingPolicy(policy),
    validateUpdate: validateValidatingPolicyUpdate,
    warnings,
  }),
  [`${GROUP}/MutatingAdmissionPolicy`]: rules<Go['MutatingAdmissionPolicy']>({
    defaults: admissionPolicyDefaults,
    metadataUpdate: CREATE,
    validate: (policy) => validateMutatingPolicy(policy),
    validateUpdate: validateMutatingPolicy,
    warnings,
  }),
  [`${GROUP}/ValidatingAdmissionPolicyBinding`]: rules<Go['ValidatingAdmissionPolicyBinding']>({
    defaults: policyBindingDefaults,
    metadataUpdate: CREATE,
    validate: validateValidatingBinding,
    warnings,
  }),
  [`${GROUP}/MutatingAdmissionPolicyBinding`]: rules<Go['MutatingAdmissionPolicyBinding']>({
    defaults: policyBindingDefaults,
    metadataUpdate: CREATE,
    validate: validateMutatingBinding,
    warnings,
  }),
}
