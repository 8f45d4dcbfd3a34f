import {inParallel} from '../../apply/in-parallel.js'
import {subjectOf} from '../../apply/subject.js'
import {ApiError, isNotFound} from '../../errors/api-error.js'
import {isObject} from '../../formats/json/value.js'
import {textAt} from '../../kinds/object-facts.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {keyOf} from './made-objects.js'
import {pullSecretsOf, type Reference, referencesOf} from './references.js'

type ReadContext = Pick<Context, 'kube' | 'signal'>

/** From so many of one namespace on they are listed, not asked for one by one. */
const FEW = 10
const REQUESTS_AT_A_TIME = 8
/** Releases that Helm stored: large, and nobody refers to them. */
const NO_RELEASES = 'type!=helm.sh/release.v1'

/** A reference and who made it, for messages: `GitRepository/apps/web`. */
export interface Wanted extends Reference {
  readonly by: string
}

export interface Referenced {
  readonly objects: readonly KubeObject[]
  /** what is not there, although it should */
  readonly missing: readonly Wanted[]
  readonly unread: readonly {readonly wanted: Wanted; readonly error: unknown}[]
}

/** Everything that the objects refer to, each once, with the pull secrets of their accounts. */
export async function readReferenced(ctx: ReadContext, objects: readonly KubeObject[]): Promise<Referenced> {
  const wanted = distinct([...objects.flatMap(wantedBy), ...(await controllerKeys(ctx, objects))])
  const first = await readWanted(ctx, wanted)
  const accounts = first.objects.filter(({kind}) => kind === 'ServiceAccount')
  const known = new Set(wanted.map(keyFor))
  const more = distinct(accounts.flatMap((account) => pullSecretsOf(account).map((ref) => ({...ref, by: subject(account)}))))
  const second = await readWanted(
    ctx,
    more.filter((ref) => !known.has(keyFor(ref))),
  )
  return {
    objects: [...first.objects, ...second.objects],
    missing: [...first.missing, ...second.missing],
    unread: [...first.unread, ...second.unread],
  }
}

const subject = ({kind, metadata}: KubeObject) => subjectOf({kind, namespace: metadata.namespace, name: metadata.name!})
const wantedBy = (object: KubeObject): Wanted[] => referencesOf(object).map((ref) => ({...ref, by: subject(object)}))
const keyFor = ({kind, namespace, name}: Reference) => keyOf(kind, namespace, name)

/** One per object; it is optional only when it is so for all. */
function distinct(wanted: readonly Wanted[]): Wanted[] {
  const byKey = new Map<string, Wanted>()
  for (const ref of wanted) {
    const known = byKey.get(keyFor(ref))
    if (!known || (known.optional && !ref.optional)) byKey.set(keyFor(ref), ref)
  }
  return [...byKey.values()]
}

/** The key with which kustomize-controller decrypts where a Kustomization names none (`--sops-age-secret`). */
async function controllerKeys({kube, signal}: ReadContext, objects: readonly KubeObject[]): Promise<Wanted[]> {
  const needed = objects.some(
    (object) =>
      object.kind === 'Kustomization' &&
      textAt(object, ['spec', 'decryption', 'provider']) !== '' &&
      textAt(object, ['spec', 'decryption', 'secretRef', 'name']) === '',
  )
  if (!needed) return []
  const kind = {apiVersion: 'apps/v1', kind: 'Deployment'}
  const labelSelector = 'app.kubernetes.io/component=kustomize-controller'
  // who may not read Deployments gets what the objects themselves name
  const found = await kube.list(kind, {labelSelector, signal}).catch(() => ({items: [] as KubeObject[]}))
  return found.items.flatMap((deployment) => {
    const name = /--sops-age-secret=([\w.-]+)/.exec(JSON.stringify(deployment['spec'] ?? {}))?.[1]
    const namespace = deployment.metadata.namespace ?? ''
    return name ? [{kind: 'Secret' as const, namespace, name, optional: false, by: subject(deployment)}] : []
  })
}

async function readWanted(ctx: ReadContext, wanted: readonly Wanted[]): Promise<Referenced> {
  const groups = new Map<string, Wanted[]>()
  for (const ref of wanted) {
    const group = groups.get(`${ref.kind} ${ref.namespace}`)
    if (group) group.push(ref)
    else groups.set(`${ref.kind} ${ref.namespace}`, [ref])
  }
  const listed = await inParallel([...groups.values()], REQUESTS_AT_A_TIME, async (group) =>
    group.length > FEW ? listGroup(ctx, group) : undefined,
  )
  const known = new Map(listed.flatMap((objects) => [...(objects ?? [])].map((object) => [objectKey(object), object])))
  const complete = new Set([...groups.keys()].filter((_, index) => listed[index]))
  // told in the order of the objects, whichever answer comes first
  const answers = await inParallel(wanted, REQUESTS_AT_A_TIME, async (ref): Promise<Partial<Referenced>> => {
    try {
      const object = complete.has(`${ref.kind} ${ref.namespace}`) ? known.get(keyFor(ref)) : await readOne(ctx, ref)
      if (object) return {objects: [object]}
      return ref.optional ? {} : {missing: [ref]}
    } catch (error) {
      ctx.signal.throwIfAborted()
      return {unread: [{wanted: ref, error}]}
    }
  })
  return {
    objects: answers.flatMap(({objects = []}) => objects),
    missing: answers.flatMap(({missing = []}) => missing),
    unread: answers.flatMap(({unread = []}) => unread),
  }
}

const objectKey = ({kind, metadata}: KubeObject) => keyOf(kind, metadata.namespace, metadata.name ?? '')

/** All of a kind in a namespace; undefined for who may not list them: single ones may be allowed. */
async function listGroup({kube, signal}: ReadContext, group: readonly Wanted[]): Promise<readonly KubeObject[] | undefined> {
  const {kind, namespace} = group[0]!
  const fieldSelector = kind === 'Secret' ? NO_RELEASES : undefined
  try {
    return (await kube.list({apiVersion: 'v1', kind}, {namespace, fieldSelector, signal})).items
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) return undefined
    throw error
  }
}

async function readOne({kube, signal}: ReadContext, {kind, namespace, name}: Wanted): Promise<KubeObject | undefined> {
  try {
    const object = await kube.get({apiVersion: 'v1', kind, namespace, name}, {signal})
    return isObject(object) ? object : undefined
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
