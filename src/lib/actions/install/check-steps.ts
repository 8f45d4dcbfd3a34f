import {messageOf} from '../../errors/flux-error.js'
import {parseConstraint} from '../../formats/semver/constraint.js'
import {formatVersion, parseVersion, type Version} from '../../formats/semver/version.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {statusOf} from '../conditions.js'
import {deadlineError} from '../poll.js'
import {explainNoMatch} from '../verbs/no-match.js'
import {assessDeployments} from './assess-deployments.js'
import {type ClusterInfo, clusterInfo, distributionOf} from './cluster-info.js'
import {imagesOf} from './images.js'

/** Without a deadline of its own: a readiness wait may take as long as `timeout` each time. */
export type CheckContext = Pick<Context, 'kube' | 'clock' | 'out' | 'signal'>

export interface ControllerWait {
  readonly namespace: string
  /** pause between two looks at a Deployment, ms */
  readonly pollInterval: number
  /** ms */
  readonly timeout: number
}

const CONSTRAINT = '>=1.33.0-0'
const SELECTOR = 'app.kubernetes.io/part-of=flux'

/** Whether the API server is new enough; told, never thrown. */
export async function checkKubernetes({kube, out, signal}: CheckContext): Promise<{version?: string; suitable: boolean}> {
  let text: string
  try {
    text = (await kube.version({signal})).gitVersion
  } catch (error) {
    out.failure(`Kubernetes API call failed: ${messageOf(deadlineError(error, signal))}`)
    return {suitable: false}
  }
  const version = readVersion(text)
  const suitable = version !== undefined && parseConstraint(CONSTRAINT).check(version)
  if (!version) out.failure("Kubernetes version can't be determined")
  else if (!suitable) out.failure(`Kubernetes version ${version.original} does not match ${CONSTRAINT}`)
  else out.success(`Kubernetes ${formatVersion(version)} ${CONSTRAINT}`)
  return {version: text, suitable}
}

function readVersion(text: string): Version | undefined {
  try {
    return parseVersion(text)
  } catch {
    return undefined
  }
}

/** What is installed; undefined when that can't be found out. */
export async function checkVersion(ctx: CheckContext): Promise<ClusterInfo | undefined> {
  try {
    const info = await clusterInfo(ctx)
    const distribution = distributionOf(info)
    if (distribution !== '') ctx.out.success(`distribution: ${distribution}`)
    ctx.out.success(`bootstrapped: ${info.bootstrapped}`)
    return info
  } catch (error) {
    ctx.out.failure(`checking failed: ${messageOf(deadlineError(await explainNoMatch(ctx, error), ctx.signal))}`)
    return undefined
  }
}

/**
 * The Deployments of Flux and whether each is ready; each may take the whole timeout. A list that is refused says nothing and
 * fails nothing: undefined.
 */
export async function checkControllers(
  ctx: CheckContext,
  timed: CheckContext,
  {namespace, pollInterval, timeout}: ControllerWait,
): Promise<readonly {deployment: KubeObject; ready: boolean}[] | undefined> {
  const items = await listed(timed, {apiVersion: 'apps/v1', kind: 'Deployment'}, namespace)
  if (items?.length === 0) {
    ctx.out.failure(`no controllers found in the '${namespace}' namespace with the label selector '${SELECTOR}'`)
  }
  if (!items) return undefined
  const found = []
  for (const deployment of items) {
    const ready = await assessDeployments(ctx, [deployment.metadata.name!], {namespace, timeout, interval: pollInterval})
    for (const image of imagesOf(deployment)) ctx.out.action(image)
    found.push({deployment, ready})
  }
  return found
}

interface Definition {
  readonly name: string
  readonly storedVersion?: string | undefined
  /** of Flux, with `v` */
  readonly release?: string | undefined
}

/** The CRDs of Flux with the version that objects are stored in; undefined as above. */
export async function checkDefinitions(timed: CheckContext): Promise<readonly Definition[] | undefined> {
  const found = await listDefinitions(timed)
  if (found?.length === 0) timed.out.failure(`no crds found with the label selector '${SELECTOR}'`)
  for (const {name, storedVersion} of found ?? []) {
    if (storedVersion !== undefined) timed.out.success(`${name}/${storedVersion}`)
    else timed.out.failure(`no stored versions for ${name}`)
  }
  return found
}

/** The same without a word. */
export async function listDefinitions(timed: CheckContext): Promise<readonly Definition[] | undefined> {
  const items = await listed(timed, {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'}, undefined)
  return items?.map((item) => {
    const versions = statusOf(item).storedVersions
    const storedVersion = Array.isArray(versions) && versions.length > 0 ? String(versions.at(-1)) : undefined
    return {name: item.metadata.name!, storedVersion, release: item.metadata.labels?.['app.kubernetes.io/version']}
  })
}

async function listed(
  {kube, signal}: CheckContext,
  kind: {apiVersion: string; kind: string},
  namespace: string | undefined,
): Promise<readonly KubeObject[] | undefined> {
  try {
    return (await kube.list(kind, {namespace, labelSelector: SELECTOR, signal})).items
  } catch {
    return undefined
  }
}
