import type {Interfaces} from '@oclif/core'
import {FluxError} from '../lib/errors/flux-error.js'
import {BaseCommand, type Session} from './base.js'
import {boolFlag, listFlag, textFlag} from './flags/flag-types.js'

const flags = {
  name: textFlag({default: 'release-name', summary: 'name of the release'}),
  'name-template': textFlag({summary: 'template that makes the name of the release'}),
  'generate-name': boolFlag({char: 'g', summary: 'accepted; the name is release-name, as with helm template'}),
  values: listFlag({char: 'f', delimiter: ',', summary: 'file with values, address of one, or - for stdin, may be repeated'}),
  set: listFlag({summary: 'value to set (a.b=1,c={x,y}), may be repeated'}),
  'set-string': listFlag({summary: 'as --set, values are texts'}),
  'set-json': listFlag({summary: 'as --set, values are JSON'}),
  'set-file': listFlag({summary: 'as --set, values are read from files'}),
  'set-literal': listFlag({summary: 'one value, everything after the first ='}),
  'include-crds': boolFlag({summary: 'print CRDs of the chart too'}),
  'skip-crds': boolFlag({summary: 'accepted; CRDs are printed with --include-crds alone'}),
  'kube-version': textFlag({summary: 'Kubernetes version that the chart sees'}),
  'api-versions': listFlag({char: 'a', delimiter: ',', summary: 'API versions that the chart sees beside the usual ones'}),
  'no-hooks': boolFlag({summary: 'leave hooks out'}),
  'skip-tests': boolFlag({summary: 'leave tests out'}),
  'is-upgrade': boolFlag({summary: '.Release.IsUpgrade instead of .Release.IsInstall'}),
  'skip-schema-validation': boolFlag({summary: 'do not check values against values.schema.json'}),
  verify: boolFlag({summary: 'the archive must be signed by a key of --keyring, in the .prov file beside it'}),
  keyring: textFlag({summary: 'file with public keys (default ~/.gnupg/pubring.gpg)'}),
  'show-only': listFlag({char: 's', summary: 'only manifests of these templates, may be repeated'}),
  'output-dir': textFlag({summary: 'write one file per template into this folder'}),
  'release-name': boolFlag({summary: 'in --output-dir, put them below a folder with the name of the release'}),
}

export class BuildChart extends BaseCommand {
  static override summary = 'Render a chart as `helm template` does'
  static override usage = 'build chart PATH [flags]'
  static override arity = 1
  static override checksNamespace = false
  static override examples = ['flux build chart ./charts/webapp --values prod.yaml --set replicas=2']
  static override flags = flags

  async execute(session: Session<Interfaces.InferredFlags<typeof flags>>): Promise<void> {
    const {host, args, flags: given} = session
    if (session.given.has('name')) refuseOtherNames(given)
    const path = args[0]!
    const {openDisk, openEnvironment} = await import('../lib/wiring/disk.js')
    const {buildChart} = await import('../lib/actions/build/build-chart.js')
    const list = (value: string[] | undefined) => value ?? []
    const interrupted = new Promise<never>((_, reject) => {
      host.signal.addEventListener('abort', () => reject(host.signal.reason), {once: true})
    })
    const needs = {
      fs: openDisk(),
      cwd: host.cwd,
      input: host.input,
      signal: host.signal,
      blocking: host.blocking,
      ...openEnvironment(),
    }
    let close = () => {}
    const http = async () => {
      const {openHttpTools} = await import('../lib/wiring/http-tools.js')
      const tools = openHttpTools({env: host.env})
      close = tools.close
      return tools.http
    }
    const warnings: string[] = []
    const building = buildChart({...needs, http, warnings}, path, {
      ...{
        name: given.name,
        nameTemplate: given['name-template'],
        namespace: given.namespace || 'default',
        valueFiles: list(given.values).filter((name) => name !== ''),
        set: list(given.set),
      },
      ...{setString: list(given['set-string']), setJson: list(given['set-json']), setFile: list(given['set-file'])},
      ...{setLiteral: list(given['set-literal']), includeCrds: given['include-crds'], kubeVersion: given['kube-version']},
      ...{apiVersions: list(given['api-versions']), hooks: !given['no-hooks'], tests: !given['skip-tests']},
      ...{isUpgrade: given['is-upgrade'], showOnly: list(given['show-only'])},
      ...{outputDir: given['output-dir'], releaseNameFolder: given['release-name']},
      keyring: given.verify ? (given.keyring ?? `${host.env.HOME ?? ''}/.gnupg/pubring.gpg`) : undefined,
      skipSchemaValidation: given['skip-schema-validation'],
    })
    // a disk that does not answer keeps nobody
    const built = await Promise.race([building, interrupted]).finally(() => {
      for (const warning of warnings) host.out.warning(warning)
      close()
    })
    await host.out.data(built.yaml)
  }
}

/** @throws FluxError in Helm's words: one way to a name is enough */
function refuseOtherNames(given: {'name-template'?: string | undefined; 'generate-name': boolean}): void {
  if (given['generate-name']) throw new FluxError('usage', 'cannot set --generate-name and also specify a name')
  if (given['name-template']) throw new FluxError('usage', 'cannot set --name-template and also specify a name')
}
