/** How a generated fleet is laid out: N apps of their own, or one app that N Kustomizations deploy under N prefixes. */
export type Shape = 'monorepo' | 'shared'

/** Objects that each Kustomization brings. */
export const OBJECTS = 4

export const nameOf = (index: number) => `app-${String(index).padStart(5, '0')}`

/** The files of a repository of N apps, each a ServiceAccount, ConfigMap, Service and Deployment. */
export function fleetFiles(count: number, shape: Shape): Map<string, string> {
  const files = new Map<string, string>()
  for (let index = 1; index <= (shape === 'shared' ? 1 : count); index++) {
    const name = nameOf(index)
    const add = (file: string, text: string) => files.set(`apps/${name}/${file}`, text)
    const head = (apiVersion: string, kind: string) =>
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  labels:\n    app.kubernetes.io/name: ${name}\n`
    add('kustomization.yaml', 'resources:\n- account.yaml\n- config.yaml\n- service.yaml\n- deployment.yaml\n')
    add('account.yaml', `${head('v1', 'ServiceAccount')}automountServiceAccountToken: false\n`)
    add(
      'config.yaml',
      `${head('v1', 'ConfigMap')}data:\n  index: "${index}"\n  settings: |\n    level: info\n    name: ${name}\n`,
    )
    add(
      'service.yaml',
      `${head('v1', 'Service')}spec:\n  selector:\n    app.kubernetes.io/name: ${name}\n  ports:\n  - name: http\n    port: 80\n    targetPort: http\n`,
    )
    add('deployment.yaml', `${head('apps/v1', 'Deployment')}${deployment(name, index)}`)
  }
  return files
}

function deployment(name: string, index: number): string {
  return `spec:
  replicas: 0
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
      - name: app
        image: registry.example.com/${name}:1.${index}.0
        ports:
        - name: http
          containerPort: 8080
        envFrom:
        - configMapRef:
            name: ${name}
        resources:
          requests:
            cpu: 10m
            memory: 32Mi
`
}

/** The Kustomization of one app. */
export function fleetKustomization(index: number, shape: Shape) {
  const name = nameOf(index)
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name, namespace: 'bench'},
    spec: {
      interval: '60m',
      sourceRef: {kind: 'GitRepository', name: 'fleet'},
      path: `./apps/${shape === 'shared' ? nameOf(1) : name}`,
      ...(shape === 'shared' ? {namePrefix: `${name}-`} : {}),
      targetNamespace: 'bench',
      prune: true,
    },
  }
}
