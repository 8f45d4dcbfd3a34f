import {FluxError} from '../../../errors/flux-error.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {createObject, newObject} from '../create-object.js'
import {intervalText, omitEmpty} from '../spec-parts.js'
import {artifactLines} from './artifact-lines.js'
import {type VerifyOptions, verification} from './verification.js'

export interface ChartSourceOptions extends CreateOptions, VerifyOptions {
  readonly chart?: string | undefined
  readonly 'chart-version'?: string | undefined
  readonly source?: {readonly kind: string; readonly name: string} | undefined
  readonly 'reconcile-strategy': string
}

const LABEL = 'HelmChart source'

/** `flux create source chart` (cli reference 5.6); its first line is said with `--export` too. */
export async function createChartSource(ctx: CreateContext, options: ChartSourceOptions): Promise<void> {
  const {source, chart} = options
  if (!source) throw new FluxError('usage', 'chart source is required')
  if (!chart) throw new FluxError('usage', 'chart name or path is required')
  ctx.out.generate(`generating ${LABEL}`)
  // a subject alone is ignored, as flux does by mistake
  const subject = options['verify-provider'] ? options['verify-subject'] : undefined
  const object = newObject('HelmChart', options, () => ({
    ...omitEmpty({
      reconcileStrategy: options['reconcile-strategy'],
      verify: verification({...options, 'verify-subject': subject}),
      version: options['chart-version'],
    }),
    chart,
    interval: intervalText(options),
    sourceRef: {kind: source.kind, name: source.name},
  }))
  await createObject(ctx, options, {
    object,
    label: LABEL,
    written: 'source',
    appliedFirst: true,
    done: (ready) => artifactLines(LABEL, `${LABEL} reconciliation completed but no artifact was found`, ready),
  })
}
