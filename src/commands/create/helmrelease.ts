import {boolFlag, durationFlag, listFlag, textFlag} from '../flags/flag-types.js'
import {choiceFlag, unsupported} from './choice-flag.js'
import {createCommand} from './define.js'
import {chartSourceFlag} from './reference-flags.js'

const POLICIES = ['Skip', 'Create', 'CreateReplace']

export const createHelmRelease = createCommand({
  words: 'helmrelease',
  alias: 'hr',
  summary: 'Create or update a HelmRelease',
  examples: [
    'flux create helmrelease db --source HelmRepository/bitnami --chart postgresql --values db-values.yaml',
    'flux create helmrelease db --chart-ref OCIRepository/db --interval 1h --export > db.yaml',
  ],
  flags: {
    chart: textFlag({summary: 'name of the chart, or its path in the source'}),
    'chart-version': textFlag({summary: 'version of the chart, or a semver range'}),
    source: chartSourceFlag('source of the chart: KIND/NAME[.NAMESPACE]', {namespaced: true}),
    'chart-interval': durationFlag({default: 0, text: '0s', summary: 'how often to look for new chart versions'}),
    'reconcile-strategy': textFlag({default: 'ChartVersion', summary: 'what makes a new chart: ChartVersion or Revision'}),
    'chart-ref': textFlag({summary: 'existing chart: OCIRepository/NAME[.NAMESPACE] or HelmChart/NAME[.NAMESPACE]'}),
    'release-name': textFlag({summary: 'name of the Helm release'}),
    'target-namespace': textFlag({summary: 'namespace to install to'}),
    'storage-namespace': textFlag({summary: 'namespace of the Helm storage (default: the target namespace)'}),
    'create-target-namespace': boolFlag({summary: 'create the target namespace when it does not exist'}),
    'service-account': textFlag({summary: 'service account to impersonate'}),
    'depends-on': listFlag({delimiter: ',', summary: 'HelmRelease that has to be ready first: [NAMESPACE/]NAME'}),
    crds: choiceFlag({...unsupported('upgrade CRDs policy', POLICIES), summary: 'what an upgrade does with CRDs'}),
    values: listFlag({delimiter: ',', summary: 'file with values, can be repeated'}),
    'values-from': listFlag({delimiter: ',', summary: 'object with values: Secret/NAME or ConfigMap/NAME'}),
    'kubeconfig-secret-ref': textFlag({summary: 'name of a Secret with the kubeconfig of another cluster'}),
  },
  run: async (ctx, options) => (await import('../../lib/actions/create/helm-release.js')).createHelmRelease(ctx, options),
})
