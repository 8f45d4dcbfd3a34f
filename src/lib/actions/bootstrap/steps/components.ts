import {FluxError} from '../../../errors/flux-error.js'
import {buildTree} from '../../../install/build-manifests.js'
import type {GitWorkspace} from '../../../ports/git.js'
import type {KubeObject} from '../../../ports/kube.js'
import {statusOf} from '../../conditions.js'
import {upsertSecret} from '../../create/upsert.js'
import {applyManifests} from '../../install/apply-manifests.js'
import {pullSecret} from '../../install/pull-secret.js'
import {renderManifests, tellLeftOut} from '../../install/render-manifests.js'
import type {BootstrapContext, BootstrapPlan} from '../bootstrap-plan.js'
import {folderOf} from '../folder-of.js'
import {commitAndPush, failed} from './repository.js'

/** Commits the manifests of the controllers, and installs them where no Kustomization does that yet. */
export async function reconcileComponents(
  ctx: BootstrapContext,
  plan: BootstrapPlan,
  workspace: GitWorkspace,
  version: string,
): Promise<void> {
  const {out} = ctx.cluster
  const {namespace} = plan.manifests
  out.action('generating component manifests')
  const manifests = await renderManifests(ctx, {...plan.manifests, wantedVersion: version})
  out.success('generated component manifests')
  await tellLeftOut(ctx.cluster, plan.manifests)
  const folder = folderOf(plan)
  const files = new Map([[`${folder}/gotk-components.yaml`, manifests.text]])
  const message = `Add Flux ${version} component manifests`
  await commitAndPush(ctx, plan, workspace, {kind: 'component', message, files}).catch((error: unknown) => {
    throw error instanceof FluxError && error.message.startsWith('failed to commit')
      ? error
      : failed('failed to push manifests', error)
  })
  if (await isFirstInstall(ctx, namespace)) {
    out.action(`installing components in ${JSON.stringify(namespace)} namespace`)
    // what somebody patched in the repository is obeyed from the start
    const patched = (await workspace.tree.stat(`${folder}/kustomization.yaml`)) !== undefined
    const objects = patched ? (await buildTree(workspace.tree, folder, ctx.signal)).objects : manifests.objects
    await applyManifests(ctx.cluster, objects)
    out.success('installed components')
  }
  const secret = pullSecret(plan.manifests)
  if (secret) {
    await upsertSecret(ctx.cluster, secret).catch((error: unknown) => {
      throw failed('failed to reconcile image pull secret', error)
    })
    out.success(`reconciled image pull secret ${secret.metadata.name}`)
  }
  out.success('reconciled components')
}

/** The Kustomization of the sync; undefined when it is not there or cannot be read. */
async function syncKustomization({cluster}: BootstrapContext, namespace: string): Promise<KubeObject | undefined> {
  const ref = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace, name: namespace}
  return cluster.kube.get(ref, {signal: cluster.signal}).catch(() => undefined)
}

/** True until the cluster has followed Git once. */
async function isFirstInstall(ctx: BootstrapContext, namespace: string): Promise<boolean> {
  const kustomization = await syncKustomization(ctx, namespace)
  return !kustomization || !statusOf(kustomization).lastAppliedRevision
}
