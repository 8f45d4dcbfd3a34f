import type {Json} from '../../test/conformance/case.js'
import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {apply, type Body, CORE, deploy, get, MAPS, merge, obj, of, pod, post, put, SECRETS, template} from './steps.js'

/* What conversions and strategies do with objects besides their validation: aliases, fields that go, warnings by generation. */

const APPS = '/apis/apps/v1/namespaces/<ns>'
const DEPLOYED = `${APPS}/deployments`
const BATCH = '/apis/batch/v1/namespaces/<ns>'
const selector = {matchLabels: {app: 'x'}}

interface Owner {
  readonly path: string
  readonly make: (name: string, spec: Body) => Body
  /** where the pod's spec lies in a patch */
  readonly patch: (spec: Body) => Body
}

const workload = (path: string, kind: string, more: Body = {}): Owner => ({
  path: `${APPS}/${path}`,
  make: (name, spec) => obj('apps/v1', kind, name, {spec: {selector, template: template({app: 'x'}, spec), ...more}}),
  patch: (spec) => ({spec: {template: {spec}}}),
})
const once = (spec: Body) => template({app: 'x'}, {restartPolicy: 'Never', ...spec})
const owners: Readonly<Record<string, Owner>> = {
  deployment: workload('deployments', 'Deployment', {replicas: 0}),
  statefulset: workload('statefulsets', 'StatefulSet', {serviceName: 's', replicas: 0}),
  daemonset: workload('daemonsets', 'DaemonSet'),
  replicaset: workload('replicasets', 'ReplicaSet', {replicas: 0}),
  controller: {
    path: `${CORE}/replicationcontrollers`,
    make: (name, spec) => obj('v1', 'ReplicationController', name, {spec: {replicas: 0, template: template({app: 'x'}, spec)}}),
    patch: (spec) => ({spec: {template: {spec}}}),
  },
  template: {
    path: `${CORE}/podtemplates`,
    make: (name, spec) => obj('v1', 'PodTemplate', name, {template: template({app: 'x'}, spec)}),
    patch: (spec) => ({template: {spec}}),
  },
  job: {
    path: `${BATCH}/jobs`,
    make: (name, spec) => obj('batch/v1', 'Job', name, {spec: {suspend: true, template: once(spec)}}),
    patch: (spec) => ({spec: {template: {spec}}}),
  },
  cronjob: {
    path: `${BATCH}/cronjobs`,
    make: (name, spec) =>
      obj('batch/v1', 'CronJob', name, {
        spec: {schedule: '0 0 1 1 *', suspend: true, jobTemplate: {spec: {template: once(spec)}}},
      }),
    patch: (spec) => ({spec: {jobTemplate: {spec: {template: {spec}}}}}),
  },
}

const container = (more: Body): Json => [{name: 'a', image: 'i', ...more}]
const twice = container({ports: [{containerPort: 80}, {containerPort: 80}]})

function ownerCases(kind: string, {path, make, patch}: Owner): readonly OwnCase[] {
  const applied = (name: string, spec: Body): OwnStep => apply(`${path}/${name}?fieldManager=me`, make(name, spec))
  return [
    of(
      `alias-${kind}`,
      `serviceAccount and serviceAccountName in the template of a ${kind}`,
      post(path, make('old', {serviceAccount: 'legacy'})),
      post(path, make('new', {serviceAccountName: 'fresh'})),
      post(path, make('both', {serviceAccount: 'a', serviceAccountName: 'b'})),
      applied('applied', {serviceAccountName: 'b'}),
      applied('applied', {serviceAccountName: 'c'}),
      applied('applied', {}),
    ),
    of(
      `gated-${kind}`,
      `host ports and fields of features that are off in the template of a ${kind}`,
      post(path, make('host', {hostNetwork: true, containers: container({ports: [{containerPort: 80}]})})),
      post(
        path,
        make('gated', {
          schedulingGroup: {podGroupName: 'g'},
          containers: container({lifecycle: {stopSignal: 'SIGTERM'}}),
          volumes: [{name: 'v', projected: {sources: [{clusterTrustBundle: {name: 'x', path: 'p'}}]}}],
        }),
      ),
    ),
    of(
      `warnings-${kind}`,
      `the template of a ${kind} is looked at again when its generation counts a change`,
      post(path, make('w', {containers: twice})),
      merge(`${path}/w`, {metadata: {labels: {a: 'b'}}}),
      merge(`${path}/w`, patch({nodeSelector: {'beta.kubernetes.io/os': 'linux'}})),
    ),
  ]
}

const CERT = 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCi0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K'
const yaml = (step: OwnStep): OwnStep => ({...(step as Exclude<OwnStep, {sleep: number}>), contentType: 'application/yaml'})
const PRIORITIES = '/apis/scheduling.k8s.io/v1/priorityclasses'
const text = 'apiVersion: v1\nkind: ConfigMap\nkind: ConfigMap\nmetadata: {name: y, labels: {a: b, a: c}}\nbogus: 1\nbogus: 2\n'

export const strategies: readonly OwnCase[] = [
  ...Object.entries(owners).flatMap(([kind, owner]) => ownerCases(kind, owner)),
  of(
    'warnings-others',
    'warnings of secrets, claims, volumes and pods',
    post(SECRETS, obj('v1', 'Secret', 'none', {type: 'kubernetes.io/tls', data: {'tls.crt': '', 'tls.key': ''}})),
    post(SECRETS, obj('v1', 'Secret', 'odd', {type: 'kubernetes.io/tls', data: {'tls.crt': CERT, 'tls.key': 'YQ=='}})),
    merge(`${SECRETS}/odd`, {metadata: {labels: {a: 'b'}}}),
    post(
      `${CORE}/persistentvolumeclaims`,
      obj(
        'v1',
        'PersistentVolumeClaim',
        'c',
        {spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1500m'}}}},
        {annotations: {'volume.beta.kubernetes.io/storage-class': 'x'}},
      ),
    ),
    post(
      '/api/v1/persistentvolumes',
      obj(
        'v1',
        'PersistentVolume',
        '<ns>-v',
        {
          spec: {
            capacity: {storage: '1Gi'},
            accessModes: ['ReadWriteOnce'],
            hostPath: {path: '/x'},
            persistentVolumeReclaimPolicy: 'Recycle',
          },
        },
        {annotations: {'volume.beta.kubernetes.io/storage-class': 'x'}},
      ),
    ),
    post(
      `${CORE}/pods`,
      pod(
        'p',
        {
          hostNetwork: true,
          containers: container({ports: [{containerPort: 80}]}),
          volumes: [
            {
              name: 'v',
              configMap: {
                name: 'm',
                items: [
                  {key: 'a', path: 'x'},
                  {key: 'b', path: 'x/y'},
                ],
              },
            },
            {name: 'w', projected: {sources: [{clusterTrustBundle: {name: 'x', path: 'p'}}, {serviceAccountToken: {path: 't'}}]}},
          ],
        },
        {
          annotations: {
            'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
            'container.apparmor.security.beta.kubernetes.io/a': 'unconfined',
          },
        },
      ),
    ),
    post(
      DEPLOYED,
      deploy('d', {replicas: 0, template: template({app: 'x'}, {hostAliases: [{ip: 'fd00:0::1', hostnames: ['h']}]})}),
    ),
  ),
  of(
    'rehearsed-version',
    'a version in a create: the store minds, a dry run does not',
    post(`${MAPS}?dryRun=All`, obj('v1', 'ConfigMap', 'x', {}, {resourceVersion: '5'})),
    post(MAPS, obj('v1', 'ConfigMap', 'x', {}, {resourceVersion: '5'})),
  ),
  of(
    'yaml-twice',
    'keys that stand twice in YAML',
    yaml(post(`${MAPS}?fieldValidation=Strict`, text)),
    yaml(post(`${MAPS}?fieldValidation=Warn`, text)),
    yaml(put(`${MAPS}/y?fieldValidation=Ignore`, text)),
    get(`${MAPS}/y`),
  ),
  of(
    'nested-deeply',
    'unknown fields are left out however deep they are',
    post(MAPS, {
      $repeat: ['{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"deep"},"zz":', '[', 9000, `${']'.repeat(9000)}}`],
    }),
  ),
  of(
    'default-priority',
    'only one class counts for all pods',
    post(PRIORITIES, obj('scheduling.k8s.io/v1', 'PriorityClass', '<ns>-a', {value: 1, globalDefault: true})),
    post(PRIORITIES, obj('scheduling.k8s.io/v1', 'PriorityClass', '<ns>-b', {value: 2, globalDefault: true})),
    post(PRIORITIES, obj('scheduling.k8s.io/v1', 'PriorityClass', '<ns>-c', {value: 3})),
    merge(`${PRIORITIES}/<ns>-c`, {globalDefault: true}),
    merge(`${PRIORITIES}/<ns>-a`, {globalDefault: false}),
  ),
]
