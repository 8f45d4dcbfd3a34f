import type {KubeObject} from '../../../ports/kube.js'
import {checkEscalation} from '../auth/escalation.js'
import type {Rbac} from '../auth/rbac.js'
import type {Admission, AdmissionRequest, Core} from '../rest/core.js'
import {namespaceLifecycle} from './namespace-lifecycle.js'
import {podSecurity} from './pod-security.js'
import type {QuotaAdmission} from './quota.js'

/** The admission plug-ins that are not a kind's own rules, in order. */
export function createAdmission(core: () => Core, rbac: Rbac, quota: QuotaAdmission): Admission {
  return {
    admit(request: AdmissionRequest): KubeObject {
      namespaceLifecycle(core(), request)
      checkEscalation(rbac, request)
      return request.object
    },
    validate(request: AdmissionRequest): void {
      if (request.operation === 'DELETE') namespaceLifecycle(core(), request)
      podSecurity(core(), request)
      quota.check(request)
    },
    commit(request: AdmissionRequest): KubeObject {
      if (!request.dryRun) quota.charge(request)
      return request.object
    },
  }
}
