import {KustomizeError} from '../error.js'
import {generate} from '../generate/generators.js'
import type {GeneratorArgs} from '../kustomization/types.js'
import {resourcesOf} from '../resource/factory.js'
import type {Resource} from '../resource/resource.js'
import {demandCharts} from './charts.js'
import {type ChartArgs, prepareChart} from './helm-chart.js'
import {type PluginContext, readConfig} from './plugin.js'
import {PLUGIN_SHAPES} from './shapes.js'

/** Reads a configuration; what comes back generates. */
type Prepare = (config: Resource, context: PluginContext) => () => Resource[]

function ofKeyValues(kind: 'ConfigMap' | 'Secret'): Prepare {
  return (config, context) => {
    const shape = PLUGIN_SHAPES[`${kind}Generator`]
    const args = readConfig<GeneratorArgs & {env: string; metadata: {name: string; namespace: string}}>(config, shape)
    const named = {
      ...args,
      name: args.name || args.metadata.name,
      namespace: args.namespace || args.metadata.namespace,
    }
    return () => [generate(kind, named, context.sources, context.schemas)]
  }
}

interface IamArgs {
  readonly cloud: string
  readonly kubernetesService: {readonly name: string; readonly namespace: string}
  readonly serviceAccount: {readonly name: string; readonly projectId: string}
}

/** A ServiceAccount that stands for one of Google's cloud. */
const iamPolicy: Prepare = (config, context) => {
  const args = readConfig<IamArgs>(config, PLUGIN_SHAPES.IAMPolicyGenerator)
  return () => iamAccount(args, context)
}

function iamAccount(args: IamArgs, context: PluginContext): Resource[] {
  if (args.cloud !== 'gke') throw new KustomizeError(`cloud provider ${args.cloud} not supported yet`)
  const {name, namespace} = args.kubernetesService
  const account = `${args.serviceAccount.name}@${args.serviceAccount.projectId}.iam.gserviceaccount.com`
  const lines = [
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata:',
    '  annotations:',
    `    iam.gke.io/gcp-service-account: ${account}`,
    `  name: ${name}`,
  ]
  if (namespace !== '') lines.push(`  namespace: ${namespace}`)
  return resourcesOf(`${lines.join('\n')}\n`, context.schemas)
}

export const GENERATOR_PLUGINS: Readonly<Record<string, Prepare>> = {
  ConfigMapGenerator: ofKeyValues('ConfigMap'),
  SecretGenerator: ofKeyValues('Secret'),
  IAMPolicyGenerator: iamPolicy,
  HelmChartInflationGenerator: (config, context) => {
    demandCharts(context)
    const args = readConfig<ChartArgs>(config, PLUGIN_SHAPES.HelmChartInflationGenerator)
    return prepareChart(args, context)
  },
}
