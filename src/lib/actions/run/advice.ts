import {isObject} from '../../formats/json/value.js'
import {apiVersionOf, KINDS, kindRow} from '../../kinds/registry.js'
import type {KubeObject} from '../../ports/kube.js'
import {conditionOf, specOf, textAt} from '../conditions.js'
import {BY_REASON} from './report/advice-by-reason.js'

/** Groups that every cluster serves itself; CRDs may have groups in k8s.io too, e.g. gateway.networking.k8s.io. */
const BUILT_IN = [
  ...['apps', 'autoscaling', 'batch', 'extensions', 'policy'],
  ...['admissionregistration', 'apiextensions', 'apiregistration', 'authentication', 'authorization', 'certificates'].map(inK8s),
  ...['coordination', 'discovery', 'events', 'flowcontrol.apiserver', 'networking', 'node', 'rbac.authorization'].map(inK8s),
  ...['resource', 'scheduling', 'storage'].map(inK8s),
].join('|')

function inK8s(name: string): string {
  return `${name}.k8s.io`
}

/** Kinds of Flux in versions that it serves. */
const CURRENT = KINDS.map((row) => `"${row.kind}" in version "${apiVersionOf(row)}"`).join('|')

/** What helps against faults that show in the message. */
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(`no matches for kind (${CURRENT})`),
    'the cluster lacks that kind of Flux: `flux run --install-crds` puts all CRDs there; its controller must be there too',
  ],
  [
    /no matches for kind "\w+" in version "[\w.]+\.fluxcd\.io\/v\d(alpha|beta)\d"/,
    'Flux 2.9 does not serve that version: `flux migrate -f .` rewrites the manifests',
  ],
  [
    new RegExp(`no matches for kind "\\w+" in version "(v\\d\\w*"|(${BUILT_IN})/)`),
    'Kubernetes has no such kind in that version: check the spelling of kind and apiVersion; kubectl api-resources lists them all',
  ],
  [/no matches for kind/, 'the CRD of that kind is missing: let this Kustomization depend on the one that installs it'],
  [
    /is not in or below '\//,
    'that path leads out of the repository, where nothing can be read: bring the files into it, or let a source and a Kustomization of their own apply them',
  ],
  [
    /evalsymlink failure on '[^']*' ?: lstat [^:]*: no such file or directory/,
    'the artifact has no such file: mend the path; symbolic links, and what .sourceignore or spec.ignore names, are left out of it',
  ],
  [/https:\/\/local\.invalid\//, 'this source was a folder: name it again with --source'],
  [
    /field is immutable/,
    'the field cannot be changed in place: spec.force, or kustomize.toolkit.fluxcd.io/force: Enabled, re-creates it',
  ],
  [
    /invalid 'ssh' auth option: '(identity|known_hosts)' is required/,
    'ssh needs a key: --private-key-file brings that of --source URL, --secret-ref names a Secret; any other source names one with identity and known_hosts in spec.secretRef; or clone the repository and use --source DIR',
  ],
  [
    /authentication required/,
    'the repository wants a login: --username and --password (GIT_PASSWORD) bring that of --source URL, --secret-ref names a Secret; any other source names one in spec.secretRef',
  ],
  [
    /knownhosts: key (mismatch|is unknown|is revoked)/,
    "the server's host key is not the one on record: check known_hosts in the Secret that spec.secretRef names against what ssh-keyscan prints",
  ],
  [/is forbidden/, 'the service account lacks that right: grant it, or let another one apply'],
]
export interface NotReady {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly reason: string
  readonly message: string
  readonly advice: string
  /** what it is at (its Reconciling condition); absent: nothing */
  readonly doing?: string
  /** objects that its health checks wait for, e.g. `Deployment/web/dead status: 'InProgress'` */
  readonly waitingFor?: readonly string[]
}

/**
 * Why an object is not ready and what helps; undefined when it is ready or suspended. `waitingFor` is what its health
 * checks wait for.
 */
export function notReady(object: KubeObject, waitingFor: readonly string[] = []): NotReady | undefined {
  if (specOf(object).suspend === true) return undefined
  const ready = conditionOf(object, 'Ready')
  if (ready?.status === 'True') return undefined
  const {name = '', namespace = ''} = object.metadata
  const reason = ready?.reason ?? 'Unknown'
  const message = withoutEmptyTail(ready?.message ?? 'waiting to be reconciled')
  const known = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1]
  const advice = known ?? buildAdvice(object, reason, message) ?? BY_REASON[reason] ?? '`flux logs` tells more'
  const reconciling = conditionOf(object, 'Reconciling')
  // what a failed one was at last is no help
  const doing =
    ready?.status !== 'False' && reconciling?.status === 'True' && reconciling.message !== message ? reconciling.message : ''
  return {
    ...{kind: object.kind, namespace, name, reason, message, advice},
    ...(doing !== '' && {doing}),
    // a message about what failed names them itself
    ...(ready?.status !== 'False' && waitingFor.length > 0 && {waitingFor}),
  }
}

/** How to see the build of a Kustomization that fails; undefined for other faults and kinds. */
function buildAdvice(object: KubeObject, reason: string, message: string): string | undefined {
  if (object.kind !== 'Kustomization' || reason !== 'BuildFailed') return undefined
  const {path, postBuild} = specOf(object)
  const {name, namespace} = object.metadata
  const folder = typeof path === 'string' ? path.replace(/^[./]*/, '') : ''
  const flags = [
    '--dry-run --kustomization-file FILE',
    ...(message.startsWith('post build failed') ? ['--strict-substitute'] : []),
  ]
  if (isObject(postBuild) && Array.isArray(postBuild.substituteFrom)) flags.push('--substitute-from VARIABLES')
  const line = `flux build kustomization ${name} -n ${namespace} --path ./${folder} ${flags.join(' ')}`
  return `mend the manifests that the message names; \`${line}\` shows the same build (FILE holds this Kustomization)`
}

/**
 * Why an object of a kind that this run does not reconcile is not ready; undefined when it is, when it is suspended, and
 * when its kind has no status. `alone`: there are no other controllers, so nothing that its status says is true.
 */
export function notReconciled(object: KubeObject, alone: boolean): NotReady | undefined {
  const spec = specOf(object)
  const row = kindRow(object.kind)
  if (row?.alwaysReady || (row?.staticWhen && textAt(object, row.staticWhen.path) === row.staticWhen.is)) return undefined
  const found = notReady(object)
  if (spec.suspend === true || (!alone && conditionOf(object, 'Ready'))) return found
  const {name = '', namespace = ''} = object.metadata
  const advice = alone
    ? 'rehearse what does not depend on it; a cluster with the controller of that kind does the rest'
    : 'start the controller of that kind in the cluster, or look at it with `flux get` when that one is done'
  return {kind: object.kind, namespace, name, reason: 'NotReconciled', message: nobodyReconciles(object.kind), advice}
}

/** `no controller of this run reconciles HelmRelease objects` */
export function nobodyReconciles(kind: string): string {
  return `no controller of this run reconciles ${kind} objects`
}

/** A status text for people: go-git ends its own with the body of the answer, which many servers leave empty. */
export function withoutEmptyTail(message: string): string {
  return message.trim().replace(/:$/, '')
}
