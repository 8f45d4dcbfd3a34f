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
