import {FluxError} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import {parseConstraint} from '../../formats/semver/constraint.js'
import {parseVersion} from '../../formats/semver/version.js'
import {type Chart, chartName, isLibrary, textOf} from './chart/chart.js'
import {type CrdFile, crdsOf} from './chart/crds.js'
import {missingDependencies, withEnabledDependencies} from './dependencies/enabled.js'
import {withImportedValues} from './dependencies/import-values.js'
import type {Hook} from './output/hook.js'
import {documentsOf, type Manifest, manifestText, type RenderedDocument, sortManifests} from './output/sort-manifests.js'
import {checkReleaseName} from './release/release-name.js'
import {type RenderOptions, renderChart} from './render/render-chart.js'
import type {SchemaChecker} from './schema/schema-checker.js'
import {coalesceValues} from './values/coalesce.js'
import {warningsInto} from './values/kept-warnings.js'
import type {Warn} from './values/tables.js'

export interface TemplateOptions extends RenderOptions {
  /** checks values against `values.schema.json`; absent: they are not checked */
  readonly schemas?: SchemaChecker | undefined
  /** gets the warnings too, those of a rendering that fails as well */
  readonly warnings?: string[] | undefined
}

/** What a chart comes to with some values: nothing of it has touched a cluster. */
export interface TemplatedChart {
  /** with the subcharts that are enabled, and imported values */
  readonly chart: Chart
  /** coalesced, as templates saw them at first */
  readonly values: JsonObject
  readonly crds: readonly CrdFile[]
  readonly manifests: readonly Manifest[]
  /** all manifests as text, under the names of their templates */
  readonly manifest: string
  readonly hooks: readonly Hook[]
  /** NOTES.txt of the chart itself */
  readonly notes: string
  readonly warnings: readonly string[]
}

/**
 * Renders a chart as `helm template` does: dependencies, values, templates, sorted manifests and hooks.
 * @param given the user's values
 * @throws FluxError with Helm's words; LimitExceeded
 */
export function templateChart(chart: Chart, given: JsonObject, options: TemplateOptions): TemplatedChart {
  const {files, ...rest} = renderTemplates(chart, given, options)
  return arranged(rest, documentsOf(files, warningsInto(options.warnings ?? [])), options.warnings)
}

/** A chart's rendered files before anybody has looked into them: where post-renderers come in. */
export interface RenderedTemplates extends Pick<TemplatedChart, 'chart' | 'values' | 'notes' | 'warnings'> {
  /** text by path of the template */
  readonly files: ReadonlyMap<string, string>
}

/** The first half of `templateChart`. */
export function renderTemplates(chart: Chart, given: JsonObject, options: TemplateOptions): RenderedTemplates {
  const warnings = options.warnings ?? []
  const warn = warningsInto(warnings)
  checkApiVersion(chart)
  if (isLibrary(chart)) throw new FluxError('bad-chart', 'library charts are not installable')
  if (chart.metadata.deprecated === true) warn('this chart is deprecated')
  checkDependencies(chart)
  checkReleaseName(options.release.name)
  const resolved = withDependencies(chart, given, warn)
  const values = coalesceValues(resolved, given, warn)
  options.schemas?.check(resolved, values, warn)
  checkKubeVersion(chart, options.capabilities.version)
  const files = renderChart(resolved, values, options)
  const notes = takeNotes(files, `${chartName(resolved)}/templates/NOTES.txt`)
  return {chart: resolved, values, notes, files, warnings}
}

/** The second half of `templateChart`: hooks apart, all in install order. */
export function arranged(
  rendered: Omit<RenderedTemplates, 'files'>,
  documents: readonly RenderedDocument[],
  warnings: string[] = [...rendered.warnings],
): TemplatedChart {
  const sorted = sortManifests(documents, warningsInto(warnings))
  let manifest: string | undefined
  return {
    ...{...rendered, manifests: sorted.manifests, hooks: sorted.hooks},
    crds: crdsOf(rendered.chart),
    // a second copy of all there is, which not everybody asks for
    get manifest() {
      manifest ??= manifestText(sorted.manifests)
      return manifest
    },
    warnings,
  }
}

function withDependencies(chart: Chart, given: JsonObject, warn: Warn): Chart {
  try {
    return withImportedValues(withEnabledDependencies(chart, given, warn), warn)
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new FluxError(error.code, `chart dependencies processing failed: ${error.message}`, {hints: error.hints, cause: error})
  }
}

function checkApiVersion({metadata}: Chart): void {
  const version = textOf(metadata, 'apiVersion')
  if (['', 'v1', 'v2'].includes(version)) return
  throw new FluxError('bad-chart', version === 'v3' ? 'invalid chart apiVersion' : 'unsupported chart version', {
    hints: [`Chart.yaml has apiVersion ${version}; v1 and v2 can be rendered`],
  })
}

function checkDependencies(chart: Chart): void {
  const missing = missingDependencies(chart)
  if (missing.length === 0) return
  throw new FluxError(
    'missing-dependency',
    `an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`,
  )
}

function checkKubeVersion({metadata}: Chart, version: string): void {
  const range = textOf(metadata, 'kubeVersion')
  if (range === '' || isWithin(range, version)) return
  throw new FluxError('kube-version', `chart requires kubeVersion: ${range} which is incompatible with Kubernetes ${version}`)
}

function isWithin(range: string, version: string): boolean {
  try {
    return parseConstraint(range).check(parseVersion(version))
  } catch {
    return false
  }
}

/** NOTES.txt are no manifests: those of subcharts are dropped, the chart's own is told to the user. */
function takeNotes(rendered: Map<string, string>, own: string): string {
  const notes = rendered.get(own) ?? ''
  for (const name of rendered.keys()) if (name.endsWith('NOTES.txt')) rendered.delete(name)
  return notes
}
