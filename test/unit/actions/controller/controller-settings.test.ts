import {describe, expect, it} from 'vitest'
import {type ControllerFlags, controllerSetup} from '../../../../src/lib/actions/controller/controller-settings.js'

const FLAGS: ControllerFlags = {
  concurrent: 3,
  'requeue-dependency': 5000,
  'min-retry-delay': 750,
  'max-retry-delay': 900_000,
  'interval-jitter-percentage': 5,
  'watch-all-namespaces': true,
  'watch-label-selector': '',
  'watch-configs-label-selector': 'reconcile.fluxcd.io/watch=Enabled',
  'feature-gates': [],
  'default-service-account': '',
}
const setupOf = (more: Partial<ControllerFlags>, name = 'kustomize-controller') =>
  controllerSetup(name, {...FLAGS, ...more}, 'flux-system')

describe('what the flags of a controller amount to', () => {
  it('one namespace when not all are wanted, and the objects of a shard', () => {
    expect(setupOf({}).options).toMatchObject({concurrent: 3, namespace: undefined, watchLabelSelector: undefined})
    const {options} = setupOf({'watch-all-namespaces': false, 'watch-label-selector': 'a=b'})
    expect(options).toMatchObject({namespace: 'flux-system', watchLabelSelector: 'a=b'})
  })

  it('lockdown, stages and gates of kustomize-controller', () => {
    const {kustomize} = setupOf({
      'no-remote-bases': true,
      'no-cross-namespace-refs': true,
      'default-service-account': 'default',
      'custom-apply-stage-kinds': 'rbac.authorization.k8s.io/Role, ConfigMap,',
      'feature-gates': [
        ['StrictPostBuildSubstitutions', true],
        ['StrictPostBuildSubstitutions', false],
        ['ExternalArtifact', true],
      ],
    }).settings
    expect(kustomize).toMatchObject({
      noRemoteBases: true,
      noCrossNamespaceRefs: true,
      defaultServiceAccount: 'default',
      requeueDependency: 5000,
      customApplyStageKinds: ['rbac.authorization.k8s.io/Role', 'ConfigMap'],
      gates: {strictPostBuildSubstitutions: false, externalArtifact: true, groupChangeLog: false},
    })
  })

  it.each<[string, Partial<ControllerFlags>, string]>([
    ['kustomize-controller', {'feature-gates': [['Foo', true]]}, "feature-gate 'Foo' not supported"],
    ['source-controller', {'feature-gates': [['ExternalArtifact', true]]}, "feature-gate 'ExternalArtifact' not supported"],
    [
      'source-controller',
      {'interval-jitter-percentage': 100},
      'the interval jitter percentage must be a non-negative value and less than 100',
    ],
    [
      'source-controller',
      {'default-service-account': 'x'},
      'cannot set default service accounts when the feature gate ObjectLevelWorkloadIdentity is not enabled',
    ],
    [
      'kustomize-controller',
      {'default-kubeconfig-service-account': 'x'},
      'cannot set default service accounts when the feature gate ObjectLevelWorkloadIdentity is not enabled',
    ],
    [
      'kustomize-controller',
      {'watch-label-selector': 'a in ('},
      "couldn't parse the selector string \"a in (\": unable to parse requirement: found '', expected: ',', ')' or identifier",
    ],
  ])('%s refuses to start with %j', (name, flags, message) => {
    expect(() => setupOf(flags, name)).toThrow(message)
  })
})
