import type {Draw} from './draw.js'

/** Objects of many kinds that name each other, in a text each. */
const OBJECTS = [
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  namespace: team
  labels: {app: web, tier: "1"}
spec:
  replicas: 2
  list: [a, b]
  text: a,b,c
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
    spec:
      serviceAccountName: app
      containers:
      - name: main # the first
        image: nginx:1.0
        args: ["--x=1", $(VAR)]
        env:
        - {name: A, value: a:b:c}
        - name: B
          valueFrom: {configMapKeyRef: {name: app, key: k}}
      - {name: side, image: "ghcr.io/acme/side@sha256:abc"}
      volumes:
      - {name: v, configMap: {name: app}}
      - {name: s, secret: {secretName: app}}
`,
  `apiVersion: v1
kind: ConfigMap
metadata: {name: app, annotations: {note: $(VAR)}}
data: {k: v, n: "1", conf: "a: b\\n", host: web.example.com:80}
`,
  `apiVersion: v1
kind: Secret
metadata: {name: app}
type: Opaque
stringData: {k: v}
`,
  `apiVersion: v1
kind: Service
metadata: {name: app, labels: {app: web}}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}, {port: 443, name: https}]}
`,
  'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\n',
  'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app, namespace: team}\n',
  `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: bind}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: role}
subjects:
- {kind: ServiceAccount, name: default}
- {kind: ServiceAccount, name: app, namespace: team}
- {kind: User, name: ann}
`,
  `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: bind}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: role}
subjects: [{kind: ServiceAccount, name: default, namespace: team}, {kind: Group, name: g}]
`,
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: role}\nrules: [{resources: [secrets], resourceNames: [app]}]\n',
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: role}\nrules: []\n',
  'apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n',
  `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: hook}
webhooks: [{name: a.b.c, clientConfig: {service: {name: app, namespace: team}}}]
`,
  'apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1.x}\nspec: {service: {name: app, namespace: team}}\n',
  `apiVersion: batch/v1
kind: CronJob
metadata: {name: job}
spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: nginx}]}}}}}
`,
  'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: app}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: app}}\n',
  `apiVersion: example.com/v1
kind: Widget
metadata: {name: w, labels: {app: web}}
spec:
  ref: app
  size: 3
  on: true
  items: [{name: a, v: 1}, {name: b, v: 2}]
  map: {x.y: 1, z: null, text: "yes"}
  empty: {}
  none: []
  float: 1.50
`,
  'apiVersion: example.com/v1\nkind: WidgetList\nitems:\n- {apiVersion: example.com/v1, kind: Widget, metadata: {name: one}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: two}}\n',
  'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: three, annotations: {config.kubernetes.io/local-config: "true"}}}\n',
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: widgets.example.com}\nspec: {group: example.com, conversion: {webhook: {clientConfig: {service: {name: app, namespace: team}}}}}\n',
  'apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: pv}\nspec: {claimRef: {name: claim, namespace: team}, storageClassName: fast}\n',
  'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: claim}\nspec: {volumeName: pv, storageClassName: fast}\n',
  'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\n',
  'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: app, annotations: {a/b: "1"}}\nspec: {tls: [{secretName: app}], rules: [{http: {paths: [{backend: {service: {name: app}}}]}}]}\n',
] as const

/** place of the object of a custom kind */
const WIDGET = 15

/** Objects that a build hardly ever survives, or only some fields of it do. */
const RARE = [
  'apiVersion: ~\nkind: Pod\nmetadata: {name: p, labels: {app: web}}\n',
  'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: 5}\n',
  'apiVersion: 1\nkind: Foo\nmetadata: {name: p}\n',
  'apiVersion: v1\nkind: Pod\nmetadata: {name: 12345678901234567890}\n',
  'apiVersion: v1\nkind: Foo\nmetadata: {generateName: gen-}\n',
  'apiVersion: v1\nkind: Foo\nmetadata: {name: f, annotations: ~, labels: ~}\nspec: ~\n',
  'apiVersion: v1\nkind: Foo\nmetadata: {name: f, labels: [a]}\n',
  'apiVersion: v1\nkind: FooList\nitems: []\nitems: [{apiVersion: v1, kind: Foo, metadata: {name: l}}]\n',
  'apiVersion: v1\nkind: FooList\n~: x\nitems: [{apiVersion: v1, kind: Foo, metadata: {name: l}}]\n',
  'apiVersion: v1\nkind: FooList\nmetadata: {a: 1, a: 2}\nitems: [{apiVersion: v1, kind: Foo, metadata: {name: l}}]\n',
  'apiVersion: v1\nkind: FooList\nitems: ~\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: long}\ndata: {n: 12345678901234567890, f: .inf}\n',
  'kind: Foo\nmetadata: {name: f}\n',
  'apiVersion: v1\nmetadata: {name: f}\n',
] as const

/** A file of 2-5 objects. */
export function objects(draw: Draw): string {
  // those that patches, replacements and vars look for are mostly there
  const usual = [0, 1, 3, WIDGET].filter(() => draw.chance(0.85)).map((i) => OBJECTS[i]!)
  const chosen: string[] = [...usual, draw.one(OBJECTS), ...draw.some(OBJECTS, 3)]
  if (draw.chance(draw.oddness / 4)) chosen.push(draw.one(RARE))
  return [...new Set(chosen)].join('---\n')
}

/** Values of a field that should be a text, as they stand in one line: mostly fitting ones. */
export function odd(draw: Draw, ...fitting: readonly string[]): string {
  return draw.chance(draw.oddness) ? oddValue(draw) : draw.one(fitting)
}

/** A value in one line whose meaning or printing is easily lost. */
export function oddValue(draw: Draw): string {
  return draw.one(ODD)
}

const ODD = [
  '1.2',
  '8080',
  'y',
  'yes',
  'on',
  'true',
  '"true"',
  'False',
  '1e3',
  '0x10',
  '0o17',
  '0777',
  '1_000',
  '.5',
  '-0.0',
  '-1',
  '+1',
  '1e21',
  '1e-7',
  '12345678901234567890',
  '-9223372036854775809',
  '9007199254740993',
  '.inf',
  '-.Inf',
  '.nan',
  'null',
  '~',
  '',
  '""',
  '" "',
  '[]',
  '{}',
  '[a]',
  '[1, {a: b}]',
  '{a: b}',
  '{a: {b: 1}}',
  '2001-01-01',
  '12:30',
  '!!str 5',
  '!!int "7"',
  '!!float 3',
  '!!binary aGk=',
  '!own x',
  '&x a',
  '"a\\nb"',
  "'it''s'",
  '"é"',
  '.*',
  '"*"',
  '"a=b=c"',
  '"!!"',
  '"("',
  '"app in (web)"',
  '$(VAR)',
  'metadata',
  '"a/b"',
  '1.0',
] as const
