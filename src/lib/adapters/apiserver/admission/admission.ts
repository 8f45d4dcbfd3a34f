import type {KubeObject} from '../../../ports/kube.js'
import type {Admission, AdmissionRequest, Core} from '../rest/core.js'
import {namespaceLifecycle} from './namespace-lifecycle.js'

/** The admission plug-ins that are not a kind's own rules, in order. */
export function createAdmission(core: () => Core): Admission {
  return {
    admit(request: AdmissionRequest): KubeObject {
      namespaceLifecycle(core(), request)
      return request.object
    },
    validate(request: AdmissionRequest): void {
      if (request.operation === 'DELETE') namespaceLifecycle(core(), request)
    },
    commit(request: AdmissionRequest): KubeObject {
      return request.object
    },
  }
}
