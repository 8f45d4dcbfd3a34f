import type {JsonObject} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {upsertSecret} from '../upsert.js'

export type SecretData = Readonly<Record<string, string>>

export interface SecretMeta {
  readonly name: string
  readonly namespace: string
  readonly labels?: Record<string, string> | undefined
  readonly annotations?: Record<string, string> | undefined
  readonly type?: string | undefined
}

/** A Secret with its values as text. */
export function newSecret(meta: SecretMeta, data: SecretData): KubeObject {
  const {type, labels, annotations, name, namespace} = meta
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {...(annotations ? {annotations} : {}), ...(labels ? {labels} : {}), name, ...(namespace && {namespace})},
    ...(Object.keys(data).length > 0 ? {stringData: {...data}} : {}),
    ...(type ? {type} : {}),
  }
}

/**
 * Prints the Secret or writes it to the cluster. `what` is what the last line calls it; `before` is said in front of the
 * write.
 */
export async function createSecret(
  ctx: CreateContext,
  options: Pick<CreateOptions, 'export'>,
  secret: KubeObject,
  {what, before, tail = '\n'}: {what: string; before?: () => void; tail?: string},
): Promise<void> {
  if (options.export) return ctx.out.data(`---\n${printYaml(secret as JsonObject, {strict: true})}${tail}`)
  before?.()
  await upsertSecret(await ctx.cluster(), secret)
  ctx.out.action(`${what} secret '${secret.metadata.name}' created in '${secret.metadata.namespace}' namespace`)
}
