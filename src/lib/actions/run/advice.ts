import type {KubeObject} from '../../ports/kube.js'
import {conditionOf, specOf} from '../conditions.js'

/** What to do about the usual reasons; `%` is the object as `kind name -n namespace` of the command line. */
const BY_REASON: Readonly<Record<string, string>> = {
  BuildFailed: 'mend the manifests that the message names; `flux build dir` shows the same build',
  PostBuildFailed: 'define the variable in postBuild.substitute or substituteFrom, or give it a default: ${name:=value}',
  DependencyNotReady: 'look at the dependency that the message names first',
  HealthCheckFailed: 'look at the objects that the message names: kubectl describe and kubectl logs tell why',
  ReconciliationFailed: 'the API server refused an object: mend it in Git',
  PruneFailed: 'look at what the message names: something keeps it from being deleted',
  ArtifactFailed: 'the source has no artifact: look at the source first',
  SourceNotReady: 'look at the source first',
  GitOperationFailed: 'check the URL, the branch and the credentials of the source',
  AuthenticationFailed: 'check the secret that spec.secretRef names',
  URLInvalid: 'mend spec.url',
  Suspended: 'flux resume %',
}

export interface NotReady {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly reason: string
  readonly message: string
  readonly advice: string
}

/** Why an object is not ready and what helps; undefined when it is ready or suspended. */
export function notReady(object: KubeObject): NotReady | undefined {
  if (specOf(object).suspend === true) return undefined
  const ready = conditionOf(object, 'Ready')
  if (ready?.status === 'True') return undefined
  const {name = '', namespace = ''} = object.metadata
  const reason = ready?.reason ?? 'Unknown'
  const advice = BY_REASON[reason] ?? 'flux logs tells more'
  return {kind: object.kind, namespace, name, reason, message: ready?.message ?? 'waiting to be reconciled', advice}
}
