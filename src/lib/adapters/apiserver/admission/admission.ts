import type {KubeObject} from '../../../ports/kube.js'
import {AdmissionCompiler} from '../../../schema/cel/admission-env.js'
import {checkEscalation} from '../auth/escalation.js'
import {checkParamAccess} from '../auth/param-access.js'
import type {Rbac} from '../auth/rbac.js'
import type {ControlEnv} from '../hooks.js'
import type {Admission, AdmissionRequest, Core, User} from '../rest/core.js'
import {type AskFor, attributesOf, isExempt} from './attributes.js'
import {claimGrowth} from './claim-growth.js'
import {limitRanges} from './limit-range.js'
import {Mutation} from './mutation.js'
import {namespaceLifecycle} from './namespace-lifecycle.js'
import {podSecurity, warnsOfTemplates} from './pod-security/pod-security.js'
import {MutatingPolicies} from './policy/mutating-policies.js'
import {isConcernOfPolicies} from './policy/policy-data.js'
import {ValidatingPolicies} from './policy/validating-policies.js'
import type {QuotaAdmission} from './quota/quota.js'
import {serviceAccount} from './service-account.js'
import {signers} from './signers.js'
import {Hooks} from './webhook/hook.js'
import {WebhookCaller} from './webhook/webhook-caller.js'
import {Webhooks} from './webhook/webhooks.js'

const GROUP = 'admissionregistration.k8s.io'
const WEBHOOKS = [`${GROUP}/validatingwebhookconfigurations`, `${GROUP}/mutatingwebhookconfigurations`]
const CONFIGURED = [...WEBHOOKS, `${GROUP}/validatingadmissionpolicybindings`, `${GROUP}/mutatingadmissionpolicybindings`]
const CHANGING = [`${GROUP}/mutatingadmissionpolicybindings`, `${GROUP}/mutatingwebhookconfigurations`]

type Fill = (object: KubeObject) => KubeObject

/** The admission plug-ins that are not a kind's own rules, in order. */
export function createAdmission(core: () => Core, rbac: Rbac, quota: QuotaAdmission, env: ControlEnv): Admission {
  const compiler = new AdmissionCompiler()
  const ask = askFor(rbac)
  const policies = new ValidatingPolicies(core, compiler, ask)
  const mutating = new MutatingPolicies(core, compiler, ask)
  const webhooks = new Webhooks(core, new Hooks(compiler, ask), new WebhookCaller(env), env.random)
  // most clusters have nothing that changes objects, and every write comes by here
  const changes = ({entry}: AdmissionRequest): boolean =>
    !isExempt(entry) && CHANGING.some((name) => core().store.collection(name).size > 0)
  return {
    admit(request: AdmissionRequest, fill: Fill = (object) => object): KubeObject {
      namespaceLifecycle(core(), request)
      checkEscalation(rbac, request)
      return changes(request) ? mutated(core(), [mutating, webhooks], request, fill) : fill(request.object)
    },
    validate(request: AdmissionRequest): void {
      if (request.operation === 'DELETE') {
        namespaceLifecycle(core(), request)
        if (changes(request)) mutated(core(), [mutating, webhooks], request, (object) => object)
      }
      limitRanges(core(), request)
      serviceAccount(core(), request)
      signers(rbac, request)
      checkParamAccess(core(), rbac, request)
      podSecurity(core(), request)
      claimGrowth(core(), request)
      policies.check(request)
      if (!isExempt(request.entry)) webhooks.validate(request)
      quota.check(request)
    },
    commit(request: AdmissionRequest): KubeObject {
      if (!request.dryRun) quota.charge(request)
      return request.object
    },
    concerned(request: AdmissionRequest): boolean {
      if (seesEveryWrite(core(), request)) return true
      if (isExempt(request.entry)) return false
      if (!CONFIGURED.some((name) => core().store.collection(name).size > 0)) return false
      const attributes = attributesOf(request)
      return isConcernOfPolicies(core(), attributes) || webhooks.concerns(attributes)
    },
    asks(entry): boolean {
      const {store} = core()
      return !isExempt(entry) && WEBHOOKS.some((name) => store.collection(name).size > 0)
    },
  }
}

/** Built-in plug-ins that look at updates which change nothing. */
function seesEveryWrite(core: Core, request: AdmissionRequest): boolean {
  if (request.entry.collection === '/persistentvolumeclaims') return core.store.collection('/limitranges').size > 0
  return warnsOfTemplates(core, request)
}

/** Plug-ins that changed the object let those before them have another look, once. */
function mutated(
  core: Core,
  plugins: readonly (MutatingPolicies | Webhooks)[],
  request: AdmissionRequest,
  fill: Fill,
): KubeObject {
  const mutation = new Mutation(core, fill(request.object))
  for (const plugin of plugins) plugin.mutate(request, mutation)
  if (mutation.changed) {
    mutation.again = true
    mutation.object = fill(mutation.object)
    for (const plugin of plugins) plugin.mutate(request, mutation)
  }
  return mutation.object
}

function askFor(rbac: Rbac): AskFor {
  return (user) => (question, account) => {
    const {allowed, error, reason} = rbac.authorize(account ? accountUser(account) : user, question)
    return {allowed, reason: error === '' ? reason : `RBAC: ${error}`, error: ''}
  }
}

function accountUser({namespace, name}: {readonly namespace: string; readonly name: string}): User {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  }
}
