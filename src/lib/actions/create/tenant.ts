import {FluxError} from '../../errors/flux-error.js'
import type {KubeObject} from '../../ports/kube.js'
import {qualifiedName} from '../../schema/names.js'
import type {ClusterContext, CreateContext, CreateOptions} from './context.js'
import {exportObjects} from './export-objects.js'
import {readLabels, refuse} from './labels.js'
import {create, find, isPartOf, refOf, update} from './upsert.js'

export interface TenantOptions extends CreateOptions {
  readonly 'with-namespace'?: readonly string[] | undefined
  readonly 'cluster-role': string
  readonly 'with-service-account'?: string | undefined
  readonly 'skip-namespace': boolean
}

const RBAC = 'rbac.authorization.k8s.io'

/** `flux create tenant` (cli reference 5.12): per namespace the Namespace, an account and its rights there. */
export async function createTenant(ctx: CreateContext, options: TenantOptions): Promise<void> {
  if (options['cluster-role'] === '') throw new FluxError('usage', 'cluster-role is required')
  if (!options['with-namespace']) throw new FluxError('usage', 'with-namespace is required')
  const parts = options['with-namespace'].map((namespace) => tenantIn(namespace, options))
  const objects = parts.flatMap(({namespace, account, binding}) => [
    ...(options['skip-namespace'] ? [] : [namespace]),
    account,
    binding,
  ])
  if (options.export) return exportObjects(ctx.out, objects)
  const cluster = await ctx.cluster()
  for (const object of objects) await apply(cluster, object)
  ctx.out.success('tenant setup completed')
}

function tenantIn(namespace: string, options: TenantOptions) {
  refuse(`invalid namespace '${namespace}'`, qualifiedName(namespace))
  const tenant = options.name
  const labels = {...readLabels(options.label), 'toolkit.fluxcd.io/tenant': tenant}
  const account = options['with-service-account'] || tenant
  refuse(`invalid service-account name '${account}'`, qualifiedName(account))
  const object = (apiVersion: string, kind: string, name: string) => ({apiVersion, kind, metadata: {labels, name, namespace}})
  return {
    namespace: {apiVersion: 'v1', kind: 'Namespace', metadata: {labels, name: namespace}},
    account: object('v1', 'ServiceAccount', account),
    binding: {
      ...object(`${RBAC}/v1`, 'RoleBinding', `${tenant}-reconciler`),
      roleRef: {apiGroup: RBAC, kind: 'ClusterRole', name: options['cluster-role']},
      subjects: [
        {apiGroup: RBAC, kind: 'User', name: `gotk:${namespace}:reconciler`},
        {kind: 'ServiceAccount', name: account, namespace},
      ],
    },
  }
}

const NOUNS: Readonly<Record<string, string>> = {
  Namespace: 'namespace',
  ServiceAccount: 'service account',
  RoleBinding: 'role binding',
}

/** Labels that are not there yet replace those that are; a RoleBinding, whose roleRef cannot change, is made anew. */
async function apply(ctx: ClusterContext, object: KubeObject): Promise<void> {
  ctx.out.action(`applying ${NOUNS[object.kind]} ${object.metadata.name}`)
  const existing = await find(ctx, object)
  if (!existing) return create(ctx, object)
  const {subjects, roleRef, metadata} = object
  const same = isPartOf(
    {subjects, roleRef, labels: metadata.labels!},
    {
      subjects: existing['subjects'],
      roleRef: existing['roleRef'],
      labels: existing.metadata.labels,
    },
  )
  if (same) return
  if (object.kind !== 'RoleBinding') return update(ctx, {...existing, metadata: {...existing.metadata, labels: metadata.labels!}})
  await ctx.kube.delete(refOf(object), {signal: ctx.signal})
  await create(ctx, object)
}
