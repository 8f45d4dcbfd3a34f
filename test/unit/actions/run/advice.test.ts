import {describe, expect, it} from 'vitest'
import {notReady} from '../../../../src/lib/actions/run/advice.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

function kustomization(name: string, dependsOn: object[], message = '', reason = 'ReconciliationFailed'): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name, namespace: 'apps'},
    spec: {dependsOn: dependsOn as never},
    status: {conditions: [{type: 'Ready', status: 'False', reason, message}]},
  }
}

describe('advice', () => {
  it.each([
    ['Gadget/default/a dry-run failed: no matches for kind "Gadget" in version "example.com/v1"', /CRD of that kind is missing/],
    ['no matches for kind "Gateway" in version "gateway.networking.k8s.io/v1"', /CRD of that kind is missing/],
    ['Deploymnt/a/b dry-run failed: no matches for kind "Deploymnt" in version "apps/v1"', /spelling/],
    ['no matches for kind "Pdo" in version "v1"', /spelling/],
    ['no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"', /spelling/],
    ['no matches for kind "Rle" in version "rbac.authorization.k8s.io/v1"', /spelling/],
    ["invalid 'ssh' auth option: 'identity' is required", /identity and known_hosts.*--source DIR/],
    ["unable to list remote for 'ssh://git@h/x': ssh: handshake failed: knownhosts: key mismatch", /known_hosts in the Secret/],
    ['no matches for kind "OCIRepository" in version "source.toolkit.fluxcd.io/v1beta2"', /flux migrate/],
    ['no matches for kind "Alert" in version "notification.toolkit.fluxcd.io/v1beta2"', /flux migrate/],
    ['no matches for kind "Alert" in version "notification.toolkit.fluxcd.io/v1beta3"', /--install-crds/],
    ['no matches for kind "ArtifactGenerator" in version "source.extensions.fluxcd.io/v1beta1"', /--install-crds/],
    ['Job/a/b dry-run failed (Invalid): spec.template: Invalid value: field is immutable', /spec\.force/],
    ['deployments.apps is forbidden: User "system:serviceaccount:a:b" cannot patch', /service account/],
    [
      "kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'out.yaml': open /artifact/apps/out.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on '/artifact/apps/out.yaml' : lstat /artifact/apps/out.yaml: no such file or directory",
      /symbolic links.* left out/,
    ],
    [
      "kustomize build failed: accumulating resources: accumulation err='accumulating resources from '../../../etc': fs-security-constraint read /etc: path '/etc' is not in or below '/artifact'': must build at directory: not a valid directory: evalsymlink failure on '/etc' : lstat /etc: no such file or directory",
      /leads out of the repository/,
    ],
    ['something else', /mend it in Git/],
  ])('%s', (message, advice) => {
    expect(notReady(kustomization('a', [], message))?.advice).toMatch(advice)
  })

  it.each([
    ['HelmRelease', 'UpgradeFailed', /kubectl logs/],
    ['HelmRelease', 'AccessDenied', /another namespace/],
    ['OCIRepository', 'OCIArtifactPullFailed', /spec\.url/],
    ['Receiver', 'TokenNotFound', /key token/],
    ['ImagePolicy', 'SomethingNew', /flux logs/],
  ])('of a %s says what helps against %s', (kind, reason, advice) => {
    const conditions = [{type: 'Ready', status: 'False', reason, message: 'no luck'}]
    expect(notReady({apiVersion: 'v1', kind, metadata: {name: 'a'}, status: {conditions}})?.advice).toMatch(advice)
  })

  it('ends no text with a colon that nothing follows', () => {
    const text = "failed to checkout and determine revision: unable to clone 'http://h/x': repository not found"
    expect(notReady(kustomization('a', [], `${text}: `))?.message).toBe(text)
    expect(notReady(kustomization('a', [], `${text}: no: luck\n`))?.message).toBe(`${text}: no: luck`)
  })

  it('says how to see the build of a Kustomization, as its spec is', () => {
    const object = kustomization('web', [], 'kustomize build failed: x', 'BuildFailed')
    const line = 'flux build kustomization web -n apps --path ./ --dry-run --kustomization-file FILE'
    expect(notReady(object)?.advice).toContain(`\`${line}\``)
    const spec = {path: './apps/web', postBuild: {substituteFrom: [{kind: 'ConfigMap', name: 'v'}]}}
    const strict = kustomization('web', [], "post build failed for 'ConfigMap.v1.[noGrp]/c': envsubst error: x", 'BuildFailed')
    expect(notReady({...strict, spec})?.advice).toContain(
      `${line.replace('./', './apps/web')} --strict-substitute --substitute-from VARIABLES`,
    )
    expect(notReady({...object, kind: 'ArtifactGenerator'})?.advice).toBe('mend the files that the message names')
  })

  it('does not say that what failed is at work', () => {
    const failed = kustomization('web', [], "timeout waiting for: [Deployment/a/d status: 'InProgress']", 'HealthCheckFailed')
    expect(notReady(failed, ["Deployment/a/d status: 'InProgress'"])).not.toHaveProperty('waitingFor')
  })
})
