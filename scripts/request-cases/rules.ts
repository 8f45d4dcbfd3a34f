import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {
  type Body,
  CORE,
  CRDS,
  crd,
  custom,
  customs,
  definition,
  deploy,
  JOBS,
  merge,
  obj,
  object,
  of,
  PODS,
  pod,
  post,
  put,
  SERVICES,
  svc,
  template,
  text,
  whole,
} from './steps.js'

/* Rules of single kinds that a fresh look found missing, and warnings. Nearly all are rehearsals. */

const ends = template({}, {restartPolicy: 'Never'})
const job = (spec: Body): OwnStep => post(`${JOBS}?dryRun=All`, obj('batch/v1', 'Job', 'a', {spec: {template: ends, ...spec}}))
const success = (rules: Body[], more: Body = {}): OwnStep =>
  job({completionMode: 'Indexed', completions: 3, successPolicy: {rules}, ...more})
const zone = (timeZone: string): OwnStep =>
  post(
    '/apis/batch/v1/namespaces/<ns>/cronjobs?dryRun=All',
    obj('batch/v1', 'CronJob', 'a', {spec: {schedule: '* * * * *', timeZone, jobTemplate: {spec: {template: ends}}}}),
  )
const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1'
const level = (spec: Body | null, name = '<ns>-a'): OwnStep =>
  post(
    `${FLOW}/prioritylevelconfigurations?dryRun=All`,
    obj('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', name, spec ? {spec} : {}),
  )
const limited = (more: Body): OwnStep => level({type: 'Limited', limited: more})
const queue = (queuing: Body): OwnStep => limited({limitResponse: {type: 'Queue', queuing}})
const volume = (spec: Body, annotations: Body): OwnStep =>
  post(
    '/api/v1/persistentvolumes?dryRun=All',
    obj(
      'v1',
      'PersistentVolume',
      '<ns>-a',
      {spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], ...spec}},
      {annotations},
    ),
  )
const AUTH = '/apis/authorization.k8s.io/v1'
const review = (kind: string, spec: Body, metadata: Body = {}): OwnStep => {
  const plural = `${kind.toLowerCase()}s`
  const path = kind.startsWith('Local') ? `${AUTH}/namespaces/<ns>/${plural}` : `${AUTH}/${plural}`
  return post(path, {apiVersion: 'authorization.k8s.io/v1', kind, metadata, spec})
}
const wanted = {verb: 'get', resource: 'pods'}
const labelled = (labelSelector: Body): Body => ({resourceAttributes: {...wanted, labelSelector}})
const fielded = (fieldSelector: Body): Body => ({resourceAttributes: {...wanted, fieldSelector}})
const requirement = {key: 'a', operator: 'In', values: ['b']}

const batch: readonly OwnCase[] = [
  of(
    'job-success-policy',
    'indexes of a success policy',
    ...['0-2', '0-9', '3', 'x', '', '2-1', '0,0', '1-', '0-1-2'].map((succeededIndexes) => success([{succeededIndexes}])),
    success([{succeededIndexes: '0-1', succeededCount: 3}]),
    success([{succeededIndexes: '0-1', succeededCount: 2}]),
    success([{succeededIndexes: 'x', succeededCount: 9}]),
    success([{succeededIndexes: '0-1', succeededCount: 0}]),
    success([{succeededIndexes: '0-9', succeededCount: -1}, {}]),
    success([{}], {completions: null}),
    success([{succeededIndexes: '0'}], {completionMode: 'NonIndexed'}),
  ),
  of(
    'cron-job-zones',
    'names of time zones',
    ...[
      'Europe/Berlin',
      'europe/berlin',
      'EUROPE/Berlin',
      'UTC',
      'utc',
      'Utc',
      'Etc/UTC',
      'etc/utc',
      'GMT',
      'gmt',
      'Local',
      'local',
      'X/Y',
      'US/Pacific',
      'EST',
      'est',
      'Etc/GMT+5',
      'America/Argentina/Buenos_Aires',
      'America/argentina/Buenos_Aires',
      '../UTC',
      'GB',
      'PST8PDT',
    ].map(zone),
  ),
]

const admin: readonly OwnCase[] = [
  of(
    'priority-levels',
    'limits and queues of a PriorityLevelConfiguration',
    level(null),
    level({}),
    level({type: 'X'}),
    level({type: 'Limited'}),
    level({type: 'Exempt'}),
    level({type: 'Exempt', limited: {}}),
    level({type: 'Exempt', exempt: {nominalConcurrencyShares: -1, lendablePercent: 101}}),
    level({type: 'Limited', exempt: {}}),
    level({type: 'Limited', exempt: {}, limited: {}}),
    limited({}),
    limited({limitResponse: {}}),
    limited({limitResponse: {type: 'X'}}),
    limited({limitResponse: {type: 'Reject'}}),
    limited({limitResponse: {type: 'Reject', queuing: {}}}),
    limited({limitResponse: {type: 'Reject', queuing: {queues: 5, handSize: 9}}}),
    limited({limitResponse: {type: 'Queue'}}),
    limited({nominalConcurrencyShares: -1, lendablePercent: 101, borrowingLimitPercent: -1, limitResponse: {type: 'Reject'}}),
    limited({nominalConcurrencyShares: 0, lendablePercent: -1, borrowingLimitPercent: 0, limitResponse: {type: 'Reject'}}),
    queue({}),
    queue({queues: 5, handSize: 9}),
    queue({queues: 0, handSize: 0, queueLengthLimit: 0}),
    queue({queues: -1, handSize: -1, queueLengthLimit: -1}),
    queue({queues: 10_000_001, handSize: 8, queueLengthLimit: 50}),
    queue({queues: 10_000_000, handSize: 8, queueLengthLimit: 50}),
    queue({queues: 512, handSize: 20, queueLengthLimit: 50}),
    queue({queues: 64, handSize: 64, queueLengthLimit: 50}),
    level({type: 'Limited', limited: {limitResponse: {type: 'Reject'}}}, 'exempt'),
    merge(`${FLOW}/prioritylevelconfigurations/exempt?dryRun=All`, {
      spec: {type: 'Limited', exempt: null, limited: {limitResponse: {type: 'Reject'}}},
    }),
    merge(`${FLOW}/prioritylevelconfigurations/exempt?dryRun=All`, {
      spec: {exempt: {nominalConcurrencyShares: 5, lendablePercent: 50}},
    }),
    merge(`${FLOW}/prioritylevelconfigurations/catch-all?dryRun=All`, {spec: {limited: {nominalConcurrencyShares: 7}}}),
    merge(`${FLOW}/prioritylevelconfigurations/workload-low?dryRun=All`, {
      spec: {limited: {limitResponse: {queuing: {handSize: 500}}}},
    }),
  ),
  of(
    'volume-mount-options',
    'mount options that a source does not take',
    ...(
      [
        {hostPath: {path: '/x'}},
        {nfs: {server: 's', path: '/p'}},
        {csi: {driver: 'd', volumeHandle: 'h'}},
        {iscsi: {targetPortal: 'p', iqn: 'iqn.2000-01.a:b', lun: 0}},
        {fc: {targetWWNs: ['a'], lun: 1}},
        {
          local: {path: '/x'},
          nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: 'a', operator: 'Exists'}]}]}},
        },
        {rbd: {monitors: ['a'], image: 'x'}},
        {azureFile: {secretName: 'a', shareName: 'b', secretNamespace: 'c'}},
        {flexVolume: {driver: 'a/b'}},
        {vsphereVolume: {volumePath: 'x'}},
        {gcePersistentDisk: {pdName: 'x'}},
        {awsElasticBlockStore: {volumeID: 'x'}},
        {glusterfs: {endpoints: 'e', path: 'p'}},
        {cephfs: {monitors: ['x']}},
        {cinder: {volumeID: 'x'}},
        {azureDisk: {diskName: 'a', diskURI: 'b'}},
        {portworxVolume: {volumeID: 'x'}},
        {scaleIO: {gateway: 'g', system: 's', secretRef: {name: 'x'}}},
        {quobyte: {registry: 'a:1', volume: 'v'}},
        {flocker: {datasetName: 'x'}},
        {photonPersistentDisk: {pdID: 'x'}},
        {storageos: {volumeName: 'x'}},
      ] as Body[]
    ).flatMap((source) => [
      volume(source, {'volume.beta.kubernetes.io/mount-options': 'ro'}),
      volume({...source, mountOptions: ['ro']}, {}),
    ]),
  ),
  of(
    'access-reviews',
    'attributes and selectors of reviews',
    ...['SubjectAccessReview', 'SelfSubjectAccessReview', 'LocalSubjectAccessReview'].flatMap((kind) => {
      const who: Body = kind.startsWith('Self') ? {} : {user: 'u'}
      const local: Body = kind.startsWith('Local') ? {namespace: '<ns>'} : {}
      const ask = (spec: Body) => {
        const attributes: Body = spec.resourceAttributes
          ? {resourceAttributes: {...local, ...(spec.resourceAttributes as Body)}}
          : {}
        return review(kind, {...who, ...spec, ...attributes})
      }
      return [
        ask({resourceAttributes: wanted}),
        ask({nonResourceAttributes: {path: '/x', verb: 'get'}}),
        ask({resourceAttributes: wanted, nonResourceAttributes: {path: '/x', verb: 'get'}}),
        ask({}),
        ask(labelled({rawSelector: 'a=b'})),
        ask(labelled({rawSelector: 'a=b', requirements: [requirement]})),
        ask(labelled({requirements: []})),
        ask(labelled({})),
        ask(labelled({rawSelector: '', requirements: [requirement]})),
        ask(labelled({rawSelector: '!!'})),
        ask(labelled({requirements: [{key: 'a b', operator: 'In', values: ['x y']}]})),
        ask(
          labelled({
            requirements: [
              {key: 'a', operator: 'X'},
              {key: 'a', operator: 'In'},
              {key: 'a', operator: 'Exists', values: ['b']},
            ],
          }),
        ),
        ask(fielded({rawSelector: 'a=b', requirements: [requirement]})),
        ask(fielded({rawSelector: 'a=b'})),
        ask(fielded({})),
        ask(
          fielded({
            requirements: [
              {key: '', operator: 'X'},
              {key: 'a', operator: 'In'},
              {key: 'a', operator: 'In', values: ['a', 'b']},
              {key: 'a', operator: 'Exists', values: ['b']},
            ],
          }),
        ),
        ...(kind.startsWith('Self')
          ? []
          : [
              review(kind, {resourceAttributes: {...local, ...wanted}}),
              review(kind, {user: 'u', groups: ['g'], uid: 'x', extra: {a: ['b']}, resourceAttributes: {...local, ...wanted}}),
            ]),
      ]
    }),
    review('LocalSubjectAccessReview', {user: 'u', resourceAttributes: {...wanted, namespace: 'other'}}),
    review('LocalSubjectAccessReview', {user: 'u', resourceAttributes: wanted}),
    review('SubjectAccessReview', {user: 'u', resourceAttributes: wanted}, {name: 'x'}),
    review('SelfSubjectAccessReview', {resourceAttributes: wanted}, {labels: {a: 'b'}}),
    review('LocalSubjectAccessReview', {user: 'u', resourceAttributes: {...wanted, namespace: '<ns>'}}, {namespace: 'other'}),
    review('SelfSubjectRulesReview', {}),
    post('/apis/authentication.k8s.io/v1/tokenreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: {token: 'x', audiences: ['a']},
    }),
    post('/apis/authentication.k8s.io/v1/tokenreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: {token: 'x'},
    }),
    post('/apis/authentication.k8s.io/v1/tokenreviews', {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: {}}),
  ),
]

const customResource = (name: string, rest: Body): OwnStep =>
  post(`${customs('widgets')}?dryRun=All`, custom('widgets', name, rest))

const customKinds: readonly OwnCase[] = [
  of(
    'crd-schemas',
    'versions without a real schema, conversions, stored versions',
    ...(
      [
        {schema: {}},
        {schema: null},
        {schema: {openAPIV3Schema: {}}},
        {schema: {openAPIV3Schema: null}},
        {schema: {openAPIV3Schema: {type: 'array'}}},
        {},
      ] as Body[]
    ).map((version) => post(`${CRDS}?dryRun=All`, definition('widgets', version))),
    ...(
      [
        {strategy: 'None', webhook: {}},
        {strategy: 'None', webhook: {clientConfig: {url: 'https://x.y/'}, conversionReviewVersions: ['v1']}},
        {strategy: 'None', webhook: null},
        {strategy: 'Webhook'},
        {strategy: 'Webhook', webhook: {}},
        {strategy: 'Webhook', webhook: {clientConfig: {}, conversionReviewVersions: []}},
        {strategy: 'X'},
        {},
      ] as Body[]
    ).map((conversion) =>
      post(`${CRDS}?dryRun=All`, definition('widgets', {schema: {openAPIV3Schema: object({})}}, {conversion})),
    ),
  ),
  of(
    'custom-formats',
    'values of formats, integers, embedded objects',
    crd(
      'widgets',
      object({
        ip: {type: 'string', format: 'ipv4'},
        six: {type: 'string', format: 'ipv6'},
        cidr: {type: 'string', format: 'cidr'},
        bytes: {type: 'string', format: 'byte'},
        big: {type: 'integer', format: 'int64'},
        small: {type: 'integer', format: 'int32'},
        plain: whole,
        number: {type: 'number', format: 'float'},
        date: {type: 'string', format: 'date'},
        time: {type: 'string', format: 'date-time'},
        duration: {type: 'string', format: 'duration'},
        uuid: {type: 'string', format: 'uuid'},
        uri: {type: 'string', format: 'uri'},
        email: {type: 'string', format: 'email'},
        host: {type: 'string', format: 'hostname'},
        mac: {type: 'string', format: 'mac'},
        pod: {type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true},
        text,
      }),
    ),
    ...[
      '1.1.1.1',
      '01.1.1.1',
      '1.1.1',
      '1.1.1.256',
      '::1',
      '',
      ' 1.1.1.1',
      '1.1.1.1/8',
      '001.001.001.001',
      '::ffff:1.1.1.1',
      '0x1.1.1.1',
    ].flatMap((ip, at) => [customResource(`i${at}`, {ip}), customResource(`s${at}`, {six: ip})]),
    ...['::', 'fe80::1%eth0', '1::2::3', 'FF::'].map((six, at) => customResource(`x${at}`, {six})),
    ...['10.0.0.0/8', '10.0.0.1/8', '010.0.0.0/8', '10.0.0.0/08', '10.0.0.0/33', '::/0', '10.0.0.0', ''].map((cidr, at) =>
      customResource(`c${at}`, {cidr}),
    ),
    ...['', 'YQ==', 'YQ', 'YQ=', '!!', 'Y Q==', 'YQ==\n', 'YWI=', '-_-_', 'a'].map((bytes, at) =>
      customResource(`b${at}`, {bytes}),
    ),
    ...['2020-01-01', '2020-13-01', '2020-1-1', ''].map((date, at) => customResource(`d${at}`, {date})),
    ...['2020-01-01T00:00:00Z', '2020-01-01T00:00:00', '2020-01-01 00:00:00Z', ''].map((time, at) =>
      customResource(`t${at}`, {time}),
    ),
    ...['1s', '1', '1d', '', '1h30m', '-1s', '1 s', '1.5h'].map((duration, at) => customResource(`u${at}`, {duration})),
    ...['http://x', 'x', '', '/a', 'a b', 'http://'].map((uri, at) => customResource(`r${at}`, {uri})),
    ...['a@b', 'a', '', 'a@b.c', 'A <a@b.c>'].map((email, at) => customResource(`e${at}`, {email})),
    ...['a.b', 'A_', '', '-a', 'a.b.', '1.1.1.1'].map((host, at) => customResource(`h${at}`, {host})),
    ...['00:00:00:00:00:00', 'x', '', '00-00-00-00-00-00'].map((mac, at) => customResource(`m${at}`, {mac})),
    ...['', 'x', '12345678-1234-1234-1234-123456789012', '123456781234123412341234567890AB'].map((uuid, at) =>
      customResource(`g${at}`, {uuid}),
    ),
    // the recorder itself cannot read larger ones
    ...['2147483648', '1e3', '1.0', '1.5'].flatMap((number, at) =>
      ['big', 'small', 'plain', 'number'].map(
        (field): OwnStep => ({
          method: 'POST',
          path: `${customs('widgets')}?dryRun=All`,
          body: `{"apiVersion":"<ns>.example.com/v1","kind":"Widget","metadata":{"name":"n${at}"},"${field}":${number}}`,
        }),
      ),
    ),
    ...['9223372036854775808', '-9223372036854775809'].flatMap((number) =>
      ['big', 'plain'].map(
        (field): OwnStep => ({
          method: 'POST',
          path: `${customs('widgets')}?dryRun=All`,
          body: `{"apiVersion":"<ns>.example.com/v1","kind":"Widget","metadata":{"name":"o"},"${field}":${number}}`,
        }),
      ),
    ),
    ...(
      [
        {apiVersion: 'v1', kind: 'Pod', metadata: {labels: {x: 'a b'}}},
        {apiVersion: 'v1', kind: 'Pod', metadata: {labels: {'a b': 'x'}, annotations: {'a b': 'x'}}},
        {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'A_', namespace: 'B_', generateName: 'C_'}},
        {apiVersion: 'v1', kind: 'Pod', metadata: {finalizers: ['x', 'a b'], ownerReferences: [{}], uid: 5}},
        {apiVersion: 'v1', kind: 'Pod', metadata: {name: 5, labels: {a: 1}}},
        {apiVersion: 'v1', kind: 'Pod', metadata: {unknown: 5, creationTimestamp: 'x', generation: -5}},
        {apiVersion: 'v1', kind: 'Pod', metadata: 'x'},
        {apiVersion: 'v1', kind: 'Pod'},
        {apiVersion: 'a/b/c', kind: 'x y', metadata: {}},
        {apiVersion: '', kind: ''},
        {},
        {apiVersion: 'v1', kind: 'Pod', metadata: {labels: {a: 'b'}, name: 'ok', managedFields: [{}]}},
      ] as Body[]
    ).map((embedded, at) => customResource(`p${at}`, {pod: embedded})),
  ),
]

const checked = (rule: string): Body => ({type: 'string', maxLength: 20, 'x-kubernetes-validations': [{rule}]})
const celTexts: OwnCase = of(
  'cel-texts',
  'what CEL functions say of texts that they cannot read',
  crd(
    'gadgets',
    object({
      a: checked("cidr('10.0.0.0/8').containsIP(self)"),
      b: checked("cidr('10.0.0.0/8').containsCIDR(self)"),
      c: checked('cidr(self).prefixLength() > 3'),
      d: checked("self.lastIndexOf('x', 9) == 1"),
      e: checked("self.indexOf('x', 9) == 1"),
      f: checked("cidr('10.0.0.0/8').containsIP(ip(self))"),
    }),
  ),
  ...['a', 'b', 'c', 'd', 'e', 'f'].map((field, at) =>
    post(`${customs('gadgets')}?dryRun=All`, custom('gadgets', `g${at}`, {[field]: 'x'})),
  ),
)

const service = (spec: Body, metadata: Body = {}): OwnStep => post(`${SERVICES}?dryRun=All`, svc('x', spec, metadata))
const change = (name: string, spec: Body): OwnStep => merge(`${SERVICES}/${name}?dryRun=All`, {spec})

const services: readonly OwnCase[] = [
  of(
    'service-updates',
    'ports and addresses that stay or go',
    post(SERVICES, svc('b', {type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{port: 80, name: 'x'}]})),
    change('b', {healthCheckNodePort: 31_999}),
    change('b', {healthCheckNodePort: null}),
    change('b', {healthCheckNodePort: 0}),
    change('b', {externalTrafficPolicy: 'Cluster'}),
    change('b', {externalTrafficPolicy: 'Cluster', healthCheckNodePort: 31_999}),
    change('b', {type: 'ClusterIP'}),
    change('b', {type: 'NodePort'}),
    change('b', {type: 'NodePort', externalTrafficPolicy: 'Cluster'}),
    post(SERVICES, svc('c', {type: 'LoadBalancer'})),
    change('c', {allocateLoadBalancerNodePorts: false}),
    change('c', {allocateLoadBalancerNodePorts: false, ports: [{port: 81}]}),
    change('c', {allocateLoadBalancerNodePorts: false, ports: [{port: 80}]}),
    change('c', {healthCheckNodePort: 31_999}),
    merge(`${SERVICES}/c`, {spec: {allocateLoadBalancerNodePorts: false}}),
    change('c', {ports: [{port: 80}, {port: 81, name: 'y'}]}),
    change('c', {allocateLoadBalancerNodePorts: true}),
    change('c', {type: 'NodePort'}),
    change('c', {type: 'ClusterIP'}),
    put(`${SERVICES}/c?dryRun=All`, svc('c', {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false})),
  ),
  of(
    'service-addresses',
    'addresses outside of what there is',
    service({clusterIP: '10.96.0.1'}),
    service({clusterIP: '10.97.0.1'}),
    service({clusterIP: '10.96.255.255'}),
    service({externalIPs: ['0.0.0.0']}),
    service({
      externalIPs: ['127.0.0.1', '169.254.1.1', '224.0.0.1', '::1', '::', 'fe80::1', 'x', '010.1.1.1', '255.255.255.255'],
    }),
    service({loadBalancerIP: 'x', type: 'LoadBalancer'}),
    service({ports: [{port: 80}, {port: 80}]}),
    service({
      ports: [
        {port: 80, name: 'a'},
        {port: 80, name: 'a'},
      ],
    }),
    service({
      ports: [
        {port: 80, name: 'a'},
        {port: 80, name: 'b', protocol: 'UDP'},
        {port: 80, name: 'c'},
      ],
    }),
    service({ports: [{port: 0, targetPort: 'A_', name: 'A_', appProtocol: 'a b', protocol: 'X'}]}),
    service({
      type: 'NodePort',
      ports: [
        {port: 80, nodePort: 5},
        {port: 81, nodePort: 5, name: 'x'},
      ],
    }),
    service({type: 'ExternalName', externalName: 'A_', clusterIP: '1.1.1.1', ports: []}),
    service({type: 'X', sessionAffinity: 'X', externalTrafficPolicy: 'X', internalTrafficPolicy: 'X'}),
    service({ipFamilies: ['IPv6', 'X'], ipFamilyPolicy: 'X'}),
    service({loadBalancerSourceRanges: ['x', '10.0.0.1/8'], loadBalancerClass: 'x y', allocateLoadBalancerNodePorts: true}),
    service({type: 'LoadBalancer', loadBalancerSourceRanges: ['x', '10.0.0.1/8'], loadBalancerClass: 'x y'}),
  ),
]

const slice = (addressType: string, endpoints: Body[]): OwnStep =>
  post('/apis/discovery.k8s.io/v1/namespaces/<ns>/endpointslices?dryRun=All', {
    ...obj('discovery.k8s.io/v1', 'EndpointSlice', 'x', {addressType, endpoints}),
  })
const driver = (spec: Body): OwnStep =>
  post('/apis/storage.k8s.io/v1/csidrivers?dryRun=All', obj('storage.k8s.io/v1', 'CSIDriver', '<ns>-x', {spec}))
const owned = (...ownerReferences: Body[]): OwnStep =>
  post(`${CORE}/configmaps?dryRun=All`, obj('v1', 'ConfigMap', 'a', {}, {ownerReferences}))
const ingress = (annotations: Body, spec: Body): OwnStep =>
  post(
    '/apis/networking.k8s.io/v1/namespaces/<ns>/ingresses?dryRun=All',
    obj(
      'networking.k8s.io/v1',
      'Ingress',
      'a',
      {spec: {defaultBackend: {service: {name: 'x', port: {number: 1}}}, ...spec}},
      {annotations},
    ),
  )
const set = (kind: string, spec: Body): Body =>
  obj('apps/v1', kind, 'a', {spec: {selector: {matchLabels: {app: 'x'}}, template: template(), ...spec}})
const APPS = '/apis/apps/v1/namespaces/<ns>'

const texts: readonly OwnCase[] = [
  of(
    'warnings',
    'what the server warns of',
    post(
      `${CORE}/serviceaccounts?dryRun=All`,
      obj('v1', 'ServiceAccount', 'x', {}, {annotations: {'kubernetes.io/enforce-mountable-secrets': 'true'}}),
    ),
    post(
      `${CORE}/serviceaccounts?dryRun=All`,
      obj(
        'v1',
        'ServiceAccount',
        'x',
        {secrets: [{name: 'a'}, {name: 'a'}]},
        {annotations: {'kubernetes.io/enforce-mountable-secrets': 'x'}},
      ),
    ),
    merge(`${CORE}/serviceaccounts/default?dryRun=All`, {
      metadata: {annotations: {'kubernetes.io/enforce-mountable-secrets': 'true'}},
    }),
    ingress({'kubernetes.io/ingress.class': 'a'}, {ingressClassName: 'a'}),
    ingress({'kubernetes.io/ingress.class': 'a'}, {ingressClassName: 'b'}),
    ingress({'kubernetes.io/ingress.class': 'a'}, {}),
    post(`${PODS}?dryRun=All`, pod('x', {}, {annotations: {'container.apparmor.security.beta.kubernetes.io/a': 'x'}})),
    post(
      `${PODS}?dryRun=All`,
      pod('x', {}, {annotations: {'container.apparmor.security.beta.kubernetes.io/a': 'runtime/default'}}),
    ),
    post(
      `${PODS}?dryRun=All`,
      pod('x', {}, {annotations: {'container.apparmor.security.beta.kubernetes.io/zz': 'runtime/default'}}),
    ),
    post(
      `${PODS}?dryRun=All`,
      pod(
        'x',
        {},
        {
          annotations: {
            'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
            'container.seccomp.security.alpha.kubernetes.io/a': 'x',
            'scheduler.alpha.kubernetes.io/critical-pod': '',
          },
        },
      ),
    ),
    post('/api/v1/componentstatuses', {apiVersion: 'v1', kind: 'ComponentStatus', metadata: {name: 'x'}}),
    {method: 'DELETE', path: '/api/v1/componentstatuses/scheduler'},
    {method: 'DELETE', path: '/api/v1/componentstatuses'},
    put('/api/v1/componentstatuses/scheduler', {apiVersion: 'v1', kind: 'ComponentStatus', metadata: {name: 'scheduler'}}),
  ),
  of(
    'causes',
    'causes in the number and order of the server',
    driver({
      volumeLifecycleModes: ['X'],
      fsGroupPolicy: 'X',
      tokenRequests: [{audience: 'a', expirationSeconds: 5}, {audience: 'a'}],
    }),
    driver({fsGroupPolicy: ''}),
    driver({nodeAllocatableUpdatePeriodSeconds: 5}),
    driver({attachRequired: null, podInfoOnMount: null}),
    driver({serviceAccountTokenInSecrets: true}),
    ...[
      '::1',
      '::',
      'fe80::1',
      'ff02::1',
      'fd00::1',
      '1.1.1.1',
      'x',
      '::ffff:1.1.1.1',
      '010.1.1.1',
      '0::1',
      '127.0.0.1',
      '0.0.0.0',
      '169.254.0.1',
      '224.0.0.1',
    ].flatMap((address) => [slice('IPv6', [{addresses: [address]}]), slice('IPv4', [{addresses: [address]}])]),
    slice('FQDN', [{addresses: ['a.b']}, {addresses: ['A_']}, {addresses: []}]),
    slice('IPv4', [
      {
        addresses: ['1.1.1.1'],
        hostname: 'A_',
        nodeName: 'A_',
        zone: 'x',
        deprecatedTopology: {'a b': 'c d'},
        hints: {forZones: [{name: 'a b'}, {name: 'a b'}], forNodes: [{name: 'A_'}]},
      },
    ]),
    post(`${APPS}/statefulsets?dryRun=All`, set('StatefulSet', {template: {metadata: {labels: {app: 'x'}}}})),
    post(`${APPS}/statefulsets?dryRun=All`, set('StatefulSet', {template: {}})),
    post(
      `${APPS}/statefulsets?dryRun=All`,
      set('StatefulSet', {template: template({app: 'x'}, {restartPolicy: 'Never', activeDeadlineSeconds: 5})}),
    ),
    post(
      `${APPS}/statefulsets?dryRun=All`,
      set('StatefulSet', {
        template: {metadata: {labels: {app: 'x', 'a b': 'c'}, annotations: {'a b': 'c'}}, spec: {containers: []}},
      }),
    ),
    post(`${APPS}/daemonsets?dryRun=All`, set('DaemonSet', {updateStrategy: {type: 'OnDelete', rollingUpdate: {}}})),
    post(`${APPS}/daemonsets?dryRun=All`, set('DaemonSet', {updateStrategy: {type: 'OnDelete', rollingUpdate: {maxSurge: 1}}})),
    post(`${APPS}/daemonsets?dryRun=All`, set('DaemonSet', {updateStrategy: {rollingUpdate: {maxSurge: '10%'}}})),
    post(`${APPS}/daemonsets?dryRun=All`, set('DaemonSet', {updateStrategy: {type: 'X', rollingUpdate: {}}})),
    post(`${APPS}/deployments?dryRun=All`, deploy('a', {strategy: {type: 'Recreate', rollingUpdate: {}}})),
    post(
      '/api/v1/nodes?dryRun=All',
      obj('v1', 'Node', '<ns>-n', {
        spec: {
          taints: [
            {key: 'a', effect: 'NoSchedule'},
            {key: 'a', effect: 'NoSchedule'},
            {key: 'a b', value: 'c d', effect: 'X'},
            {key: '', effect: ''},
          ],
        },
      }),
    ),
    post('/api/v1/nodes', obj('v1', 'Node', '<ns>-m')),
    merge('/api/v1/nodes/<ns>-m?dryRun=All', {
      metadata: {labels: {'a b': 'c'}, finalizers: ['x']},
      status: {capacity: {cpu: '-1'}},
    }),
    merge('/api/v1/nodes/<ns>-m?dryRun=All', {
      spec: {
        taints: [
          {key: 'a', effect: 'NoSchedule'},
          {key: 'a', effect: 'NoSchedule'},
          {key: 'a b', value: 'c d', effect: 'X'},
          {key: '', effect: ''},
        ],
      },
    }),
    {method: 'DELETE', path: '/api/v1/nodes/<ns>-m'},
    owned({apiVersion: 'v1', kind: 'x', name: '', uid: ''}),
    owned({apiVersion: '', kind: '', name: '', uid: ''}),
    owned({apiVersion: 'v1', kind: 'Event', name: 'n', uid: '3'}),
    owned(
      {apiVersion: 'v1', kind: 'X', name: 'n', uid: '1', controller: true},
      {apiVersion: 'a/b/c', kind: 'X', name: 'n', uid: '2', controller: true},
      {apiVersion: 'v1', kind: 'Event', name: 'n', uid: '3'},
    ),
    owned(
      {apiVersion: 'v1', kind: '', name: 'n', uid: '1', controller: true},
      {apiVersion: 'v1', kind: 'X', name: '', uid: '2', controller: true},
      {apiVersion: 'v1', kind: 'X', name: 'p', uid: '', controller: true},
    ),
    job({podFailurePolicy: {rules: []}}),
    ...[template({a: 'b'}, {restartPolicy: 'Never'}), {spec: (ends as Body).spec!}].map((pods) =>
      post(`${JOBS}?dryRun=All`, obj('batch/v1', 'Job', 'a'.repeat(64), {spec: {template: pods}})),
    ),
    job({completionMode: 'Indexed', completions: 3, successPolicy: {rules: []}}),
    job({completionMode: 'NonIndexed', successPolicy: {}}),
    job({completionMode: 'NonIndexed', successPolicy: {rules: null}}),
  ),
]

/** Rules of kinds, found by a fresh look. */
export const rules: readonly OwnCase[] = [...batch, ...admin, ...customKinds, celTexts, ...services, ...texts]
