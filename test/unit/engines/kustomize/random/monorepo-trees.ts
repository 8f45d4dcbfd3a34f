import fc from 'fast-check'
import type {Tree} from '../trees.js'
import {Draw} from './draw.js'

/**
 * Repositories of four levels as teams have them: apps, components that switch features on, environments and clusters, and a folder of
 * plugins whose files an overlay picks. Nearly all are built.
 */
export const monorepoTrees: fc.Arbitrary<Tree> = fc.nat().map((seed) => new RepositoryWriter(seed).tree())

const APPS = ['web', 'api', 'worker', 'db']
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'

class RepositoryWriter {
  readonly #draw: Draw
  readonly #files: Record<string, string> = {}

  constructor(seed: number) {
    this.#draw = new Draw(seed)
  }

  tree(): Tree {
    const draw = this.#draw
    const apps = [draw.one(APPS), ...draw.some(APPS, 2)].filter((app, i, all) => all.indexOf(app) === i)
    for (const app of apps) this.#app(app)
    const features = draw.some(['metrics', 'tls', 'ha', 'debug'], 3)
    for (const feature of features) this.#component(feature, draw.one(apps))
    const own = draw.some(features, 2)
    this.#write('envs/prod', 'namespace: prod', [
      `resources: [${apps.map((app) => `../../apps/${app}`).join(', ')}]`,
      ...(own.length > 0 ? [`components: [${own.map((name) => `../../components/${name}`).join(', ')}]`] : []),
      ...draw.some(this.#overlay('prod', apps), 4),
    ])
    const left = features.filter((feature) => !own.includes(feature))
    this.#write('clusters/eu/prod-1', '', [
      'resources: [../../../envs/prod, extra.yaml]',
      ...(left.length > 0 ? [`components: [${left.map((name) => `../../../components/${name}`).join(', ')}]`] : []),
      ...draw.some(this.#overlay('cluster', apps), 4),
      ...(draw.chance(0.4) ? [this.#plugins(draw.one(apps))] : []),
    ])
    this.#files['clusters/eu/prod-1/extra.yaml'] = `apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster
data: {name: prod-1, region: eu-west-1, domain: eu.example.com, registry: mirror.eu/x, count: "4"}
`
    return {path: 'clusters/eu/prod-1', files: this.#files}
  }

  #write(folder: string, first: string, fields: readonly string[]): void {
    const seen = new Set<string>()
    // a field may stand there once
    const kept = [first, ...fields].filter((field) => {
      const name = field.slice(0, field.indexOf(':'))
      return field !== '' && !seen.has(name) && seen.add(name)
    })
    this.#files[`${folder}/kustomization.yaml`] = kept.map((field) => `${field}\n`).join('')
  }

  #app(app: string): void {
    const draw = this.#draw
    const kind = app === 'db' ? 'StatefulSet' : 'Deployment'
    const sidecar = draw.chance(0.3) ? `\n      - {name: side, image: "ghcr.io/acme/side@sha256:${'a'.repeat(64)}"}` : ''
    const cron = draw.chance(0.3)
      ? `---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: ${app}-job}\nspec:\n  schedule: "0 * * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers:\n          - {name: job, image: "acme/${app}:1.0", envFrom: [{configMapRef: {name: ${app}-config}}]}\n`
      : ''
    this.#files[`apps/${app}/app.yaml`] = `# ${app}
apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${app}
  labels: {app: ${app}${draw.chance(0.5) ? ', tier: "1"' : ''}}
spec:
  replicas: ${draw.one(['1', '2', '3'])} # small
  selector:
    matchLabels: {app: ${app}}
  template:
    metadata:
      labels: {app: ${app}}
    spec:
      serviceAccountName: ${app}
      containers:
      - name: main
        image: acme/${app}:1.0
        args: ["--name=$(NAME)", --url=http://${app}.default.svc:80/x]
        env:
        - {name: NAME, value: x}
        - name: SECRET
          valueFrom: {secretKeyRef: {name: ${app}-secret, key: k}}
        envFrom:
        - configMapRef: {name: ${app}-config}${sidecar}
      volumes:
      - {name: v, configMap: {name: ${app}-files}}
---
apiVersion: v1
kind: Service
metadata: {name: ${app}}
spec:
  selector: {app: ${app}}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${app}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${draw.one(['RoleBinding', 'ClusterRoleBinding'])}
metadata: {name: ${app}-read}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: ${app}, namespace: default}]
${cron}${draw.chance(0.4) ? `---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ${app}, annotations: {host: ${app}.old.example.com}}\nspec:\n  tls: [{hosts: [${app}.old.example.com], secretName: ${app}-secret}]\n  rules:\n  - host: ${app}.old.example.com\n    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${app}, port: {name: http}}}}]}\n` : ''}`
    this.#files[`apps/${app}/files/app.conf`] = draw.one(['a = 1\n', 'long: |\n  text\n', 'x'])
    this.#write(`apps/${app}`, 'resources: [app.yaml]', [
      `configMapGenerator:\n- name: ${app}-config\n  literals: [LEVEL=info, NAME=${app}]\n- name: ${app}-files\n  files: [files/app.conf]`,
      `secretGenerator: [{name: ${app}-secret, literals: [k=v]${draw.chance(0.5) ? ', type: Opaque' : ''}}]`,
      ...draw.some(
        [
          `labels: [{pairs: {app.kubernetes.io/part-of: ${app}}, includeTemplates: true}]`,
          `commonLabels: {team: ${draw.one(['a', '"7"', 'true-x'])}}`,
          `namePrefix: ${draw.one(['acme-', 'x-'])}`,
          `images: [{name: acme/${app}, newTag: "1.1"}]`,
          'generatorOptions: {labels: {generated: "true"}, disableNameSuffixHash: false}',
        ],
        3,
      ),
    ])
  }

  #component(name: string, app: string): void {
    const folder = `components/${name}`
    const byFeature: Record<string, readonly string[]> = {
      metrics: [
        `patches:\n- target: {kind: "Deployment|StatefulSet"}\n  patch: |-\n    - op: add\n      path: /spec/template/metadata/annotations\n      value: {prometheus.io/scrape: "true", prometheus.io/port: "9090"}`,
        'labels: [{pairs: {metrics: "on"}, includeSelectors: false}]',
      ],
      tls: [
        `configMapGenerator: [{name: ${app}-config, behavior: merge, literals: [TLS=1, LEVEL=warn]}]`,
        `patches:\n- target: {kind: Service}\n  patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: any}\n    spec:\n      ports:\n      - {name: https, port: 443, targetPort: 8443}`,
      ],
      ha: [
        `replicas: [{name: ${app}, count: 5}]`,
        `resources: [pdb.yaml]`,
        `replacements:\n- source: {kind: Service, name: ${app}, fieldPath: spec.selector.app}\n  targets: [{select: {kind: PodDisruptionBudget}, fieldPaths: [spec.selector.matchLabels.app]}]`,
      ],
      debug: [
        `patches:\n- path: debug.yaml\n  target: {labelSelector: app=${app}, kind: "Deployment|StatefulSet"}`,
        `secretGenerator: [{name: ${app}-secret, behavior: ${this.#draw.one(['merge', 'replace'])}, literals: [debug=1]}]`,
      ],
    }
    if (name === 'ha') {
      this.#files[`${folder}/pdb.yaml`] =
        `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: ${app}}\nspec: {minAvailable: 1, selector: {matchLabels: {app: none}}}\n`
    }
    if (name === 'debug') {
      this.#files[`${folder}/debug.yaml`] =
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:\n  template:\n    spec:\n      containers:\n      - name: main\n        args: [--debug]\n        env:\n        - {name: NAME, $patch: delete}\n        - {name: DEBUG, value: "1"}\n      - {name: shell, image: busybox}\n`
    }
    this.#write(folder, '', byFeature[name]!)
    this.#files[`${folder}/kustomization.yaml`] = COMPONENT + this.#files[`${folder}/kustomization.yaml`]!
  }

  /** What an environment or a cluster may say. */
  #overlay(level: string, apps: readonly string[]): string[] {
    const draw = this.#draw
    const app = draw.one(apps)
    return [
      `namePrefix: ${level}-`,
      `nameSuffix: ${draw.one(['-v2', '-eu'])}`,
      `namespace: ${draw.one(['team', 'prod'])}`,
      `images: [{name: acme/${app}, newName: registry.example.com/${app}, newTag: v${draw.below(9)}}, {name: busybox, digest: "sha256:${'b'.repeat(64)}"}]`,
      `replicas: [{name: ${app}, count: ${draw.below(9)}}]`,
      `commonAnnotations: {level: ${level}}`,
      `labels:\n- pairs: {env: ${level}}\n  ${draw.one(['includeSelectors: true', 'includeTemplates: true', 'includeSelectors: false'])}`,
      `configMapGenerator: [{name: ${app}-config, behavior: ${draw.one(['merge', 'replace'])}, literals: [LEVEL=debug, ENV=${level}]}]`,
      `buildMetadata: [${draw.some(['originAnnotations', 'transformerAnnotations', 'managedByLabel'], 3).join(', ')}]`,
      `sortOptions: {order: ${draw.one(['fifo', 'legacy'])}}`,
      `patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: ${app === 'db' ? 'StatefulSet' : 'Deployment'}\n    metadata: {name: ${app}}\n    spec:\n      template:\n        spec:\n          containers:\n          - name: main\n            resources: {limits: {cpu: ${draw.one(['"1"', '500m', '2'])}}} # limits\n          nodeSelector: {region: eu}\n  ${draw.chance(0.3) ? `target: {name: ${app}, kind: "Dep.*|State.*"}` : 'options: {allowNameChange: false}'}`,
      `patches:\n- target: {kind: Ingress}\n  patch: |-\n    - {op: replace, path: /spec/rules/0/host, value: ${level}.example.com}\n    - {op: add, path: /metadata/annotations/x, value: "${draw.below(9)}"}\n- target: {kind: CronJob}\n  patch: |-\n    $patch: delete\n    apiVersion: batch/v1\n    kind: CronJob\n    metadata: {name: any}`,
      level === 'cluster'
        ? this.#replacements(app)
        : `vars: [{name: NAME, objref: {apiVersion: v1, kind: Service, name: ${app}}}]`,
    ]
  }

  #replacements(app: string): string {
    const draw = this.#draw
    const source = (field: string) => `source: {kind: ConfigMap, name: cluster, fieldPath: data.${field}}`
    const all = [
      `- ${source('domain')}\n  targets:\n  - select: {kind: Ingress}\n    fieldPaths: [spec.rules.*.host, spec.tls.*.hosts.*]\n    options: {delimiter: ., index: ${draw.one(['1', '0', '9'])}}`,
      `- ${source('registry')}\n  targets:\n  - select: {kind: "Deployment|StatefulSet|CronJob"}\n    fieldPaths: ['spec.template.spec.containers.[name=main].image']\n    reject: [{kind: CronJob}, {name: no-such}]\n    options: {delimiter: /, index: 0}`,
      `- ${source('count')}\n  targets: [{select: {kind: Deployment, name: ${app}}, fieldPaths: [spec.replicas]}]`,
      `- ${source('region')}\n  targets: [{select: {kind: "Deployment|StatefulSet"}, fieldPaths: [spec.template.spec.nodeSelector.zone, metadata.annotations.region], options: {create: true}}]`,
      `- ${source('name')}\n  targets: [{select: {kind: ServiceAccount}, fieldPaths: [metadata.name], options: {delimiter: '-', index: ${draw.one(['-1', '0', '5'])}}}]`,
      `- sourceValue: "${draw.below(99)}"\n  targets: [{select: {version: v1}, fieldPaths: [metadata.labels.build], options: {create: true}}]`,
    ]
    return `replacements:\n${[draw.one(all), ...draw.some(all, 2)].join('\n')}`
  }

  /** A folder of plugins whose overlay decides which files they read. */
  #plugins(app: string): string {
    const draw = this.#draw
    const kind = draw.one(['transformers', 'generators'])
    this.#files['plugins/base/p.yaml'] =
      kind === 'generators'
        ? `apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: regional}\nfiles: [k=regions/none.txt]\nliterals: [a=b]\n`
        : `apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: regional}\ntarget: {kind: Service, name: ${app}}\npath: regions/none.txt\n`
    this.#files['plugins/base/kustomization.yaml'] = 'resources: [p.yaml]\n'
    const field = kind === 'generators' ? 'files.0' : 'path'
    const picks = [
      `replacements:\n- sourceValue: eu.txt\n  targets: [{select: {name: regional}, fieldPaths: [${field}], options: {delimiter: /, index: 1}}]`,
      `patches:\n- target: {name: regional}\n  patch: |-\n    - {op: replace, path: /${field.replace('.', '/')}, value: ${kind === 'generators' ? 'k=' : ''}regions/eu.txt}`,
    ]
    this.#files['plugins/eu/kustomization.yaml'] = `resources: [../base]\n${draw.one(picks)}\n`
    this.#files['clusters/eu/prod-1/regions/eu.txt'] =
      kind === 'generators' ? 'eu\n' : 'apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {externalName: eu}\n'
    return `${kind}: [../../../plugins/eu]`
  }
}
