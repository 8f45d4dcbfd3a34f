import {isNotFound} from '../../../errors/api-error.js'
import {isObject} from '../../../formats/json/value.js'
import {specOf, statusOf} from '../../conditions.js'
import {controllerFlags} from './controller-flags.js'
import type {Trap, TrapContext} from './trap.js'

/** Under a lockdown the Kustomization that keeps Flux itself needs an account that may do everything. */
export const lostAccount: Trap = async (ctx, {namespace, controllers}) => {
  const controller = controllers.find(({metadata}) => metadata.name === 'kustomize-controller')
  const fallback = controller && controllerFlags(controller).get('default-service-account')
  if (!fallback) return []
  const ref = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace, name: namespace}
  const sync = await ctx.kube.get(ref, {signal: ctx.signal}).catch((error: unknown) => {
    if (isNotFound(error)) return undefined
    throw error
  })
  if (!sync) return []
  const own = specOf(sync).serviceAccountName
  const account = typeof own === 'string' && own !== '' ? own : fallback
  const fault = await faultOf(ctx, namespace, account)
  if (fault === undefined) return []
  return [
    `Kustomization/${namespace}/${namespace} reconciles Flux itself as ServiceAccount/${namespace}/${account}, which ${fault}: patch its spec.serviceAccountName to kustomize-controller`,
  ]
}

/** Why the account cannot keep an installation; undefined when it can. */
async function faultOf({kube, signal}: TrapContext, namespace: string, name: string): Promise<string | undefined> {
  try {
    await kube.get({apiVersion: 'v1', kind: 'ServiceAccount', namespace, name}, {signal})
  } catch (error) {
    if (isNotFound(error)) return 'does not exist'
    throw error
  }
  const review = await kube.create(
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      metadata: {},
      spec: {
        user: `system:serviceaccount:${namespace}:${name}`,
        groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
        resourceAttributes: {verb: 'patch', group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions'},
      },
    },
    {signal},
  )
  const status = statusOf(review)
  return isObject(status) && status.allowed === false ? 'may not change CRDs' : undefined
}
