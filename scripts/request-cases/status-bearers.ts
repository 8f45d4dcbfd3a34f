import {type Body, CORE, deploy, JOBS, obj, PODS, pod, SERVICES, svc, template} from './steps.js'

export const API_SERVICE = obj('apiregistration.k8s.io/v1', 'APIService', 'v1.<ns>.example.com', {
  spec: {
    group: '<ns>.example.com',
    version: 'v1',
    groupPriorityMinimum: 10,
    versionPriority: 10,
    service: {name: 'x', namespace: '<ns>'},
    insecureSkipTLSVerify: true,
  },
})

const APPS = '/apis/apps/v1/namespaces/<ns>'
const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1'
const ends = template({}, {restartPolicy: 'Never'})
const set = (kind: string, more: Body = {}): Body =>
  obj('apps/v1', kind, 'a', {spec: {selector: {matchLabels: {app: 'x'}}, template: template(), ...more}})
const within = (group: string, resource: string, kind: string, spec: Body): readonly [string, Body] => [
  `/apis/${group}/namespaces/<ns>/${resource}`,
  obj(group, kind, 'a', {spec}),
]

/** Kinds with a status: the path of their list and a body. */
export const bearers: readonly (readonly [path: string, body: Body])[] = [
  [SERVICES, svc('a')],
  [PODS, pod('a')],
  [
    `${CORE}/persistentvolumeclaims`,
    obj('v1', 'PersistentVolumeClaim', 'a', {spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}}),
  ],
  [`${CORE}/resourcequotas`, obj('v1', 'ResourceQuota', 'a', {spec: {hard: {pods: '5'}}})],
  [
    `${CORE}/replicationcontrollers`,
    obj('v1', 'ReplicationController', 'a', {spec: {replicas: 0, selector: {app: 'x'}, template: template()}}),
  ],
  ['/api/v1/nodes', obj('v1', 'Node', '<ns>-a')],
  ['/api/v1/namespaces', obj('v1', 'Namespace', '<ns>-a')],
  [
    '/api/v1/persistentvolumes',
    obj('v1', 'PersistentVolume', '<ns>-a', {
      spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/x'}},
    }),
  ],
  within('networking.k8s.io/v1', 'ingresses', 'Ingress', {defaultBackend: {service: {name: 'x', port: {number: 1}}}}),
  [`${APPS}/deployments`, deploy('a')],
  [`${APPS}/replicasets`, set('ReplicaSet')],
  [`${APPS}/statefulsets`, set('StatefulSet', {serviceName: 's'})],
  [`${APPS}/daemonsets`, set('DaemonSet')],
  [JOBS, obj('batch/v1', 'Job', 'a', {spec: {template: ends}})],
  within('batch/v1', 'cronjobs', 'CronJob', {schedule: '* * * * *', jobTemplate: {spec: {template: ends}}}),
  within('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', {
    maxReplicas: 2,
    scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'x'},
  }),
  within('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget', {minAvailable: 1}),
  [
    '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
    obj('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', '<ns>-a', {
      spec: {
        matchConstraints: {
          resourceRules: [{apiGroups: ['<ns>.example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['x']}],
        },
        validations: [{expression: 'true'}],
      },
    }),
  ],
  [
    `${FLOW}/flowschemas`,
    obj('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', '<ns>-a', {spec: {priorityLevelConfiguration: {name: 'exempt'}}}),
  ],
  [
    `${FLOW}/prioritylevelconfigurations`,
    obj('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', '<ns>-a', {
      spec: {type: 'Limited', limited: {limitResponse: {type: 'Reject'}}},
    }),
  ],
  ['/apis/apiregistration.k8s.io/v1/apiservices', API_SERVICE],
]
