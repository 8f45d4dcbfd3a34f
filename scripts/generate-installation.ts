import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {load, loadAll} from 'js-yaml'

const HEADER = '// Generated from manifests/rbac and manifests/bases by `npm run gen`. Do not edit.\n'

interface Deployment {
  readonly spec: {
    template: {spec: {containers: readonly {name: string; image: string; args: unknown; ports: unknown; env: unknown}[]}}
  }
}

/** Writes src/lib/install/installation.gen.ts: what `flux run` shows of an installation without building one. */
export function generateInstallation(root: string): void {
  const read = (path: string) => readFileSync(join(root, 'manifests', path), 'utf8')
  const rbac = ['controllers', 'users', 'bindings'].flatMap((name) => loadAll(read(`rbac/${name}.yaml`)))
  const controllers = readdirSync(join(root, 'manifests/bases')).filter((name) => name !== 'common')
  const containers = controllers.map((name) => {
    const {spec} = load(read(`bases/${name}/deployment.yaml`)) as Deployment
    const {image, args, ports, env} = spec.template.spec.containers.find((one) => one.name === 'manager')!
    return [name, {version: image.slice(image.lastIndexOf(':') + 1), args, ports, env}]
  })
  const text = JSON.stringify(JSON.stringify({rbac, containers: Object.fromEntries(containers)}))
  writeFileSync(
    join(root, 'src/lib/install/installation.gen.ts'),
    `${HEADER}\n/** Access rights, and by controller the container that runs it, as JSON text: parsed only when it is needed. */\nexport const INSTALLATION_JSON = ${text}\n`,
  )
}
