import {parseTagVersion} from '../../formats/semver/version.js'
import {NATIVE_COMPONENTS} from '../../install/components.js'
import {apiVersionOf, type KindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {containersOf} from './images.js'

/** How many objects are named at most, and how many of a kind are asked for. */
const NAMED = 5
const ASKED = 500

/** The image of a controller's own container. */
export function imageOf(deployment: KubeObject): string {
  return String(containersOf(deployment).find(({name}) => name === 'manager')?.image ?? '')
}

/** Whether a Deployment runs our image of a controller. Their versions begin with 0, CNCF's do not; images without a tag say nothing. */
export function isNative(deployment: KubeObject): boolean {
  const image = imageOf(deployment)
  const tag = /:(v?\d+\.\d+\.\d+[^/@:]*)(?:@[^/]*)?$/.exec(image)?.[1]
  return (
    parseTagVersion(tag ?? '')?.major === 0 &&
    NATIVE_COMPONENTS.includes(deployment.metadata.name ?? '') &&
    !/(^|\/)fluxcd\//.test(image)
  )
}

/** What each of our controllers among these does not reconcile yet, in a sentence; none for those that do all. */
export async function leftOutTexts(components: readonly string[]): Promise<string[]> {
  const {leftOutKinds} = await import('../run/controllers.js')
  return components
    .filter((name) => NATIVE_COMPONENTS.includes(name))
    .flatMap((name) => {
      const kinds = leftOutKinds([name]).map(({kind}) => kind)
      const charts = kinds.includes('HelmChart') ? ', and HelmReleases get no charts' : ''
      return kinds.length === 0
        ? []
        : [`our ${name} does not reconcile ${kinds.join(', ')} yet: objects of these kinds stay as they are${charts}`]
    })
}

/** The objects in the cluster that nobody reconciles because these controllers are ours, in a sentence; undefined: none. */
export async function leftOutObjects(
  ctx: Pick<Context, 'kube' | 'signal'>,
  components: readonly string[],
): Promise<string | undefined> {
  const {leftOutKinds} = await import('../run/controllers.js')
  const rows = leftOutKinds(components.filter((name) => NATIVE_COMPONENTS.includes(name)))
  const names = (await Promise.all(rows.map((row) => objectsOf(ctx, row)))).flat()
  if (names.length === 0) return undefined
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : ''
  return `nobody reconciles ${names.slice(0, NAMED).join(', ')}${more}`
}

/** Kinds that are not there, or may not be seen, have none. */
async function objectsOf({kube, signal}: Pick<Context, 'kube' | 'signal'>, row: KindRow): Promise<string[]> {
  const kind = {apiVersion: apiVersionOf(row), kind: row.kind}
  const {items} = await kube.list(kind, {metadataOnly: true, limit: ASKED, signal}).catch(() => ({items: []}))
  return items.map(({metadata}: KubeObject) => `${row.kind}/${metadata.namespace}/${metadata.name}`)
}
