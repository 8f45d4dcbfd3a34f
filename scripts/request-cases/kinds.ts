import type {OwnCase} from '../admission-cases/kit.js'
import {apply, type Body, CORE, del, get, json, merge, obj, of, post, put, strategic, template} from './steps.js'

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'

interface Life {
  readonly path: string
  readonly apiVersion: string
  readonly kind: string
  readonly body: Body
  /** what the second apply says instead */
  readonly changed: Body
  /** merge patches of the object, tried one after the other */
  readonly patches?: readonly Body[]
  readonly status?: Body
  readonly name?: string
  /** its columns speak of a `<token>`, which the replay takes for its own */
  readonly noTable?: boolean
}

const wide = (path: string, apiVersion: string, kind: string, body: Body, changed: Body, more: Partial<Life> = {}): Life => ({
  path,
  apiVersion,
  kind,
  body,
  changed,
  name: '<ns>-x',
  ...more,
})
const inside = (path: string, apiVersion: string, kind: string, body: Body, changed: Body, more: Partial<Life> = {}): Life => ({
  path: apiVersion === 'v1' ? `${CORE}/${path}` : `/apis/${apiVersion}/namespaces/<ns>/${path}`,
  apiVersion,
  kind,
  body,
  changed,
  ...more,
})

const RBAC = 'rbac.authorization.k8s.io/v1'
const NET = 'networking.k8s.io/v1'
const ADMISSION = 'admissionregistration.k8s.io/v1'
const STORAGE = 'storage.k8s.io/v1'
const selector = {matchLabels: {app: 'x'}}
const webhook = {name: 'a.b.c', clientConfig: {url: 'https://x.y/'}, sideEffects: 'None', admissionReviewVersions: ['v1']}
const lives: readonly Life[] = [
  inside(
    'replicasets',
    'apps/v1',
    'ReplicaSet',
    {spec: {selector, template: template()}},
    {spec: {replicas: 2, selector, template: template()}},
    {
      patches: [{spec: {replicas: -1}}, {spec: {selector: {matchLabels: {app: 'y'}}}}],
      status: {replicas: 1, conditions: [{type: 'X', status: 'True'}]},
    },
  ),
  inside(
    'statefulsets',
    'apps/v1',
    'StatefulSet',
    {spec: {serviceName: 's', selector, template: template()}},
    {spec: {serviceName: 's', replicas: 3, selector, template: template()}},
    {
      patches: [
        {spec: {serviceName: 'other'}},
        {spec: {podManagementPolicy: 'Parallel'}},
        {spec: {ordinals: {start: 2}}},
        {spec: {updateStrategy: {type: 'OnDelete', rollingUpdate: null}}},
      ],
      status: {replicas: 1, readyReplicas: 2},
    },
  ),
  inside(
    'daemonsets',
    'apps/v1',
    'DaemonSet',
    {spec: {selector, template: template()}},
    {spec: {minReadySeconds: 5, selector, template: template()}},
    {
      patches: [{spec: {updateStrategy: {type: 'OnDelete', rollingUpdate: null}}}, {spec: {selector: {matchLabels: {a: 'b'}}}}],
      status: {currentNumberScheduled: -1, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0},
    },
  ),
  inside(
    'replicationcontrollers',
    'v1',
    'ReplicationController',
    {spec: {selector: {app: 'x'}, template: template()}},
    {spec: {replicas: 2, template: template()}},
    {patches: [{spec: {replicas: -2}}]},
  ),
  inside('podtemplates', 'v1', 'PodTemplate', {template: template()}, {template: template({app: 'y'})}),
  inside(
    'cronjobs',
    'batch/v1',
    'CronJob',
    {spec: {schedule: '@daily', jobTemplate: {spec: {template: template({}, {restartPolicy: 'Never'})}}}},
    {spec: {schedule: '0 1 * * *', suspend: true, jobTemplate: {spec: {template: template({}, {restartPolicy: 'OnFailure'})}}}},
    {
      patches: [
        {spec: {concurrencyPolicy: 'Replace', timeZone: 'Europe/Berlin'}},
        {spec: {timeZone: ''}},
        {spec: {schedule: 'x'}},
      ],
      status: {lastScheduleTime: '2026-01-01T00:00:00Z'},
    },
  ),
  inside(
    'jobs',
    'batch/v1',
    'Job',
    {spec: {suspend: true, template: template({}, {restartPolicy: 'Never'})}},
    {spec: {suspend: true, parallelism: 2, template: template({}, {restartPolicy: 'Never'})}},
    {
      patches: [
        {spec: {completions: 5}},
        {spec: {backoffLimit: 1}},
        {spec: {ttlSecondsAfterFinished: 5}},
        {spec: {template: {spec: {nodeSelector: {a: 'b'}}}}},
      ],
    },
  ),
  inside(
    'horizontalpodautoscalers',
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    {spec: {scaleTargetRef: {kind: 'Deployment', name: 'd', apiVersion: 'apps/v1'}, maxReplicas: 3}},
    {
      spec: {
        scaleTargetRef: {kind: 'Deployment', name: 'd', apiVersion: 'apps/v1'},
        minReplicas: 2,
        maxReplicas: 5,
        metrics: [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 70}}}],
        behavior: {scaleDown: {stabilizationWindowSeconds: 60}},
      },
    },
    {
      patches: [{spec: {minReplicas: 9}}, {spec: {metrics: [{type: 'Bogus'}]}}, {spec: {maxReplicas: 0}}],
      status: {desiredReplicas: 1, currentMetrics: null, conditions: [{type: 'AbleToScale', status: 'True'}]},
    },
  ),
  inside(
    'horizontalpodautoscalers',
    'autoscaling/v1',
    'HorizontalPodAutoscaler',
    {spec: {scaleTargetRef: {kind: 'Deployment', name: 'd'}, maxReplicas: 3}},
    {spec: {scaleTargetRef: {kind: 'Deployment', name: 'd'}, maxReplicas: 3, targetCPUUtilizationPercentage: 50}},
  ),
  inside(
    'poddisruptionbudgets',
    'policy/v1',
    'PodDisruptionBudget',
    {spec: {minAvailable: 1, selector}},
    {spec: {minAvailable: '50%', selector}},
    {
      patches: [
        {spec: {maxUnavailable: 1}},
        {spec: {minAvailable: null, maxUnavailable: 1}},
        {spec: {minAvailable: '150%'}},
        {spec: {unhealthyPodEvictionPolicy: 'X'}},
      ],
      status: {currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1},
    },
  ),
  inside(
    'networkpolicies',
    NET,
    'NetworkPolicy',
    {spec: {podSelector: {}, ingress: [{from: [{podSelector: selector}], ports: [{port: 80}]}]}},
    {
      spec: {
        podSelector: selector,
        policyTypes: ['Egress'],
        egress: [{to: [{ipBlock: {cidr: '10.0.0.0/8', except: ['10.1.0.0/16']}}]}],
      },
    },
    {
      patches: [
        {spec: {policyTypes: ['Sideways']}},
        {spec: {egress: [{to: [{ipBlock: {cidr: 'x'}}]}]}},
        {spec: {egress: [{ports: [{port: 80, endPort: 70}]}]}},
        {spec: {egress: [{to: [{}]}]}},
      ],
    },
  ),
  inside(
    'ingresses',
    NET,
    'Ingress',
    {spec: {defaultBackend: {service: {name: 's', port: {number: 80}}}}},
    {
      spec: {
        ingressClassName: 'nginx',
        tls: [{hosts: ['a.b'], secretName: 's'}],
        rules: [
          {host: 'a.b', http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 's', port: {name: 'http'}}}}]}},
        ],
      },
    },
    {
      patches: [
        {spec: {rules: [{host: '*.a.b'}, {host: '1.2.3.4'}]}},
        {spec: {rules: [{http: {paths: [{path: 'x', pathType: 'Exact', backend: {}}]}}]}},
        {spec: {tls: [{hosts: ['a b']}]}},
      ],
      status: {loadBalancer: {ingress: [{ip: '1.2.3.4', hostname: 'h'}, {ip: 'x'}]}},
    },
  ),
  wide(
    '/apis/networking.k8s.io/v1/ingressclasses',
    NET,
    'IngressClass',
    {spec: {controller: 'a.b/c'}},
    {spec: {controller: 'a.b/c', parameters: {kind: 'K', name: 'n', apiGroup: 'g.h'}}},
    {patches: [{spec: {controller: 'd.e/f'}}, {spec: {parameters: {kind: '', name: 'n', scope: 'Namespace'}}}]},
  ),
  inside(
    'endpoints',
    'v1',
    'Endpoints',
    {subsets: [{addresses: [{ip: '10.0.0.1'}], ports: [{port: 80}]}]},
    {
      subsets: [
        {addresses: [{ip: '10.0.0.2', targetRef: {kind: 'Pod', name: 'p'}}], ports: [{port: 80, name: 'http', protocol: 'UDP'}]},
      ],
    },
    {patches: [{subsets: [{addresses: [{ip: '127.0.0.1'}]}]}, {subsets: [{ports: [{port: 1}]}]}]},
  ),
  inside(
    'endpointslices',
    'discovery.k8s.io/v1',
    'EndpointSlice',
    {addressType: 'IPv4', endpoints: [{addresses: ['10.0.0.1'], conditions: {}}], ports: [{port: 80}]},
    {
      addressType: 'IPv4',
      endpoints: [
        {addresses: ['10.0.0.2'], conditions: {ready: true}, nodeName: 'n', zone: 'z', hints: {forZones: [{name: 'z'}]}},
      ],
      ports: [{port: 80, name: 'http', appProtocol: 'http'}],
    },
    {
      patches: [{addressType: 'IPv6'}, {endpoints: [{addresses: []}]}, {ports: [{name: 'a'}, {name: 'a'}]}],
    },
  ),
  inside(
    'limitranges',
    'v1',
    'LimitRange',
    {spec: {limits: [{type: 'Container', default: {cpu: '500m'}}]}},
    {spec: {limits: [{type: 'Pod', max: {cpu: '2'}}]}},
    {
      patches: [
        {spec: {limits: [{type: 'Container', max: {cpu: '1'}, min: {cpu: '2'}}]}},
        {spec: {limits: [{type: 'Pod', default: {cpu: '1'}}]}},
        {spec: {limits: [{type: 'X/y'}, {type: 'Bogus'}]}},
      ],
    },
  ),
  inside(
    'resourcequotas',
    'v1',
    'ResourceQuota',
    {spec: {hard: {'limits.cpu': '100'}}},
    {spec: {hard: {'limits.cpu': '200', 'count/x.y': '5'}}},
    {
      patches: [
        {spec: {scopeSelector: {matchExpressions: [{scopeName: 'PriorityClass', operator: 'In', values: ['a']}]}}},
        {spec: {hard: {'limits.cpu': 'x'}}},
      ],
    },
  ),
  inside(
    'serviceaccounts',
    'v1',
    'ServiceAccount',
    {},
    {automountServiceAccountToken: false, imagePullSecrets: [{name: 's'}]},
    {patches: [{secrets: [{name: 'x'}, {name: 'y'}]}, {imagePullSecrets: [{}]}]},
  ),
  inside(
    'events',
    'v1',
    'Event',
    {involvedObject: {kind: 'Pod', namespace: '<ns>', name: 'p'}, reason: 'R'},
    {involvedObject: {kind: 'Pod', namespace: '<ns>', name: 'p'}, reason: 'S', message: 'm'},
    {patches: [{type: 'Warning', count: 7}, {reportingComponent: 'bad name'}]},
  ),
  inside(
    'leases',
    'coordination.k8s.io/v1',
    'Lease',
    {spec: {holderIdentity: 'a'}},
    {spec: {holderIdentity: 'b', leaseDurationSeconds: 5}},
    {patches: [{spec: {leaseDurationSeconds: -5}}]},
  ),
  inside(
    'roles',
    RBAC,
    'Role',
    {rules: [{apiGroups: [''], resources: ['pods'], verbs: ['get']}]},
    {rules: [{apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list']}]},
    {patches: [{rules: [{verbs: ['get']}]}, {rules: null}]},
  ),
  inside(
    'rolebindings',
    RBAC,
    'RoleBinding',
    {
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r'},
      subjects: [{kind: 'ServiceAccount', name: 'default', namespace: '<ns>'}],
    },
    {
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r'},
      subjects: [
        {kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io'},
        {kind: 'Group', name: 'g'},
      ],
    },
    {
      patches: [
        {roleRef: {name: 's'}},
        {subjects: [{kind: 'ServiceAccount', name: 'x'}]},
        {subjects: [{kind: 'User', name: 'u', namespace: 'x'}]},
      ],
    },
  ),
  wide(
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    RBAC,
    'ClusterRole',
    {rules: [{nonResourceURLs: ['/x'], verbs: ['get']}]},
    {aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: 'b'}}]}, rules: []},
    {
      patches: [
        {rules: [{nonResourceURLs: ['/x'], resources: ['pods'], verbs: ['get']}]},
        {aggregationRule: {clusterRoleSelectors: []}},
      ],
    },
  ),
  wide(
    '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    RBAC,
    'ClusterRoleBinding',
    {
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view'},
      subjects: [{kind: 'Group', name: 'g', apiGroup: 'rbac.authorization.k8s.io'}],
    },
    {roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit'}},
    {patches: [{subjects: null}, {roleRef: {kind: 'Role'}}]},
  ),
  wide(
    '/apis/storage.k8s.io/v1/storageclasses',
    STORAGE,
    'StorageClass',
    {provisioner: 'a.b/c'},
    {provisioner: 'a.b/c', allowVolumeExpansion: true, volumeBindingMode: 'WaitForFirstConsumer'},
    {
      patches: [
        {parameters: {a: 'b'}},
        {reclaimPolicy: 'Recycle'},
        {mountOptions: ['x'], allowedTopologies: [{matchLabelExpressions: [{key: 'a', values: ['b']}]}]},
      ],
    },
  ),
  wide(
    '/apis/storage.k8s.io/v1/csidrivers',
    STORAGE,
    'CSIDriver',
    {spec: {}},
    {spec: {attachRequired: false, podInfoOnMount: true}},
    {noTable: true, patches: [{spec: {fsGroupPolicy: 'X'}}, {spec: {tokenRequests: [{audience: 'a'}, {audience: 'a'}]}}]},
  ),
  wide(
    '/api/v1/persistentvolumes',
    'v1',
    'PersistentVolume',
    {spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/x'}}},
    {
      spec: {
        capacity: {storage: '2Gi'},
        accessModes: ['ReadWriteMany'],
        hostPath: {path: '/x'},
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: 'c',
      },
    },
    {
      patches: [
        {spec: {hostPath: {path: '/y'}}},
        {spec: {volumeMode: 'Block'}},
        {spec: {nodeAffinity: {required: {nodeSelectorTerms: []}}}},
      ],
      status: {phase: 'Available'},
    },
  ),
  wide(
    '/apis/scheduling.k8s.io/v1/priorityclasses',
    'scheduling.k8s.io/v1',
    'PriorityClass',
    {value: 5},
    {value: 6, description: 'd'},
    {patches: [{globalDefault: true, description: 'e'}, {preemptionPolicy: 'Never'}, {value: 2000000000}]},
  ),
  wide(
    '/apis/node.k8s.io/v1/runtimeclasses',
    'node.k8s.io/v1',
    'RuntimeClass',
    {handler: 'runc'},
    {handler: 'runsc'},
    {patches: [{overhead: {podFixed: {cpu: '-1'}}}, {scheduling: {nodeSelector: {a: 'b'}}}]},
  ),
  wide(
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    ADMISSION,
    'ValidatingWebhookConfiguration',
    {webhooks: [{...webhook, namespaceSelector: {matchLabels: {none: 'none'}}}]},
    {
      webhooks: [
        {
          ...webhook,
          failurePolicy: 'Ignore',
          timeoutSeconds: 5,
          namespaceSelector: {matchLabels: {none: 'none'}},
          rules: [{operations: ['CREATE'], apiGroups: ['x.y'], apiVersions: ['v1'], resources: ['things']}],
        },
      ],
    },
    {
      patches: [
        {webhooks: [{...webhook, timeoutSeconds: 99}]},
        {webhooks: [{...webhook, sideEffects: 'Some'}]},
        {webhooks: [{...webhook, name: 'x'}]},
      ],
    },
  ),
  wide(
    '/apis/apiregistration.k8s.io/v1/apiservices',
    'apiregistration.k8s.io/v1',
    'APIService',
    {
      spec: {
        group: '<ns>.example.com',
        version: 'v1',
        groupPriorityMinimum: 100,
        versionPriority: 10,
        insecureSkipTLSVerify: true,
        service: {name: 's', namespace: '<ns>'},
      },
    },
    {
      spec: {
        group: '<ns>.example.com',
        version: 'v1',
        groupPriorityMinimum: 200,
        versionPriority: 10,
        insecureSkipTLSVerify: true,
        service: {name: 's', namespace: '<ns>', port: 8443},
      },
    },
    {name: 'v1.<ns>.example.com', patches: [{spec: {version: 'v2'}}, {spec: {groupPriorityMinimum: 0}}, {spec: {service: null}}]},
  ),
  wide(
    '/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations',
    'flowcontrol.apiserver.k8s.io/v1',
    'PriorityLevelConfiguration',
    {spec: {type: 'Limited', limited: {nominalConcurrencyShares: 5, limitResponse: {type: 'Reject'}}}},
    {spec: {type: 'Limited', limited: {limitResponse: {type: 'Queue', queuing: {queues: 16}}}}},
    {patches: [{spec: {type: 'X'}}, {spec: {limited: {limitResponse: {type: 'Reject'}}}}, {spec: {type: 'Exempt'}}]},
  ),
  inside(
    'configmaps',
    'v1',
    'ConfigMap',
    {data: {a: '1'}},
    {data: {a: '2'}, binaryData: {b: 'AA=='}},
    {patches: [{binaryData: {a: 'AA=='}}, {data: {'a b': 'x'}}, {binaryData: {b: '?'}}, {data: null}]},
  ),
]

function life({path, apiVersion, kind, body, changed, patches = [], status, name = 'x', noTable}: Life): OwnCase {
  const one = `${path}/${name}`
  const first = obj(apiVersion, kind, name, body)
  return of(
    `${kind.toLowerCase()}-${apiVersion.split('/').at(-1)}`,
    `The life of a ${kind}.`,
    apply(`${one}?fieldManager=me&dryRun=All`, first),
    apply(`${one}?fieldManager=me`, first),
    post(path, first),
    ...(noTable ? [] : [get(one, TABLE)]),
    apply(`${one}?fieldManager=me`, first),
    apply(`${one}?fieldManager=me`, obj(apiVersion, kind, name, changed)),
    apply(`${one}?fieldManager=other`, first),
    merge(one, {metadata: {labels: {a: 'b'}, annotations: {c: 'd'}}}),
    ...patches.map((patch) => merge(one, patch)),
    strategic(one, {metadata: {finalizers: ['a.b/c']}}),
    json(one, [
      {op: 'test', path: '/metadata/labels/a', value: 'b'},
      {op: 'remove', path: '/metadata/labels/a'},
    ]),
    ...(status
      ? [merge(`${one}/status`, {status}), apply(`${one}/status?fieldManager=me`, obj(apiVersion, kind, name, {status}))]
      : []),
    put(one, first),
    get(path === CORE ? one : `${path}?fieldSelector=metadata.name%3D${name}`),
    del(`${one}?dryRun=All`),
    del(one),
    del(one),
    merge(one, {metadata: {finalizers: null}}),
    get(one),
  )
}

/** The lives of kinds, from the first apply to the last answer. */
export const kinds: readonly OwnCase[] = lives.map(life)
