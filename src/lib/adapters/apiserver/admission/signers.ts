import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {Rbac} from '../auth/rbac.js'
import type {AdmissionRequest} from '../rest/core.js'
import {forbidden} from '../status.js'
import {askedCertificate} from '../validation/groups/signing/asked-certificate.js'

const GROUP = 'certificates.k8s.io'
const CLIENTS = 'kubernetes.io/kube-apiserver-client'
const MASTERS = 'system:masters'

/** The plug-ins about signers: who may approve and sign for them, and that nobody asks to become a master. */
export function signers(rbac: Rbac, request: AdmissionRequest): void {
  const {entry, operation, subresource} = request
  if (entry.group !== GROUP || entry.resource !== 'certificatesigningrequests') return
  if (operation === 'CREATE') checkSubject(request)
  else if (operation === 'UPDATE' && subresource === 'approval') checkSigner(rbac, request, 'approve')
  else if (operation === 'UPDATE' && subresource === 'status' && isWritten(request)) checkSigner(rbac, request, 'sign')
}

const part = (object: KubeObject | undefined, name: 'spec' | 'status'): JsonObject => {
  const value = object?.[name]
  return isObject(value) ? value : {}
}

function checkSubject({entry, object}: AdmissionRequest): void {
  const {signerName, request} = part(object, 'spec')
  if (signerName !== CLIENTS || typeof request !== 'string') return
  if (!askedCertificate(request).organizations.includes(MASTERS)) return
  const text = `use of ${CLIENTS} signer with ${MASTERS} group is not allowed`
  throw forbidden(entry, object.metadata.name ?? '', text)
}

/** What only a signer has to say: a certificate, or conditions. */
function isWritten({object, old}: AdmissionRequest): boolean {
  const [now, before] = [part(object, 'status'), part(old, 'status')]
  return ['certificate', 'conditions'].some((name) => !sameValue(now[name] ?? null, before[name] ?? null))
}

function checkSigner(rbac: Rbac, {entry, old, object, call}: AdmissionRequest, verb: 'approve' | 'sign'): void {
  const signer = String(part(old ?? object, 'spec').signerName ?? '')
  const domain = `${signer.split('/', 1)[0]}/*`
  const may = (name: string) =>
    rbac.authorize(call.user, {verb, group: GROUP, resource: 'signers', subresource: '', namespace: '', name}).allowed
  if (may(signer) || may(domain)) return
  const text = `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`
  throw forbidden(entry, object.metadata.name ?? '', text)
}
