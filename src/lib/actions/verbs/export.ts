import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isObject} from '../../formats/json/value.js'
import {apiVersionOf, type KindRow} from '../../kinds/registry.js'
import {type TypedForm, typedForm} from '../../kinds/typed-form.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {textAt} from '../conditions.js'

export interface ExportOptions {
  readonly namespace: string
  /** needed without `all` */
  readonly name: string | undefined
  /** every object of the namespace; a name does not count then */
  readonly all: boolean
  /** the Secret that the object refers to comes behind it */
  readonly withCredentials: boolean
}

type ExportContext = Pick<Context, 'kube' | 'signal'>

/** Objects as they can be applied elsewhere, one after the other (cli reference 6.1). */
export async function* exportObjects(ctx: ExportContext, kind: KindRow, options: ExportOptions): AsyncIterable<KubeObject> {
  const objects = await selected(ctx, kind, options)
  const form = typedForm(kind)
  for (const object of objects) {
    yield exported(kind, object, form)
    const secret = options.withCredentials && kind.credentials ? textAt(object, ['spec', 'secretRef', 'name']) : ''
    if (secret === '') continue
    yield await exportedSecret(ctx, options.namespace, secret)
    // flux stops here, even when there are more objects
    return
  }
}

async function selected(ctx: ExportContext, kind: KindRow, options: ExportOptions): Promise<readonly KubeObject[]> {
  const {namespace, name, all} = options
  const ref = {apiVersion: apiVersionOf(kind), kind: kind.kind}
  if (!all) return [await ctx.kube.get({...ref, namespace, name: name!}, {signal: ctx.signal})]
  const {items} = await ctx.kube.list(ref, {namespace, signal: ctx.signal})
  if (items.length === 0) throw new FluxError('none-found', `no objects found in ${namespace} namespace`)
  return items
}

/** Name, namespace, labels, annotations and spec: what belongs to the object wherever it lives. */
function exported(kind: KindRow, object: KubeObject, form: TypedForm): KubeObject {
  const {name, namespace, labels, annotations} = object.metadata
  const metadata = {
    ...(annotations && Object.keys(annotations).length > 0 ? {annotations} : {}),
    ...(labels && Object.keys(labels).length > 0 ? {labels} : {}),
    ...{name: name!, namespace: namespace!},
  }
  return {apiVersion: apiVersionOf(kind), kind: kind.kind, metadata, spec: form.spec(object)}
}

async function exportedSecret(ctx: ExportContext, namespace: string, name: string): Promise<KubeObject> {
  try {
    const secret = await ctx.kube.get({apiVersion: 'v1', kind: 'Secret', namespace, name}, {signal: ctx.signal})
    const data = isObject(secret['data']) ? {data: secret['data']} : {}
    return {apiVersion: 'v1', ...data, kind: 'Secret', metadata: {name, namespace}, type: secret['type']}
  } catch (error) {
    throw new FluxError('no-secret', `failed to retrieve secret ${name}, error: ${messageOf(error)}`, {cause: error})
  }
}
