import type {KubeObject} from '../../ports/kube.js'
import {type BuiltObjects, buildObjects} from './build-objects.js'
import type {BuildContext, BuildOptions} from './build-options.js'
import {isChild, localPathOf} from './child-kustomization.js'
import {kustomizationObject} from './kustomization-object.js'

/** `flux build kustomization`: the objects of a Kustomization and, if told so, of those among them (cli reference 7.2). */
export async function buildKustomization(context: BuildContext, options: BuildOptions): Promise<BuiltObjects> {
  const kustomization = await kustomizationObject(context, options)
  return buildWithChildren(context, kustomization, options.path, options, new Set())
}

/** The parent's objects, then each child's; a Kustomization that was built is not built again. */
async function buildWithChildren(
  context: BuildContext,
  kustomization: KubeObject,
  path: string,
  options: BuildOptions,
  seen: Set<string>,
): Promise<BuiltObjects> {
  seen.add(keyOf(kustomization))
  const parts = [await buildObjects(context, kustomization, path, options)]
  if (options.recursive) {
    for (const child of parts[0]!.objects.filter((object) => isChild(object, kustomization))) {
      if (seen.has(keyOf(child))) continue
      parts.push(await buildWithChildren(context, child, localPathOf(child, options), options, seen))
    }
  }
  return {
    objects: parts.flatMap(({objects}) => objects),
    unset: parts.flatMap(({unset}) => unset),
    skippedSources: parts.flatMap(({skippedSources}) => skippedSources),
  }
}

const keyOf = ({metadata}: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`
