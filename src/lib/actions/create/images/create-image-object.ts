import type {KubeObject} from '../../../ports/kube.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {createObject} from '../create-object.js'

/** What the three kinds of images have in common: they are written only when something changes. */
export async function createImageObject(ctx: CreateContext, options: CreateOptions, object: KubeObject): Promise<void> {
  const done = () => [`${object.kind} reconciliation completed`]
  await createObject(ctx, options, {object, generating: true, onlyChanges: true, done})
}
