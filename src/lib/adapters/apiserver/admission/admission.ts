import type {KubeObject} from '../../../ports/kube.js'
import {AdmissionCompiler} from '../../../schema/cel/admission-env.js'
import {checkEscalation} from '../auth/escalation.js'
import type {Rbac} from '../auth/rbac.js'
import type {Admission, AdmissionRequest, Core, User} from '../rest/core.js'
import {namespaceLifecycle} from './namespace-lifecycle.js'
import {podSecurity} from './pod-security.js'
import {ValidatingPolicies} from './policy/validating-policies.js'
import type {QuotaAdmission} from './quota.js'

/** The admission plug-ins that are not a kind's own rules, in order. */
export function createAdmission(core: () => Core, rbac: Rbac, quota: QuotaAdmission): Admission {
  const compiler = new AdmissionCompiler()
  const policies = new ValidatingPolicies(core, compiler, (user) => (question, account) => {
    const {allowed, error, reason} = rbac.authorize(account ? accountUser(account) : user, question)
    return {allowed, reason: error === '' ? reason : `RBAC: ${error}`, error: ''}
  })
  return {
    admit(request: AdmissionRequest): KubeObject {
      namespaceLifecycle(core(), request)
      checkEscalation(rbac, request)
      return request.object
    },
    validate(request: AdmissionRequest): void {
      if (request.operation === 'DELETE') namespaceLifecycle(core(), request)
      podSecurity(core(), request)
      policies.check(request)
      quota.check(request)
    },
    commit(request: AdmissionRequest): KubeObject {
      if (!request.dryRun) quota.charge(request)
      return request.object
    },
  }
}

function accountUser({namespace, name}: {readonly namespace: string; readonly name: string}): User {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  }
}
