import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {Case} from './case.js'

const folder = join(process.cwd(), 'scripts/helm-cases/wild')

/** Every flag of `helm template` that changes what is printed, for the charts that make most of values. */
const FLAGS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  redisy: [
    [
      '--set-json',
      'master.podLabels={"a":"1","app.kubernetes.io/name":"z"},auth.acl={"enabled":true,"users":[{"username":"x","password":"p"}]}',
    ],
    ['--set-file', 'master.configuration=chart/files/start.sh', '--set-string', 'image.tag=8,auth.password=007'],
    ['--set-literal', 'auth.password={{ .Release.Name }},"x" \\ y', '-a', 'policy/v1,monitoring.coreos.com/v1/ServiceMonitor'],
    ['--set', 'metrics.enabled=true,metrics.serviceMonitor.enabled=true', '-a', 'monitoring.coreos.com/v1/ServiceMonitor'],
    ['--show-only', 'templates/secret.yaml', '--show-only', 'templates/configmap.yaml', '--set', 'serviceBindings.enabled=true'],
    ['-s', 'templates/tests.yaml', '--skip-tests'],
    ['-s', 'templates/tests.yaml', '--no-hooks'],
    ['--skip-tests', '-f', 'chart/ci/acl.yaml'],
    ['--is-upgrade'],
    ['--is-upgrade', '--set', 'global.redisy.password=x', '--no-hooks', '--kube-version', '1.22'],
    ['--kube-version', 'v1.20.0-eks+1', '-f', 'chart/ci/acl.yaml', '-f', 'chart/ci/templates.yaml', '-f', 'chart/ci/digest.yaml'],
    ['--set', 'extraDeploy[0].kind=A,extraDeploy[0].v=1.50,extraDeploy[2]=kind: B', '--set', 'commonLabels.n=5'],
    ['--set', 'master.disableCommands={},commonConfiguration=,image=null'],
    [
      '--set-json',
      'master.resources={"limits":{"cpu":1e3,"memory":1.0}},master.extraEnvVars=[{"name":"{{ .Release.Name }}"}]',
      '-n',
      'cache',
    ],
  ],
  gate: [
    ['--set-json', 'toml={"a":[{"b":1.0},{"b":{"c":[]}}],"d":12345678901234567890}', '-s', 'templates/config.yaml'],
    ['--set-file', 'labels.script=chart/files/banner.txt', '--set-string', 'env.N=1,env.B=true'],
    ['--set-literal', 'annotations.x={a,b}=c', '--set', 'profile=demo,platform=k3s'],
    ['--show-only', 'templates/service.yaml', '--kube-version', '1.22.3', '--skip-tests'],
    ['-s', 'templates/test.yaml', '--no-hooks'],
    ['-s', 'templates/*.yaml', '--is-upgrade', '-f', 'chart/ci/toml.yaml'],
    ['--kube-version', '1.21'],
    ['--kube-version', 'v1.30.4-gke.100+x', '-a', 'autoscaling/v2', '-f', 'chart/ci/ambient.yaml', '-f', 'chart/ci/demo.yaml'],
    ['--set', 'hosts={*.a,$1,b},global.profile=demo,compatibilityVersion=1.25'],
    ['--set', '_internal_defaults_do_not_set.name=own', '--no-hooks', '-n', 'edge'],
    ['--set', 'meshConfig.weights[1]=x,meshConfig.defaultConfig=null'],
    ['--set-json', 'service.ports=[{"name":"a","port":1.5e1,"nodePort":30001}]'],
  ],
  metrics: [
    ['--set', 'tags.exporters=false,nodeExporter.enabled=null,crds.enabled=false', '--include-crds'],
    [
      '--set-json',
      'prometheus.prometheusSpec.externalLabels={"a":1.0,"b":"{{ .Release.Name }}"}',
      '-s',
      'templates/prometheus.yaml',
    ],
    ['--set', 'imported.scrape.interval=7s', '--set-string', 'state.exports.data.exported.by=007', '-s', 'templates/extra.yaml'],
    [
      '-a',
      'networking.k8s.io/v1',
      '--set',
      'alertmanager.ingress.enabled=true,alertmanager.ingress.hosts={a,{{ .Release.Name }}}',
    ],
    ['-s', 'charts/windows-node/templates/ds.yaml', '--set', 'windows.enabled=true'],
  ],
  router: [
    ['--set-json', 'ports={"web":null,"x":{"port":1.0,"expose":{"default":true}}}', '--set-literal', 'commonLabels.x={a,b}'],
    ['-a', 'gateway.networking.k8s.io/v1', '--kube-version', 'v1.31.2-eks-1', '-s', 'templates/gateway.yaml'],
    ['--set-file', 'providers.file.content=chart/ci/udp.yaml', '--set', 'providers.file.enabled=true,image.tag=v3.0.0-beta3'],
    ['--kube-version', '1.21.9'],
    ['-s', 'templates/rbac/*.yaml', '--set', 'rbac.namespaced=true,providers.kubernetesCRD.namespaces={b,a}', '-n', 'edge'],
  ],
  suite: [
    ['--set', 'controllers.main.containers.app.image.repository=r,controllers.main.containers.app.env.A={{ .Release.Name }}'],
    [
      '-f',
      'chart/ci/one.yaml',
      '--set-json',
      'controllers.main.pod={"tolerations":[{"a":1.50}]}',
      '--set-string',
      'global.labels.a=1',
    ],
    ['-f', 'chart/ci/one.yaml', '-f', 'chart/ci/many.yaml', '--set', 'service=null,persistence.config=null'],
  ],
  inlet: [
    ['-s', 'templates/tests/t.yaml'],
    ['--no-hooks', '--set', 'controller.config.a=1.50', '--set-string', 'controller.config.b=1.50', '--kube-version', '1.20.1'],
    ['-a', 'batch/v1alpha1', '--kube-version', '1.29.0', '-s', 'templates/admission-webhooks/job-patch/jobs.yaml'],
    ['--set-json', 'controller.service.targetPorts={"http":1.0,"https":"x"}', '--skip-tests', '--set', 'tcp.80=ns/svc:1'],
    [
      '--set',
      'controller.image.tag=v1.12.0-beta.0,controller.admissionWebhooks.patch.enabled=false',
      '--is-upgrade',
      '-n',
      'edge',
    ],
  ],
  events: [
    ['-a', 'autoscaling/v2beta2/HorizontalPodAutoscaler,autoscaling/v2/HorizontalPodAutoscaler', '-s', 'templates/web/all.yaml'],
    ['--set-file', 'config.eventsConfPy=chart/templates/NOTES.txt', '--set', 'kv.replicas=null', '-n', 'obs'],
    ['--set-json', 'queue.topics=[{"name":"a","config":{"b":1e3,"c":1.0}}]', '--is-upgrade', '--no-hooks'],
    ['-s', 'charts/sourcekv/templates/sts.yaml', '--set', 'sourcekv.enabled=true,kv.enabled=false,externalKv.host=h'],
  ],
}

/** Charts written as public ones are, each with its own values and with those of its `ci/`. */
export const cases: readonly Case[] = readdirSync(folder).flatMap((chart) => {
  const files = filesIn(join(folder, chart), 'chart')
  const one = (name: string, ...args: string[]): Case => ({name: `${chart}: ${name}`, files, args})
  return [
    one('as it is'),
    one(
      'another cluster',
      '--include-crds',
      '-n',
      'other',
      '--kube-version',
      'v1.21.5',
      '--api-versions',
      'monitoring.coreos.com/v1',
    ),
    one('upgrade without hooks', '--is-upgrade', '--no-hooks', '--set', 'a=1,b.c={x,y}'),
    ...Object.keys(files)
      .filter((path) => path.startsWith('chart/ci/'))
      .map((path) => one(path.slice('chart/ci/'.length), '-f', path)),
    ...(FLAGS[chart] ?? []).map((args) => one(args.join(' '), ...args)),
  ]
})

function filesIn(path: string, name: string): Record<string, string> {
  if (!statSync(path).isDirectory()) return {[name]: readFileSync(path, 'utf8')}
  return Object.assign(
    {},
    ...readdirSync(path)
      .sort()
      .map((entry) => filesIn(join(path, entry), `${name}/${entry}`)),
  )
}
